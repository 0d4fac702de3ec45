"""A visit tells the tasks room what was done, and a concern becomes work for a supervisor at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.acting import acting_as
from cases.models import Case
from cases.services.visits import MemberSeen, visit_record
from tasks import clock
from tasks.models import Task
from tasks.services.tasks import task_create
from tests.factories import web_for
from tests.families.conftest import Household

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db: None) -> Household:
    return Household().settle()


def answers(home: Household, **changes: Any) -> dict[str, Any]:
    mother, daughter, son = (case.pk for case in home.cases)
    return {
        "safety": "safe", "on": clock.today().isoformat(), "place": "home", f"m{mother}-seen": "yes",
        f"m{daughter}-seen": "yes", f"m{daughter}-seen_alone": "yes", f"m{son}-seen": "no",
        f"m{son}-not_seen_reason": "school", **changes,
    }  # fmt: skip


def test_what_is_due_is_asked_and_done(home: Household) -> None:
    Task.objects.all().delete()
    today = clock.today()
    near = task_create(home.cases[1], title="Glasses", due_on=today + timedelta(days=7), by=home.worker)
    far = task_create(home.cases[1], title="Next year", due_on=today + timedelta(days=300), by=home.worker)
    ours = task_create(home.cases[0], title="Stove", due_on=today, by=home.worker, for_family=True)
    stranger = task_create(home.far_case, title="Elsewhere", due_on=today, by=home.far_worker)
    client = web_for(home.worker)
    path = f"/families/{home.family.number}/visit/"
    page = client.get(path).content.decode()
    assert "Glasses · Asma" in page and "Stove · Whole family" in page
    assert "Next year" not in page and "Elsewhere" not in page
    assert client.post(path, answers(home, **{"due-done": [stranger.pk]})).status_code == 422
    assert client.post(path, answers(home, **{"due-done": [near.pk, ours.pk]})).status_code == 302
    states = dict(Task.objects.values_list("pk", "state"))
    assert states == {near.pk: "done", ours.pk: "done", far.pk: "open", stranger.pk: "open"}


def test_without_anything_due_nothing_is_asked(home: Household) -> None:
    Task.objects.all().delete()
    assert "Due now" not in web_for(home.worker).get(f"/families/{home.family.number}/visit/").content.decode()


def test_the_next_visit_follows_the_rules(home: Household) -> None:
    client = web_for(home.worker)
    for risk, days in (("high", 7), ("medium", 14)):
        Case.objects.filter(family=home.family).update(risk=risk)
        form = client.get(f"/families/{home.family.number}/visit/").context["form"]
        assert form.initial["next_visit_on"] == clock.today() + timedelta(days=days)


def test_a_concern_is_work_for_the_supervisor_today(home: Household) -> None:
    Task.objects.all().delete()
    members = [
        MemberSeen(home.cases[0].pk, True), MemberSeen(home.cases[1].pk, True, seen_alone=True, concern=True),
        MemberSeen(home.cases[2].pk, True, seen_alone=False, not_alone_reason="too_young"),
    ]  # fmt: skip
    with acting_as(home.worker):
        visit_record(
            home.family, on=clock.today(), members=members, safety="worried", safety_note="Afraid of the uncle.",
            by=home.worker,
        )  # fmt: skip
    task = Task.objects.get()
    assert (task.case_id, task.assignee_id, task.due_on, task.priority) == (
        home.cases[1].pk, home.supervisor.pk, clock.today(), 1,
    )  # fmt: skip
    assert "uncle" not in task.title
