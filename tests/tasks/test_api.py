"""``tasks/`` and ``task-rules/`` over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from tasks.clock import today
from tasks.models import Task, TaskRule
from tasks.services.planning import plan_for_cases
from tests.factories import api_for, grant, make_case, make_profile, make_region

pytestmark = pytest.mark.django_db
TASKS = "/api/v1/tasks/"


class World:
    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.other = make_profile(Role.SOCIAL_WORKER, self.there)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.specialist = make_profile(Role.SPECIALIST, self.here, disciplines=["medical"])
        self.case = make_case(self.here, self.worker, risk="low")
        self.second = make_case(self.here, self.worker, risk="low")
        self.far = make_case(self.there, self.other, risk="low")
        grant(self.case, self.specialist, self.supervisor)
        plan_for_cases([self.case.pk, self.second.pk, self.far.pk])

    def task(self, code: str = "visit") -> Task:
        return Task.objects.get(case=self.case, code=code)


@pytest.fixture
def world() -> World:
    return World()


def test_each_role_lists_the_tasks_of_its_cases(world: World) -> None:
    for profile, cases in (
        (world.worker, {world.case.pk, world.second.pk}),
        (world.supervisor, {world.case.pk, world.second.pk}),
        (world.specialist, {world.case.pk}),
        (world.other, {world.far.pk}),
    ):
        answer = api_for(profile).get(TASKS)
        assert answer.status_code == 200
        assert {row["case"] for row in answer.json()["results"]} == cases
    assert api_for(make_profile(Role.NATIONAL)).get(TASKS).status_code == 403


def test_filters(world: World) -> None:
    Task.objects.filter(case=world.case, code="visit").update(due_on=today() - timedelta(days=2))
    Task.objects.filter(case=world.case, code="identity").update(state="cancelled")
    Task.objects.filter(case=world.second, code="visit").update(assignee=world.supervisor)
    client = api_for(world.worker)

    def codes(query: str) -> set[tuple[str, int]]:
        return {(row["code"], row["case"]) for row in client.get(f"{TASKS}?{query}").json()["results"]}

    a, b = world.case.pk, world.second.pk
    assert codes("overdue=true") == {("visit", a)}
    assert codes(f"due_before={today().isoformat()}") == {("visit", a)}
    assert codes("state=cancelled") == {("identity", a)}
    assert codes("state=cancelled&state=open&kind=document") == {("identity", a), ("identity", b)}
    assert codes(f"case={b}&mine=false") == {("visit", b)}
    assert codes(f"case={a}&mine=true&active=true") == {("first_response", a), ("assessment", a), ("visit", a)}
    assert client.get(f"{TASKS}?due_before=yesterday").status_code == 422


def test_a_task_tells_why_and_carries_its_version(world: World) -> None:
    client, task = api_for(world.worker), world.task()
    answer = client.get(f"{TASKS}{task.pk}/")
    assert answer.json()["why"] == "A visit to the family every month (low risk)"
    assert answer.json()["case_number"] == world.case.number
    done = {"outcome": "done"}
    stale = client.post(f"{TASKS}{task.pk}/complete/", done, headers={"If-Match": '"1.000000"'})
    assert stale.status_code == 412
    fresh = client.post(f"{TASKS}{task.pk}/complete/", done, headers={"If-Match": answer.headers["ETag"]})
    assert (fresh.status_code, fresh.json()["state"], fresh.json()["done_on"]) == (200, "done", today().isoformat())
    assert client.post(f"{TASKS}{task.pk}/complete/", done).status_code == 409
    assert client.post(f"{TASKS}{task.pk}/undo/").json()["state"] == "open"


def test_the_steps_of_a_task(world: World) -> None:
    client, task = api_for(world.worker), world.task()
    until = (task.due_on + timedelta(days=3)).isoformat()
    answer = client.post(f"{TASKS}{task.pk}/postpone/", {"until": until, "reason": "Travelling"})
    assert (answer.json()["state"], answer.json()["due_on"]) == ("postponed", until)
    answer = client.post(f"{TASKS}{task.pk}/hand-over/", {"to": world.specialist.pk})
    assert answer.json()["assignee"] == world.specialist.pk
    assert client.post(f"{TASKS}{task.pk}/hand-over/", {"to": world.other.pk}).status_code == 422
    late = world.task("assessment")
    until = (late.due_on + timedelta(days=3)).isoformat()
    asked = client.post(f"{TASKS}{late.pk}/postpone/", {"until": until, "reason": "In hospital"})
    assert (asked.json()["extension_asked"], asked.json()["state"]) == (True, "open")
    assert client.post(f"{TASKS}{late.pk}/extension/", {"granted": True}).status_code == 403
    granted = api_for(world.supervisor).post(f"{TASKS}{late.pk}/extension/", {"granted": True})
    assert (granted.json()["state"], granted.json()["due_on"]) == ("postponed", until)


def test_a_specialist_cannot_complete_a_colleagues_task(world: World) -> None:
    answer = api_for(world.specialist).post(f"{TASKS}{world.task().pk}/complete/", {"outcome": "done"})
    assert answer.status_code == 403
    assert world.task().state == "open"


def test_foreign_tasks_answer_404(world: World) -> None:
    client, task = api_for(world.other), world.task()
    assert client.get(f"{TASKS}{task.pk}/").status_code == 404
    assert client.post(f"{TASKS}{task.pk}/complete/", {"outcome": "done"}).status_code == 404
    body = {"case": world.case.pk, "title": "x", "due_on": today().isoformat()}
    assert client.post(TASKS, body).status_code == 422


def test_a_task_by_hand(world: World) -> None:
    client = api_for(world.worker)
    body = {"case": world.case.pk, "title": "Ask the school", "due_on": today().isoformat()}
    answer = client.post(TASKS, body)
    assert answer.status_code == 201
    row = answer.json()
    assert (row["title"], row["kind"], row["assignee"], row["why"]) == (
        "Ask the school", "other", world.worker.pk, "Made by hand",
    )  # fmt: skip
    assert client.post(TASKS, {**body, "title": ""}).status_code == 422
    assert api_for(world.specialist).post(TASKS, body).status_code == 403


def test_visits_after_reunification(world: World) -> None:
    body = {"case": world.case.pk, "on": today().isoformat()}
    answer = api_for(world.worker).post(f"{TASKS}reunification/", body)
    assert [row["code"] for row in answer.json()] == ["reunification_1", "reunification_3", "reunification_6"]


def test_rules_are_changed_by_the_coordinator_alone(world: World) -> None:
    rule = TaskRule.objects.get(code="visit", risk="low")
    path = f"/api/v1/task-rules/{rule.pk}/"
    assert api_for(world.worker).get(path).status_code == 403
    assert api_for(world.supervisor).get(path).json()["words"] == "A visit to the family every month (low risk)"
    assert api_for(world.supervisor).patch(path, {"first_due": 2}).status_code == 403
    national = api_for(make_profile(Role.NATIONAL))
    changed = national.patch(path, {"repeat_every": 6, "repeat_unit": "weeks", "code": "other"})
    assert (changed.json()["words"], changed.json()["version"]) == ("A visit to the family every 6 weeks (low risk)", 2)
    assert changed.json()["code"] == "visit"
    assert national.patch(path, {"repeat_every": 0}).status_code == 422
    assert len(national.get("/api/v1/task-rules/?page_size=200").json()["results"]) == TaskRule.objects.count()
