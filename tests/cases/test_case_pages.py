"""The pages of a case: what they show to whom, their forms with and without script, how many queries they ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AccessLog
from cases.models import Case, Note, Person
from cases.services.notes import note_add
from cases.services.plans import goal_add, plan_create
from tests.factories import grant, make_case, make_family, make_office, make_person, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    class World:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        other = make_profile(Role.SOCIAL_WORKER, there)
        supervisor = make_profile(Role.SUPERVISOR, here)
        specialist = make_profile(Role.SPECIALIST, here, disciplines=["medical"])
        mother = make_person(surname="Karimova", given_name="Ozoda", birth_earliest=date(1990, 4, 12))
        child = make_person(
            surname="Каримова", given_name="Лола", birth_earliest=date(2014, 1, 1), birth_latest=date(2014, 12, 31),
            birth_precision="year",
        )  # fmt: skip
        family = make_family(mother, child)
        own = make_case(here, worker, person=mother, family=family, risk="high")
        childs = make_case(here, worker, person=child, family=family, unaccompanied=True)

    Person.objects.update(made_in=0)
    return World


def path(case: Case, rest: str = "") -> str:
    return f"/cases/{case.number}/{rest}"


def asked(captured: CaptureQueriesContext) -> list[str]:
    """The questions of the page itself: without savepoints, the role of the request, session and sign-in."""
    frame = ("SAVEPOINT", "RELEASE", "set_config", "django_session", "accounts_user", '"accounts_profile"."user_id" =')
    return [q["sql"] for q in captured.captured_queries if not any(word in q["sql"][:1400] for word in frame)]


def test_the_page_answers_who_she_is(world: Any) -> None:
    answer = web_for(world.worker).get(path(world.childs))
    assert answer.status_code == 200
    text = answer.content.decode()
    worker = world.worker.name
    for shown in ("Каримова Лола", "Karimova Lola", world.childs.number, "Unaccompanied child", worker, "Ozoda"):
        assert shown in text, shown
    assert AccessLog.objects.filter(actor_id=world.worker.pk, case_id=world.childs.pk, kind="case").count() == 1


def test_nobody_else_finds_the_page(world: Any) -> None:
    for rest in (
        "", "plan/", "timeline/", "history/", "papers/", "documents/", "access/", "note/", "risk/", "close/",
        "life-event/", "hold/", "documents/new/",
    ):  # fmt: skip
        assert web_for(world.other).get(path(world.own, rest)).status_code == 404, rest
        assert web_for(world.specialist).get(path(world.own, rest)).status_code in (403, 404), rest
    assert web_for(make_profile(Role.NATIONAL)).get(path(world.own)).status_code in (403, 404)
    assert web_for(world.worker).get("/cases/AAAA-AAAA/").status_code == 404


@pytest.mark.parametrize(
    "rest",
    ["", "plan/", "timeline/", "history/", "papers/", "documents/", "access/", "note/", "risk/", "status/",
     "facts/", "hold/", "close/", "life-event/", "documents/new/", "plan/new/"],
)  # fmt: skip
def test_every_page_opens_for_the_worker(world: Any, rest: str) -> None:
    answer = web_for(world.worker).get(path(world.own, rest))
    assert answer.status_code == 200
    assert b"Karimova Ozoda" in answer.content


def test_a_note_is_added_without_script_and_with_it(world: Any) -> None:
    client = web_for(world.worker)
    body = {"text": "She asked about school.", "kind": "note", "happened_on": timezone.localdate(), "audience": "core"}
    answer = client.post(path(world.own, "note/"), body)
    assert (answer.status_code, answer.headers["Location"]) == (302, path(world.own))
    drawer = client.get(path(world.own, "note/"), headers={"HX-Request": "true"})
    assert b"<html" not in drawer.content and b"hx-post" in drawer.content
    answer = client.post(path(world.own, "note/"), body, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, path(world.own))
    refused = client.post(path(world.own, "note/"), {**body, "text": ""}, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and b"error-summary" in refused.content
    assert Note.objects.filter(case=world.own).count() == 2


def test_a_write_over_a_state_that_was_not_seen_is_refused(world: Any) -> None:
    client = web_for(world.worker)
    seen = client.get(path(world.own, "risk/")).context["form"].initial["version"]
    body = {"level": "low", "reason": "safe with her aunt", "version": seen}
    assert client.post(path(world.own, "risk/"), body).status_code == 302
    late = client.post(path(world.own, "risk/"), {**body, "level": "medium"})
    assert late.status_code == 422 and b"Somebody else changed this" in late.content
    world.own.refresh_from_db()
    assert world.own.risk == "low"


def test_lines_open_in_place(world: Any) -> None:
    note_add(world.own, text="She asked about school.", by=world.worker)
    client = web_for(world.worker)
    line = world.own.timeline.get(kind="note_added")
    answer = client.get(path(world.own, f"timeline/{line.pk}/"), headers={"HX-Request": "true"})
    assert b"She asked about school." in answer.content and b"<html" not in answer.content
    assert web_for(world.other).get(path(world.own, f"timeline/{line.pk}/")).status_code == 404
    only = client.get(path(world.own, "timeline/?group=note"), headers={"HX-Request": "true"}).content.decode()
    assert ">Note<" in only and "Case opened" not in only


def test_a_specialist_sees_neither_a_note_for_the_carriers_nor_its_line(world: Any) -> None:
    note_add(world.own, text="Only for us two.", by=world.worker, audience="carriers")
    note_add(world.own, text="For everybody.", by=world.worker)
    grant(world.own, world.specialist, world.supervisor)
    client = web_for(world.specialist)
    assert client.get(path(world.own)).status_code == 200
    hidden, open_ = (Note.objects.get(audience=a) for a in ("carriers", "core"))
    assert client.get(path(world.own, f"notes/{hidden.pk}/")).status_code == 404
    assert client.get(path(world.own, f"notes/{open_.pk}/")).status_code == 200
    line = world.own.timeline.get(kind="note_added_carriers")
    assert client.get(path(world.own, f"timeline/{line.pk}/")).status_code == 404


def test_only_a_supervisor_assigns_and_gives_access(world: Any) -> None:
    assert web_for(world.worker).get(path(world.own, "assign/")).status_code == 403
    assert web_for(world.worker).get(path(world.own, "access/new/")).status_code == 403
    client = web_for(world.supervisor)
    until = timezone.localdate() + timedelta(days=10)
    body = {"to": world.specialist.pk, "purpose": "team", "reason": "screening", "until": until}
    assert client.post(path(world.own, "access/new/"), body).status_code == 302
    assert world.specialist.name.encode() in client.get(path(world.own, "access/")).content
    given = world.own.grants.get()
    # Who may see what until when is for the worker of the case to know.
    assert world.specialist.name.encode() in web_for(world.worker).get(path(world.own, "access/")).content
    line = world.own.timeline.get(kind="grant_made")
    opened = web_for(world.worker).get(path(world.own, f"timeline/{line.pk}/"), headers={"HX-Request": "true"})
    assert b"screening" in opened.content
    assert client.post(path(world.own, f"access/{given.pk}/end/")).status_code == 302
    assert web_for(world.specialist).get(path(world.own)).status_code == 404
    colleague = make_profile(Role.SOCIAL_WORKER, world.here)
    assert client.post(path(world.own, "assign/"), {"worker": colleague.pk}).status_code == 302
    assert web_for(world.worker).get(path(world.own)).status_code == 404


def test_the_list_filters_sorts_and_pages_by_its_address(world: Any) -> None:
    client = web_for(world.supervisor)
    assert numbers(client.get("/cases/")) == {world.own.number, world.childs.number}
    assert numbers(client.get("/cases/?risk=high")) == {world.own.number}
    assert numbers(client.get("/cases/?unaccompanied=1")) == {world.childs.number}
    assert numbers(client.get(f"/cases/?worker={world.worker.pk}&no_plan=1")) == {world.own.number, world.childs.number}
    assert client.get("/cases/?q=Karimova Lola").status_code == 422
    assert numbers(client.get(f"/cases/?q={world.childs.number}")) == {world.childs.number}
    assert numbers(client.get("/cases/?status=closed")) == set()
    assert client.get("/cases/?risk=huge").status_code == 422
    Case.objects.filter(pk=world.own.pk).update(next_due_at=timezone.localdate() - timedelta(days=2))
    assert numbers(client.get("/cases/?overdue=1")) == {world.own.number}
    for sort in ("updated", "-updated", "due", "-due", "risk", "-risk", "name", "-name"):
        answer = client.get(f"/cases/?sort={sort}")
        assert numbers(answer) == {world.own.number, world.childs.number}, sort
    assert [c.number for c in client.get("/cases/?sort=due").context["page"].rows] == [
        world.own.number, world.childs.number,
    ]  # fmt: skip


def test_the_national_list_has_numbers_and_no_names(world: Any) -> None:
    answer = web_for(make_profile(Role.NATIONAL)).get("/cases/")
    text = answer.content.decode()
    assert world.own.number in text and "Ozoda" not in text and "Лола" not in text


def numbers(answer: Any) -> set[str]:
    assert answer.status_code == 200
    return {case.number for case in answer.context["page"].rows}


def test_the_page_asks_the_same_few_questions_whatever_the_case_holds(world: Any) -> None:
    client = web_for(world.worker)
    client.get(path(world.own))
    plan = plan_create(world.own, by=world.worker, summary="Home and school")
    goal_add(plan, text="A place at school", by=world.worker, area="education")
    note_add(world.own, text="One", by=world.worker)
    with CaptureQueriesContext(connection) as few:
        client.get(path(world.own))
    for index in range(3):
        goal_add(plan, text=f"Goal {index}", by=world.worker)
        note_add(world.own, text=f"Note {index}", by=world.worker)
        make_case(world.here, world.worker, person=make_person(), family=world.family)
    with CaptureQueriesContext(connection) as many:
        client.get(path(world.own))
    assert len(asked(few)) == len(asked(many)), "\n".join(asked(many))
    assert len(asked(many)) <= 12


def test_the_list_asks_the_same_few_questions_for_one_and_for_many(world: Any) -> None:
    client = web_for(world.supervisor)
    client.get("/cases/")
    with CaptureQueriesContext(connection) as few:
        client.get("/cases/")
    for _index in range(3):
        make_case(world.here, world.worker, person=make_person())
    with CaptureQueriesContext(connection) as many:
        client.get("/cases/")
    assert len(asked(few)) == len(asked(many)) <= 12
