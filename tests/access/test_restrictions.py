"""A restricted case is for its worker and those named: in lists, search, figures, families, tasks and the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Office, Profile
from cases.models import Case, CaseGrant, Person, Restriction, TimelineEntry, Transfer
from cases.services.notes import note_add
from rehabilitation.models import SafetyAlert
from tasks.models import Task
from tasks.services.alerts import alert_tasks_make
from tasks.services.tasks import task_create
from tests.factories import api_for, grant, make_case, make_person, make_profile, web_for

from .conftest import World

RESTRICTIONS = "/api/v1/restrictions/"
REASON = "Her father is known from television"


def restrict(by: Profile, case: Case, *people: Profile, reason: str = REASON) -> Any:
    body = {"case": case.pk, "reason": reason, "people": [one.pk for one in people]}
    return api_for(by).post(RESTRICTIONS, body)


def opens(who: Profile, case: Case) -> bool:
    api = api_for(who).get(f"/api/v1/cases/{case.pk}/").status_code
    web = web_for(who).get(f"/cases/{case.number}/").status_code
    with acting_as(who):
        row = Case.objects.filter(pk=case.pk).exists()
    assert (api, web, row) in ((200, 200, True), (404, 404, False))
    return row


def places(who: Profile, world: World) -> list[str]:
    """Every page and answer on which the child stands while she is not restricted."""
    web, api = web_for(who), api_for(who)
    found = api.post("/api/v1/persons/search/", {"q": "Hidova Hafsa"})
    return [
        web.get("/cases/?open=all").content.decode(), web.get("/families/").content.decode(),
        web.get(f"/families/{world.family.number}/").content.decode(),
        api.get("/api/v1/cases/").content.decode(), api.get("/api/v1/persons/").content.decode(),
        api.get(f"/api/v1/families/{world.family.pk}/").content.decode(), found.content.decode(),
        web.get(f"/cases/{world.case.number}/").content.decode(), web.get("/team/").content.decode(),
        web.get("/team/tasks/").content.decode(), web.get("/messages/").content.decode(),
        api.get("/api/v1/tasks/").content.decode(),
    ]  # fmt: skip


def test_only_the_worker_and_those_named_open_it_afterwards(world: World) -> None:
    grant(world.child, world.specialist, world.supervisor)
    everybody = [world.worker, world.colleague, world.specialist, world.supervisor, world.second]
    assert [opens(who, world.child) for who in everybody] == [True, False, True, True, True]
    made = restrict(world.supervisor, world.child, world.second, world.colleague)
    assert made.status_code == 201, made.content
    assert [opens(who, world.child) for who in everybody] == [True, True, False, False, True]
    # The mother is not restricted.
    assert opens(world.supervisor, world.case)
    row = Restriction.objects.get()
    assert (row.pk, row.made_by, row.reason) == (made.json()["id"], world.supervisor, REASON)
    assert TimelineEntry.objects.get(case=world.child, kind="restricted").author == world.supervisor


def test_she_stands_nowhere_where_she_stood_before(world: World) -> None:
    task_create(world.child, title="Ask the school of Hafsa", due_on=date(2099, 1, 1), by=world.worker)
    note_add(world.child, text="Hafsa was well", by=world.worker)
    before = places(world.supervisor, world)
    assert sum("Hafsa" in text or world.child.number in text for text in before) >= 8
    assert restrict(world.supervisor, world.child, world.second).status_code == 201
    for text in places(world.supervisor, world):
        assert "Hafsa" not in text and "Hidova" not in text and world.child.number not in text
    for who in (world.national, world.colleague, world.far_supervisor):
        assert world.child.number not in api_for(who).get("/api/v1/cases/").content.decode()
    with acting_as(world.supervisor):
        assert not Person.objects.filter(given_name="Hafsa").exists()
        assert not Task.objects.filter(case=world.child).exists()
    # Those named find her in their list of restricted cases, and by search.
    page = web_for(world.second).get("/restrictions/").content.decode()
    assert world.child.number in page and REASON in page
    assert world.child.number not in web_for(world.supervisor).get("/restrictions/").content.decode()


def test_every_case_of_the_person_is_restricted(world: World) -> None:
    Case.objects.filter(pk=world.child.pk).update(status="closed")
    again = make_case(world.here, world.worker, person=world.child.person)
    assert restrict(world.supervisor, again, world.second).status_code == 201
    assert set(Case.objects.filter(restricted=True)) == {world.child, again}
    with acting_as(world.supervisor):
        assert not Person.objects.filter(pk=world.child.person_id).exists()


@pytest.mark.parametrize("who", ["worker", "specialist", "national", "dpo", "admin"])
def test_a_supervisor_alone_restricts(world: World, who: str) -> None:
    assert restrict(getattr(world, who), world.child, world.second).status_code == 403
    with pytest.raises(ProgrammingError), acting_as(getattr(world, who)), connection.cursor() as cursor:
        cursor.execute("SELECT cases_restrict(%s, 'because', %s)", [world.child.pk, [world.second.pk]])


def test_what_is_asked_is_checked(world: World) -> None:
    assert restrict(world.supervisor, world.child, world.second, reason=" ").status_code == 422
    # Nobody could decide.
    assert restrict(world.supervisor, world.child, world.colleague).status_code == 422
    assert restrict(world.supervisor, world.child, world.second, world.far_supervisor).status_code == 409
    assert restrict(world.supervisor, world.child, world.second, world.dpo).status_code == 409
    assert restrict(world.far_supervisor, world.child, world.far_supervisor).status_code == 404
    with pytest.raises(Exception, match="not_found"), acting_as(world.far_supervisor), connection.cursor() as cursor:
        cursor.execute("SELECT cases_restrict(%s, 'because', %s)", [world.child.pk, [world.far_supervisor.pk]])
    assert not Restriction.objects.exists()


def test_those_named_name_others_and_the_last_who_decides_stays(world: World) -> None:
    key = restrict(world.supervisor, world.child, world.second).json()["id"]
    name = f"{RESTRICTIONS}{key}/name/"
    assert api_for(world.supervisor).post(name, {"reason": "mine", "people": [world.supervisor.pk]}).status_code == 404
    own = CaseGrant.objects.get(user_id=world.second.pk, purpose="named")
    end = f"/api/v1/cases/{world.child.pk}/grants/{own.pk}/end/"
    assert api_for(world.second).post(end).status_code == 409
    answer = api_for(world.second).post(name, {"reason": "She knows the family", "people": [world.supervisor.pk]})
    assert {(one["user"], one["decides"]) for one in answer.json()["people"]} == {
        (world.worker.pk, False), (world.second.pk, True), (world.supervisor.pk, True),
    }  # fmt: skip
    assert opens(world.supervisor, world.child)
    assert api_for(world.supervisor).post(end).status_code == 200
    assert not opens(world.second, world.child)


def test_the_officer_sees_numbers_and_helps_where_nobody_is_left(world: World) -> None:
    key = restrict(world.supervisor, world.child, world.second).json()["id"]
    page = web_for(world.dpo).get("/restrictions/").content.decode()
    assert world.child.number in page and world.second.name in page
    assert "Hafsa" not in page and "nobody decides" not in page
    Profile.objects.filter(pk=world.second.pk).update(is_active=False)
    assert "nobody decides" in web_for(world.dpo).get("/restrictions/").content.decode()
    body = {"people": [world.supervisor.pk], "reason": "The supervisor left"}
    assert web_for(world.dpo).post(f"/restrictions/{key}/name/", body).status_code == 302
    assert opens(world.supervisor, world.child)
    assert web_for(world.dpo).get(f"/restrictions/{key}/lift/").status_code == 403
    assert web_for(world.far_supervisor).get(f"/restrictions/{key}/name/").status_code == 404


def test_the_only_one_who_decides_cannot_be_switched_off(world: World) -> None:
    restrict(world.supervisor, world.child, world.second)
    body = {"name": world.second.name, "role": "supervisor", "office": world.here.pk, "is_active": False}
    refused = api_for(world.admin).put(f"/api/v1/users/{world.second.pk}/", body)
    assert refused.status_code == 409 and world.child.number not in refused.content.decode()
    assert "only supervisor named" in refused.json()["detail"]


def test_a_named_supervisor_lifts_it(world: World) -> None:
    key = restrict(world.supervisor, world.child, world.second, world.colleague).json()["id"]
    lift = f"{RESTRICTIONS}{key}/lift/"
    assert api_for(world.supervisor).post(lift, {"reason": "over"}).status_code == 404
    assert api_for(world.second).post(lift, {"reason": " "}).status_code == 422
    assert web_for(world.second).post(f"/restrictions/{key}/lift/", {"reason": "It is known now"}).status_code == 302
    row = Restriction.objects.get()
    assert (row.lifted_by, row.lifted_reason) == (world.second, "It is known now")
    assert [opens(who, world.child) for who in (world.supervisor, world.second, world.colleague)] == [True, True, False]
    assert "Hafsa" in web_for(world.supervisor).get("/cases/").content.decode()


def test_the_form_restricts_and_says_what_follows(world: World) -> None:
    page = f"/cases/{world.child.number}/restrict/"
    assert world.second.name in web_for(world.supervisor).get(page).content.decode()
    assert web_for(world.worker).get(page).status_code in (403, 404)
    web = web_for(world.supervisor)
    assert web.post(page, {"reason": REASON, "people": [world.colleague.pk]}).status_code == 422
    done = web.post(page, {"reason": REASON, "people": [world.second.pk]})
    assert (done.status_code, done["Location"]) == (302, "/cases/")
    access = web_for(world.second).get(f"/cases/{world.child.number}/access/").content.decode()
    assert "This case is restricted" in access and REASON in access


# --- What follows from it ----------------------------------------------------------------------------------


def test_an_alert_goes_to_a_supervisor_who_may_open_it(world: World) -> None:
    SafetyAlert.objects.create(case=world.child, kind="violence", created_by=world.specialist)
    restrict(world.supervisor, world.child, world.second)
    with acting_as_system():
        alert_tasks_make()
    told = set(Task.objects.filter(case=world.child, kind="safety").values_list("assignee", flat=True))
    assert told == {world.worker.pk, world.second.pk}


def acting_as_system() -> Any:
    from accounts.dbroles import DatabaseRole

    return acting_as(DatabaseRole.SYSTEM)


def test_a_family_s_transfer_leaves_her_where_she_is_or_takes_her_by_choice(world: World) -> None:
    restrict(world.supervisor, world.child, world.second)
    page = f"/cases/{world.case.number}/transfer/"
    # Who does not see her moves the others; nothing tells of her.
    text = web_for(world.supervisor).get(page).content.decode()
    assert "Hafsa" not in text and "restricted" not in text.lower()
    # Whoever is named decides.
    assert "Hafsa" in web_for(world.second).get(page).content.decode()
    body = {"office": world.there.pk, "note": "They move to an aunt"}
    web_for(world.second).post(page, body)
    assert {row.number for row in Transfer.objects.latest("pk").cases.all()} == {world.case.number}
    api_for(world.second).post(f"/api/v1/transfers/{Transfer.objects.latest('pk').pk}/withdraw/")
    web_for(world.second).post(page, {**body, "with_restricted": "on"})
    transfer = Transfer.objects.latest("pk")
    assert {row.number for row in transfer.cases.all()} == {world.case.number, world.child.number}
    assert api_for(world.far_supervisor).post(f"/api/v1/transfers/{transfer.pk}/accept/", {}).status_code == 200
    # Whoever accepted is named there, nobody else; those named before no longer see her.
    other = make_profile(Role.SUPERVISOR, Office.objects.get(pk=world.there.pk))
    seen = [opens(who, world.child) for who in (world.far_supervisor, other, world.second, world.supervisor)]
    assert seen == [True, False, False, False]
    assert Restriction.objects.in_force().get().region == world.there


def test_a_newborn_of_a_restricted_mother_is_open_to_the_same_people(world: World) -> None:
    restrict(world.supervisor, world.case, world.second)
    body = {"mother": world.case.person_id, "given_name": "Yangi", "sex": "F", "born_on": "2026-11-20"}
    answer = api_for(world.worker).post(f"/api/v1/families/{world.family.pk}/newborn/", body)
    assert answer.status_code == 201, answer.content
    baby = Case.objects.get(person__given_name="Yangi")
    assert [opens(who, baby) for who in (world.worker, world.second, world.supervisor)] == [True, True, False]


def test_a_stranger_s_person_never_leaks_by_a_second_case(world: World) -> None:
    restrict(world.supervisor, world.child, world.second)
    with pytest.raises(ProgrammingError), acting_as(world.supervisor):
        Case.objects.create(person_id=world.child.person_id, office=world.here, region=world.here, number="AAAA-AAAA")
    assert make_person() is not None


def test_the_functions_of_the_owner_answer_nobody_else(world: World) -> None:
    key = restrict(world.supervisor, world.child, world.second).json()["id"]
    people, name = "SELECT * FROM cases_restriction_people(%s)", "SELECT cases_restriction_name(%s, %s, 'because')"
    alone, beside = "SELECT cases_alone_on(%s)", "SELECT cases_restrict_beside(%s, %s)"
    assert len(asked(world.second, people, [key])) == len(asked(world.dpo, people, [key])) == 2
    # The region's other supervisor does not decide on it, nor does one of another region.
    for who in (world.supervisor, world.far_supervisor):
        assert asked(who, people, [key]) == []
        assert asked(who, name, key, [who.pk]) == ["refused"]
    for who in (world.worker, world.specialist, world.national, world.admin):
        assert asked(who, people, [key]) == ["refused"]
        assert asked(who, name, key, [who.pk]) == ["refused"]
    # The officer names others, not herself.
    assert asked(world.dpo, name, key, [world.dpo.pk]) == ["refused"]
    assert asked(world.admin, alone, world.second.pk) == [(1,)]
    assert asked(world.second, alone, world.second.pk) == ["refused"]
    assert asked(world.worker, beside, world.child.pk, world.child.pk) == ["refused"]


def asked(who: Profile, question: str, *values: Any) -> list[Any]:
    try:
        with transaction.atomic(), acting_as(who), connection.cursor() as cursor:
            cursor.execute(question, list(values))
            return list(cursor.fetchall())
    except DatabaseError:
        return ["refused"]
