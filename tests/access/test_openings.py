"""Emergency access and the national coordinator's openings: right answers open, all others say the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import AccessLog, Profile
from cases.models import Case, CaseGrant, Opening, OpeningRefusal, Person, TimelineEntry
from cases.services.plans import goal_add, plan_create, plan_submit
from cases.services.telling import openings_tell
from cases.sql_access import WRONG_IN_A_DAY, WRONG_IN_AN_HOUR
from tests.factories import api_for, web_for

from .conftest import World

OPENINGS = "/api/v1/openings/"
REASON = "The child is in hospital and nobody answers"


def ask(who: Profile, case: Case, year: int | None = 1988, **values: Any) -> Any:
    body = {"number": case.number, "birth_year": year, "reason": REASON, **values}
    return api_for(who).post(OPENINGS, {key: value for key, value in body.items() if value is not None})


def seen(who: Profile) -> set[int]:
    with acting_as(who):
        return set(Case.objects.values_list("pk", flat=True))


def test_a_worker_of_another_region_opens_the_case_for_a_day(world: World) -> None:
    assert api_for(world.far).get(f"/api/v1/cases/{world.case.pk}/").status_code == 404
    answer = ask(world.far, world.case)
    assert answer.status_code == 201
    assert answer.json()["number"] == world.case.number
    assert seen(world.far) == {world.distant.pk, world.case.pk}
    read = api_for(world.far).get(f"/api/v1/cases/{world.case.pk}/").json()
    assert read["person"]["surname"] == "Sentinelova"
    grant = CaseGrant.objects.get(user_id=world.far.pk)
    assert grant.until is not None
    assert grant.until - grant.created_at == timedelta(hours=24)
    # It closes by itself.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_caseaccess SET until = now() - interval '1 s' WHERE grant_id = %s", [grant.pk])
    assert seen(world.far) == {world.distant.pk}


def test_a_year_within_what_is_known_of_the_birth_is_right(world: World) -> None:
    assert ask(world.far, world.child, 2018).status_code == 201
    assert ask(world.far_supervisor, world.child, 2017).status_code == 201


def test_wrong_answers_are_all_alike_counted_and_limited(world: World) -> None:
    Case.objects.filter(pk=world.child.pk).update(restricted=True)
    client = api_for(world.far)
    asked = [
        {"number": world.case.number, "birth_year": 1989},  # a wrong year
        {"number": world.child.number, "birth_year": 2017},  # right, but restricted
        {"number": "AAAA-2222", "birth_year": 1988},  # no such number
        {"number": "not a number", "birth_year": 1988},
    ]
    answers = [client.post(OPENINGS, {**one, "reason": REASON}) for one in asked]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    # The refusal rolled nothing back: each was counted.
    assert OpeningRefusal.objects.filter(user=world.far).count() == len(asked)
    assert seen(world.far) == {world.distant.pk}
    assert client.post(OPENINGS, {**asked[0], "reason": REASON}).status_code == 404
    assert OpeningRefusal.objects.count() == WRONG_IN_AN_HOUR
    # Now the right answer is not heard either.
    limited = ask(world.far, world.case)
    assert (limited.status_code, limited.json()["title"]) == (429, "limited")
    assert not Opening.objects.exists()
    # An hour later it is, until the day's measure is full.
    OpeningRefusal.objects.update(at=timezone.now() - timedelta(hours=2))
    assert ask(world.far, world.case).status_code == 201
    OpeningRefusal.objects.bulk_create(
        [OpeningRefusal(user=world.far, at=timezone.now() - timedelta(hours=3)) for _ in range(WRONG_IN_A_DAY)]
    )
    assert ask(world.far, world.child, 2017).status_code == 429


def test_a_page_that_refuses_counts_too(world: World) -> None:
    body = {"number": world.case.number, "birth_year": "1999", "reason": REASON}
    answer = web_for(world.far).post("/openings/new/", body)
    assert answer.status_code == 422
    assert "There is no such case" in answer.content.decode()
    assert OpeningRefusal.objects.filter(user=world.far).count() == 1
    right = web_for(world.far).post("/openings/new/", {**body, "birth_year": "1988"})
    assert (right.status_code, right["Location"]) == (302, f"/cases/{world.case.number}/")
    assert "Sentinelova" in web_for(world.far).get(right["Location"]).content.decode()


def test_what_is_asked_is_checked_and_a_case_in_sight_needs_no_opening(world: World) -> None:
    assert ask(world.far, world.case, reason="  ").status_code == 422
    assert ask(world.far, world.case, None).status_code == 422
    assert not OpeningRefusal.objects.exists()
    for who in (world.worker, world.supervisor):
        answer = ask(who, world.case)
        assert (answer.status_code, answer.json()["title"]) == (409, "seen")
    assert not Opening.objects.exists()


@pytest.mark.parametrize("who", ["specialist", "dpo", "admin"])
def test_others_open_nothing(world: World, who: str) -> None:
    profile = getattr(world, who)
    assert ask(profile, world.case).status_code == 403
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_opening_make(%s, 1988, 'because')", [world.case.number])


def test_nobody_writes_such_access_herself(world: World) -> None:
    given = {
        "content_object": world.case, "permission": Permission.objects.get(codename="view_case"),
        "purpose": "emergency", "reason": "x", "until": timezone.now() + timedelta(hours=1),
    }  # fmt: skip
    for who in (world.far, world.far_supervisor, world.supervisor):
        with pytest.raises(ProgrammingError), acting_as(who):
            CaseGrant.objects.create(user_id=who.pk, given_by=who, **given)
    body = {"to": world.specialist.pk, "purpose": "emergency", "reason": "x", "until": timezone.now() + timedelta(1)}
    refused = api_for(world.supervisor).post(f"/api/v1/cases/{world.case.pk}/grants/", body)
    assert refused.status_code == 422 and "purpose" in refused.json()["errors"]


def test_who_opened_a_case_hands_no_keys_to_it_on_and_does_not_prolong_it(world: World) -> None:
    assert ask(world.far_supervisor, world.case).status_code == 201
    body = {"to": world.far.pk, "purpose": "team", "reason": "x", "until": timezone.now() + timedelta(1)}
    assert api_for(world.far_supervisor).post(f"/api/v1/cases/{world.case.pk}/grants/", body).status_code in (403, 404)
    own = CaseGrant.objects.get(user_id=world.far_supervisor.pk)
    with acting_as(world.far_supervisor):
        assert CaseGrant.objects.filter(pk=own.pk).update(until=timezone.now() + timedelta(hours=23)) == 0


def test_it_is_told_at_once_by_number_and_stands_in_the_worker_s_messages(world: World) -> None:
    ask(world.far, world.case)
    assert openings_tell() == 3
    assert {one.to[0] for one in mail.outbox} == {
        world.supervisor.user.email, world.second.user.email, world.dpo.user.email,
    }  # fmt: skip
    for letter in mail.outbox:
        text = f"{letter.subject} {letter.body}"
        assert world.case.number in text
        for hidden in ("Sentinelova", "Ozoda", "hospital", world.far.name):
            assert hidden not in text
    # Once each, however often the job runs.
    assert openings_tell() == 0
    line = TimelineEntry.objects.get(case=world.case, kind="opened_emergency")
    assert (line.author, line.audience) == (world.far, "carriers")
    assert "Opened in an emergency" in web_for(world.worker).get("/messages/").content.decode()


def listed(who: Profile, **query: str) -> set[str]:
    return {row["number"] for row in api_for(who).get(OPENINGS, query).json()["results"]}


def test_it_is_listed_for_the_case_s_supervisors_the_officer_and_who_made_it(world: World) -> None:
    ask(world.far, world.case)
    for who in (world.far, world.supervisor, world.second, world.dpo):
        assert listed(who) == {world.case.number}
    for who in (world.worker, world.far_supervisor, world.national):
        assert listed(who) == set()
    for who in (world.specialist, world.admin):
        assert api_for(who).get(OPENINGS).status_code == 403
    page = web_for(world.dpo).get("/openings/").content.decode()
    assert world.case.number in page and world.far.name in page and "Sentinelova" not in page
    with acting_as(world.far_supervisor):
        assert not Opening.objects.exists()
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.specialist):
        Opening.objects.exists()


def test_what_was_read_stands_beside_it(world: World) -> None:
    ask(world.far, world.case)
    opening = Opening.objects.get()
    web_for(world.far).get(f"/cases/{world.case.number}/")
    # Readings of others, of other cases and of other days are no part of it.
    web_for(world.worker).get(f"/cases/{world.case.number}/")
    web_for(world.far).get(f"/cases/{world.distant.number}/")
    AccessLog.objects.create(actor_id=world.far.pk, kind="document", case_id=world.case.pk, request_id="x")
    AccessLog.objects.filter(kind="document").update(at=timezone.now() - timedelta(days=2))
    for who in (world.supervisor, world.dpo):
        reads = api_for(who).get(f"{OPENINGS}{opening.pk}/reads/").json()
        assert [row["kind"] for row in reads] == ["case"]
    assert api_for(world.far).get(f"{OPENINGS}{opening.pk}/reads/").status_code == 403
    assert api_for(world.far_supervisor).get(f"{OPENINGS}{opening.pk}/reads/").status_code == 404
    with acting_as(world.far_supervisor), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_opening_reads(%s)", [opening.pk])
        assert cursor.fetchall() == []
    assert "Case opened" in web_for(world.dpo).get(f"/openings/{opening.pk}/").content.decode()


def test_another_person_reviews_it_once(world: World) -> None:
    ask(world.far_supervisor, world.case)
    opening = Opening.objects.get()
    review = f"{OPENINGS}{opening.pk}/review/"
    assert api_for(world.far_supervisor).post(review, {"remark": "All well"}).status_code == 403
    assert api_for(world.worker).post(review, {"remark": "x"}).status_code == 403
    assert api_for(world.supervisor).post(review, {"remark": " "}).status_code == 422
    assert listed(world.dpo, waiting="1") == {world.case.number}
    done = web_for(world.supervisor).post(f"/openings/{opening.pk}/review/", {"remark": "Was needed"})
    assert done.status_code == 302
    opening.refresh_from_db()
    assert (opening.reviewed_by, opening.remark) == (world.supervisor, "Was needed")
    assert api_for(world.dpo).post(review, {"remark": "Again"}).status_code == 409
    assert listed(world.dpo, waiting="1") == set() and listed(world.dpo) == {world.case.number}
    # The database holds it alone as well.
    with acting_as(world.far_supervisor):
        assert Opening.objects.filter(pk=opening.pk).update(remark="mine") == 0
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.dpo):
        Opening.objects.filter(pk=opening.pk).update(reason="other")


def test_the_badge_counts_what_waits_for_the_reader(world: World) -> None:
    ask(world.far, world.case)
    assert ">1<" in web_for(world.dpo).get("/openings/count/").content.decode().replace(" ", "")
    assert "count" not in web_for(world.far_supervisor).get("/openings/count/").content.decode()
    assert web_for(world.worker).get("/openings/count/").status_code == 403


# --- The national coordinator ------------------------------------------------------------------------------


def test_the_country_sees_numbers_on_lists_and_nobody_s_name(world: World) -> None:
    rows = api_for(world.national).get("/api/v1/cases/").json()["results"]
    assert {row["number"] for row in rows} == {world.case.number, world.child.number, world.distant.number}
    assert all("person" not in row for row in rows)
    page = web_for(world.national).get("/cases/").content.decode()
    assert world.case.number in page
    for hidden in ("Sentinelova", "Ozoda", "Hafsa"):
        assert hidden not in page
    assert api_for(world.national).get(f"/api/v1/cases/{world.case.pk}/").status_code == 403
    with acting_as(world.national):
        assert not Person.objects.only("surname").exists()
        assert not TimelineEntry.objects.exists()
    for column in ("on_hold_reason", "destination_district"):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.national):
            list(Case.objects.values_list(column))
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.national):
        list(Person.objects.values_list("phone"))


def test_she_opens_one_case_with_a_reason_and_sees_that_person_alone(world: World) -> None:
    assert ask(world.national, world.case, None, reason="").status_code == 422
    assert web_for(world.national).get(f"/opened/{world.case.number}/").status_code == 404
    made = ask(world.national, world.case, None).json()
    assert made["kind"] == "national"
    with acting_as(world.national):
        assert set(Person.objects.values_list("surname", flat=True)) == {"Sentinelova"}
    read = api_for(world.national).get(f"{OPENINGS}{made['id']}/case/").json()
    assert (read["person"]["name"].split()[0], read["family_numbers"]) == ("Sentinelova", [world.child.number])
    page = web_for(world.national).get(f"/opened/{world.case.number}/").content.decode()
    assert "Sentinelova" in page and "Hafsa" not in page and world.child.number in page
    # The line about herself is for those who carry the case.
    assert "Case opened" in page and "Opened by the national" not in page
    assert web_for(world.national).get(f"/cases/{world.case.number}/").status_code == 403
    assert AccessLog.objects.filter(actor_id=world.national.pk, case_id=world.case.pk, kind="case").count() == 2
    for who in (world.supervisor, world.dpo):
        assert listed(who) == {world.case.number}


def test_a_restricted_case_is_not_opened_and_an_end_ends_it(world: World) -> None:
    Case.objects.filter(pk=world.child.pk).update(restricted=True)
    assert ask(world.national, world.child, None).status_code == 404
    made = ask(world.national, world.case, None).json()
    grant = CaseGrant.objects.get(user_id=world.national.pk)
    with transaction.atomic(), acting_as(world.supervisor):
        CaseGrant.objects.filter(pk=grant.pk).update(ended_at=timezone.now())
    assert api_for(world.national).get(f"{OPENINGS}{made['id']}/case/").status_code == 404
    with acting_as(world.national):
        assert not Person.objects.only("surname").exists()


def test_who_opened_a_case_decides_nothing_on_it(world: World) -> None:
    with acting_as(world.worker):
        plan = plan_create(world.case, by=world.worker, summary="Settle", wishes="School")
        goal_add(plan, text="A place at school", area="education", by=world.worker)
        plan_submit(plan, by=world.worker)
    assert ask(world.far_supervisor, world.case).status_code == 201
    approve = f"/api/v1/plans/{plan.pk}/approve/"
    assert api_for(world.far_supervisor).post(approve).status_code == 403
    assign = f"/api/v1/cases/{world.case.pk}/assign/"
    assert api_for(world.far_supervisor).post(assign, {"worker": world.colleague.pk}).status_code == 403
    assert api_for(world.supervisor).post(approve).status_code == 200
