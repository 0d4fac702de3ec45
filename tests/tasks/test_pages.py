"""The pages, as a session of each role; their queries with one and three of everything."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import JobRun, Profile
from cases.models import Case
from tasks.clock import today
from tasks.models import Task, TaskRule
from tasks.services.planning import plan_for_cases
from tests.factories import grant, make_case, make_family, make_office, make_person, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class World:
    def __init__(self) -> None:
        self.region = make_region("Samarqand")
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.region), name="Dilnoza")
        self.supervisor = make_profile(Role.SUPERVISOR, self.region)
        self.other = make_profile(Role.SOCIAL_WORKER, make_region("Buxoro"))
        mother, child = make_person(given_name="Ozoda"), make_person(given_name="Asma", birth_latest=date(2020, 1, 1))
        family = make_family(mother, child)
        self.mother = make_case(self.region, self.worker, person=mother, family=family, destination_district="Urgut")
        self.child = make_case(self.region, self.worker, person=child, family=family, destination_district="Urgut")
        self.far = make_case(self.other.office, self.other, person=make_person(given_name="Zuhra"))  # type: ignore[arg-type]
        plan_for_cases([self.mother.pk, self.child.pk, self.far.pk])

    def task(self, code: str = "assessment") -> Task:
        return Task.objects.get(case=self.mother, code=code, state__in=["open", "postponed"])

    def move(self, code: str, days: int) -> None:
        Task.objects.filter(code=code).update(due_on=today() + timedelta(days=days))


@pytest.fixture
def world() -> World:
    return World()


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_my_day_of_a_specialist_opens(world: World) -> None:
    specialist = make_profile(Role.SPECIALIST, world.region, disciplines=["psychological"])
    grant(world.mother, specialist, world.supervisor)
    assert world.mother.number not in text_of(web_for(world.other), "/my-day/")
    text_of(web_for(specialist), "/my-day/")


def test_a_specialist_is_offered_her_own_tasks_alone(world: World) -> None:
    specialist = make_profile(Role.SPECIALIST, world.region, disciplines=["psychological"])
    grant(world.mother, specialist, world.supervisor)
    world.move("assessment", -90)
    pages = (f"/cases/{world.mother.number}/", f"/cases/{world.mother.number}/tasks/")
    web = web_for(specialist)
    for page in pages:
        assert "/complete/" not in text_of(web, page)
    own = world.task()
    Task.objects.filter(pk=own.pk).update(assignee=specialist)
    for page in pages:
        assert re.findall(r'href="/tasks/(\d+)/complete/', text_of(web, page)) == [str(own.pk)]
    visit = Task.objects.get(family=world.mother.family, code__startswith="visit", state="open")
    Task.objects.filter(pk=visit.pk).update(assignee=specialist)
    assert "/visit/" not in text_of(web, f"/tasks/{visit.pk}/complete/")


def test_my_day_has_three_bands_by_family_and_place(world: World) -> None:
    world.move("first_response", -3)
    world.move("assessment", 0)
    page = web_for(world.worker).get("/my-day/")
    bands = {
        band.code: [
            (group.place, group.people, sorted((row.task.code, row.people, row.due_text) for row in group.rows))
            for group in band.groups
        ]
        for band in page.context["bands"]
    }
    assert set(bands) == {"overdue", "today", "week"}
    assert bands["overdue"] == [(
        "Urgut", "Karimova Ozoda, Asma",
        [("first_response", "Karimova Asma", "3 days late"), ("first_response", "Karimova Ozoda", "3 days late")],
    )]  # fmt: skip
    assert [row[2] for row in bands["today"][0][2]] == ["Today", "Today"]
    assert [row[:2] for row in bands["week"][0][2]] == [("visit", "Karimova Ozoda, Asma")]
    text = page.content.decode()
    assert "A visit to the family every week (high risk)" in text
    assert "Zuhra" not in text


def test_an_empty_day_says_what_comes_next(world: World) -> None:
    Task.objects.exclude(code="identity").update(state="cancelled")
    due = today() + timedelta(days=90)
    text = text_of(web_for(world.worker), "/my-day/")
    assert "Nothing is due." in text
    assert f"Next: PINFL or identity paper on {due:%A} {due.day} {due:%B}." in " ".join(text.split())


def test_what_others_changed_and_what_came_back(world: World) -> None:
    from cases.models import Plan
    from cases.timeline import timeline_add

    timeline_add(case=world.mother, kind="status_changed", by=world.supervisor, details={"status": "plan"})
    timeline_add(case=world.mother, kind="status_changed", by=world.worker, details={"status": "assessment"})
    timeline_add(case=world.far, kind="status_changed", by=world.supervisor, details={"status": "plan"})
    Plan.objects.create(case=world.child, status="returned", comments="Say how school begins")
    page = web_for(world.worker).get("/my-day/")
    changed = [one["text"] for one in page.context["changes"] if one["entry"].kind == "status_changed"]
    assert changed == ["Status: Planning"]
    assert [(one["what"], one["comments"]) for one in page.context["returned"]] == [
        ("Case plan", "Say how school begins")
    ]


def test_a_task_is_recorded_in_place_and_taken_back(world: World) -> None:
    client, task = web_for(world.worker), world.task()
    form = client.get(f"/tasks/{task.pk}/complete/", headers=HTMX)
    assert "<html" not in form.content.decode() and f'name="t{task.pk}-outcome"' in form.content.decode()
    data = {f"t{task.pk}-outcome": "done", f"t{task.pk}-done_on": today().isoformat(), f"t{task.pk}-note": "Done well"}
    answer = client.post(f"/tasks/{task.pk}/complete/", data, headers=HTMX)
    assert answer.headers["HX-Retarget"] == f"#task-{task.pk}"
    assert "Undo" in answer.content.decode()
    task.refresh_from_db()
    assert (task.state, task.outcome_note) == ("done", "Done well")
    assert "Done today" in text_of(client, "/my-day/")
    assert client.post(f"/tasks/{task.pk}/undo/", headers=HTMX).status_code == 200
    task.refresh_from_db()
    assert task.state == "open"


def test_it_works_without_script(world: World) -> None:
    client, task = web_for(world.worker), world.task()
    assert "<html" in text_of(client, f"/tasks/{task.pk}/complete/?next=/my-day/")
    data = {f"t{task.pk}-outcome": "done", f"t{task.pk}-done_on": today().isoformat(), "next": "/my-day/"}
    answer = client.post(f"/tasks/{task.pk}/complete/", data)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my-day/")
    outside = client.post(f"/tasks/{task.pk}/undo/", {"next": "https://evil.example"})
    assert outside.headers["Location"] == "/my-day/"


def test_a_wrong_form_comes_back_with_its_reasons(world: World) -> None:
    client, task = web_for(world.worker), world.task()
    tomorrow = (today() + timedelta(days=1)).isoformat()
    data = {f"t{task.pk}-outcome": "done", f"t{task.pk}-done_on": tomorrow}
    answer = client.post(f"/tasks/{task.pk}/complete/", data, headers=HTMX)
    assert answer.status_code == 422
    assert "This day has not come yet." in answer.content.decode()
    answer = client.post(f"/tasks/{task.pk}/postpone/", {f"t{task.pk}-until": tomorrow, f"t{task.pk}-reason": ""})
    assert answer.status_code == 422


def test_postponing_asks_and_the_supervisor_grants_on_her_page(world: World) -> None:
    client, task = web_for(world.worker), world.task()
    until = task.due_on + timedelta(days=4)
    data = {f"t{task.pk}-until": until.isoformat(), f"t{task.pk}-reason": "In hospital"}
    assert client.post(f"/tasks/{task.pk}/postpone/", data).status_code == 302
    page = web_for(world.supervisor).get("/tasks/")
    assert [row.task.pk for row in page.context["asked"]] == [task.pk]
    assert "In hospital" in page.content.decode()
    answer = web_for(world.supervisor).post(f"/tasks/{task.pk}/extension/", {"grant": "1", "next": "/tasks/"})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.state, task.due_on) == ("postponed", until)
    assert client.post(f"/tasks/{task.pk}/extension/", {"grant": "1"}).status_code == 403


def test_a_task_is_handed_to_who_sees_the_case(world: World) -> None:
    colleague = make_profile(Role.SOCIAL_WORKER, make_office(world.region))
    client, task = web_for(world.worker), world.task()

    def offered() -> set[int]:
        return set(map(int, re.findall(r'option value="(\d+)"', text_of(client, f"/tasks/{task.pk}/hand-over/"))))

    assert offered() == {world.supervisor.pk}
    grant(world.mother, colleague, world.supervisor)
    assert offered() == {world.supervisor.pk, colleague.pk}
    assert client.post(f"/tasks/{task.pk}/hand-over/", {f"t{task.pk}-to": colleague.pk}).status_code == 302
    task.refresh_from_db()
    assert task.assignee == colleague


def test_foreign_tasks_are_not_there(world: World) -> None:
    task = world.task()
    client = web_for(world.other)
    for path in ("", "complete/", "postpone/", "hand-over/"):
        assert client.get(f"/tasks/{task.pk}/{path}").status_code == 404
    assert client.post(f"/tasks/{task.pk}/complete/", {f"t{task.pk}-outcome": "done"}).status_code == 404
    assert client.get(f"/cases/{world.mother.number}/tasks/").status_code == 404
    assert client.get(f"/cases/{world.mother.number}/tasks/new/").status_code == 404


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.SOCIAL_WORKER, "/tasks/", 404),
        (Role.NATIONAL, "/my-day/", 404),
        (Role.DPO, "/my-day/", 404),
        (Role.ADMIN, "/my-day/", 404),
        (Role.SOCIAL_WORKER, "/rules/", 404),
        (Role.SUPERVISOR, "/rules/", 200),
        (Role.NATIONAL, "/rules/", 200),
        (Role.SUPERVISOR, "/jobs/", 404),
        (Role.ADMIN, "/jobs/", 200),
    ],
)
def test_pages_are_for_their_roles(world: World, role: str, path: str, status: int) -> None:
    assert web_for(make_profile(role, world.region)).get(path).status_code == status


def test_the_team_page_filters_by_its_address(world: World) -> None:
    world.move("first_response", -3)
    client = web_for(world.supervisor)

    def shown(query: str) -> set[tuple[str, int]]:
        return {(r.task.code, r.task.case_id) for r in client.get(f"/tasks/?{query}").context["rows"]}

    m, c = world.mother.pk, world.child.pk
    assert shown("show=overdue") == {("first_response", m), ("first_response", c)}
    for days, late in ((-1, "late1"), (-7, "late1"), (-8, "late8"), (-30, "late8"), (-31, "late31")):
        world.move("first_response", days)
        found = {show: shown(f"show={show}") for show in ("late1", "late8", "late31")}
        assert {show for show, rows in found.items() if rows} == {late}
        assert found[late] == {("first_response", m), ("first_response", c)}
    assert shown("kind=visit") == {("visit", m)}
    assert shown(f"worker={world.worker.pk}&kind=assessment") == {("assessment", m), ("assessment", c)}
    assert shown(f"worker={world.supervisor.pk}") == set()
    assert shown("show=unassigned") == set()
    assert "Zuhra" not in client.get("/tasks/").content.decode()


def test_a_supervisor_reads_rules_and_the_coordinator_changes_them(world: World) -> None:
    rule = TaskRule.objects.get(code="visit", risk="low")
    data = {
        "first_due": 6, "first_unit": "weeks", "repeat_every": 6, "repeat_unit": "weeks", "escalate_after_days": 5,
        "escalate_to": "", "priority": 3, "is_active": "on", "text": "",
    }  # fmt: skip
    assert web_for(world.supervisor).post(f"/rules/{rule.pk}/", data).status_code == 403
    client = web_for(make_profile(Role.NATIONAL))
    assert client.post(f"/rules/{rule.pk}/", {**data, "repeat_unit": ""}).status_code == 422
    assert client.post(f"/rules/{rule.pk}/", data).status_code == 302
    rule.refresh_from_db()
    assert (rule.repeat_every, rule.repeat_unit, rule.escalate_to, rule.version) == (6, "weeks", "", 2)
    assert "A visit to the family every 6 weeks" in text_of(client, "/rules/")


def test_the_administrator_sees_what_jobs_did(world: World) -> None:
    from tasks.jobs import sweep_cases

    sweep_cases()
    run = JobRun.objects.get()
    assert (run.name, run.failed, run.counts["cases"]) == ("tasks.sweep", False, 3)
    text = text_of(web_for(make_profile(Role.ADMIN, world.region)), "/jobs/")
    assert "Nightly sweep" in text and "cases: 3" in text


def test_a_task_is_made_by_hand_on_the_case(world: World) -> None:
    client = web_for(world.worker)
    path = f"/cases/{world.child.number}/tasks/"
    due = today().isoformat()
    data = {"title": "Ask the school", "kind": "other", "due_on": due, "priority": 3, "for_family": "on"}
    assert client.post(f"{path}new/", data).status_code == 302
    assert "Ask the school" in text_of(client, path)
    assert Task.objects.get(title="Ask the school").family == world.child.family
    assert client.post(f"/cases/{world.child.number}/reunification/", {"on": due}).status_code == 302
    assert Task.objects.filter(case=world.child, kind="reunification_visit").count() == 3


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def more_of_everything(worker: Profile, region: Any) -> None:
    for _ in range(2):
        people = [make_person(), make_person(birth_latest=date(2019, 1, 1))]
        family = make_family(*people)
        cases: list[Case] = [make_case(region, worker, person=one, family=family) for one in people]
        plan_for_cases([case.pk for case in cases])


@pytest.mark.parametrize("path", ["/my-day/", "/tasks/"])
def test_the_number_of_queries_does_not_grow(world: World, path: str) -> None:
    client = web_for(world.worker if path == "/my-day/" else world.supervisor)
    before = queries(client, path)
    more_of_everything(world.worker, world.region)
    assert queries(client, path) == before
    assert before <= 24


def test_the_panel_of_the_case_page_takes_one_query(world: World) -> None:
    from accounts.acting import acting_as
    from cases.panels import case_panels

    with acting_as(world.worker), CaptureQueriesContext(connection) as found:
        panels = case_panels(world.mother, world.worker)["next"]
    ours = [query for query in found.captured_queries if "tasks_task" in query["sql"]]
    assert len(ours) == 1
    assert [row.task.code for row in panels[0]["rows"]] == ["first_response", "assessment", "visit"]
    assert "First response" in text_of(web_for(world.worker), f"/cases/{world.mother.number}/")
