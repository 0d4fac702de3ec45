"""A safety alert becomes work due today for the case worker and a supervisor; never twice, never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import NotAllowed
from rehabilitation.services.psychological import alert_close, alert_raise
from tasks import clock
from tasks.jobs import make_alert_tasks
from tasks.models import Task
from tasks.services.alerts import alert_tasks_make
from tasks.services.tasks import task_complete
from tests.factories import grant, make_case, make_profile, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    class World:
        region = make_region()
        worker = make_profile(Role.SOCIAL_WORKER, region)
        supervisor = make_profile(Role.SUPERVISOR, region)
        psychologist = make_profile(Role.SPECIALIST, region, disciplines=["psychological"])
        case = make_case(region, worker)

    grant(World.case, World.psychologist, World.supervisor)
    return World


def told() -> set[tuple[int | None, str, str]]:
    return {(t.assignee_id, t.kind, t.state) for t in Task.objects.filter(kind="safety")}


def make() -> int:
    with acting_as(DatabaseRole.SYSTEM):
        return alert_tasks_make()


def test_worker_and_supervisor_have_work_today(world: Any, django_capture_on_commit_callbacks: Any) -> None:
    with acting_as(world.psychologist):
        alert_raise(world.case, kind="suicide", by=world.psychologist, acute=True)
    assert make() == 2
    assert told() == {(world.worker.pk, "safety", "open"), (world.supervisor.pk, "safety", "open")}
    assert {t.due_on for t in Task.objects.filter(kind="safety")} == {clock.today()}
    assert make() == 0


def test_the_signal_asks_for_the_job(world: Any, django_capture_on_commit_callbacks: Any, monkeypatch: Any) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("tasks.receivers.enqueue", lambda job, *args: asked.append((job, args)))
    alert = alert_raise(world.case, kind="violence", by=world.psychologist)
    assert (make_alert_tasks, ([alert.pk],)) in asked


def test_a_task_done_since_the_alert_is_not_made_again_and_a_new_alert_makes_new_ones(world: Any) -> None:
    alert = alert_raise(world.case, kind="other", by=world.psychologist)
    make()
    for task in Task.objects.filter(kind="safety"):
        assert task.assignee is not None
        task_complete(task, outcome="done", done_on=clock.today(), by=task.assignee)
    assert make() == 0
    with acting_as(world.supervisor):
        alert_close(alert, outcome="She is safe at her aunt's.", by=world.supervisor)
    Task.objects.filter(kind="safety").update(created_at=alert.created_at - timedelta(hours=1))
    alert_raise(world.case, kind="neglect", by=world.psychologist)
    assert make() == 2


def test_a_restricted_case_tells_its_worker_alone(world: Any) -> None:
    world.case.restricted = True
    world.case.save()
    alert_raise(world.case, kind="other", by=world.psychologist)
    assert make() == 1
    assert told() == {(world.worker.pk, "safety", "open")}


def test_nobody_answers_for_a_safety_task_of_a_colleague_but_a_supervisor(world: Any) -> None:
    alert_raise(world.case, kind="violence", by=world.psychologist, acute=True)
    make()
    theirs = Task.objects.get(kind="safety", assignee=world.supervisor)
    with pytest.raises(NotAllowed):
        task_complete(theirs, outcome="done", done_on=clock.today(), by=world.worker)
    assert Task.objects.get(pk=theirs.pk).state == "open"
    mine = Task.objects.get(kind="safety", assignee=world.worker)
    assert task_complete(mine, outcome="done", done_on=clock.today(), by=world.supervisor).state == "done"
