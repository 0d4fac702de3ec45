"""What people do with tasks, each acting behind both walls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Profile
from cases.models import TimelineEntry
from tasks.clock import today
from tasks.models import Task
from tasks.services.planning import plan_for_cases
from tasks.services.tasks import (
    extension_decide,
    task_complete,
    task_create,
    task_hand_over,
    task_postpone,
    task_undo,
)
from tests.factories import grant, make_case, make_office, make_profile, make_region

pytestmark = pytest.mark.django_db


class World:
    """Two regions with a worker, a supervisor and a case each; a specialist invited to the case here."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.here))
        self.colleague = make_profile(Role.SOCIAL_WORKER, make_office(self.here))
        self.other = make_profile(Role.SOCIAL_WORKER, self.there)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.specialist = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"])
        self.case = make_case(self.here, self.worker, risk="low")
        self.far = make_case(self.there, self.other, risk="low")
        self.secret = make_case(self.here, None, restricted=True)
        grant(self.case, self.specialist, self.supervisor)
        plan_for_cases([self.case.pk, self.far.pk, self.secret.pk])

    def task(self, code: str = "visit") -> Task:
        return Task.objects.get(case=self.case, code=code, state__in=["open", "postponed"])


@pytest.fixture
def world() -> World:
    return World()


def seen(profile: Profile) -> set[int]:
    with acting_as(profile):
        rows = set(Task.objects.values_list("case_id", flat=True))
        assert set(Task.objects.visible_to(profile).values_list("case_id", flat=True)) == rows
    return rows


def test_a_task_is_visible_where_its_case_is(world: World) -> None:
    assert Task.objects.filter(case=world.secret).exists()
    assert seen(world.worker) == {world.case.pk}
    assert seen(world.specialist) == {world.case.pk}
    assert seen(world.supervisor) == {world.case.pk}
    assert seen(world.other) == {world.far.pk}
    assert seen(world.colleague) == set()


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.DPO, Role.ADMIN])
def test_other_roles_have_no_grant(world: World, role: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(make_profile(role, world.here)):
        list(Task.objects.all())


def test_nobody_writes_into_a_foreign_case(world: World) -> None:
    with acting_as(world.other):
        assert Task.objects.filter(case=world.case).update(title="x") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.other):
        Task.objects.create(
            case_id=world.case.pk, kind="other", title="x", counts_from=today(), due_on=today(), first_due_on=today(),
            region=world.here,
        )  # fmt: skip


def test_a_specialist_tells_of_her_own_tasks_only(world: World) -> None:
    with acting_as(world.specialist), pytest.raises(NotAllowed):
        task_complete(world.task(), outcome="done", done_on=today(), by=world.specialist)
    with acting_as(world.worker):
        task_hand_over(world.task(), to=world.specialist, by=world.worker)
    with acting_as(world.specialist):
        done = task_complete(world.task(), outcome="done", done_on=today(), by=world.specialist)
    assert (done.state, done.done_by) == ("done", world.specialist)


def test_the_day_of_the_work_counts_and_the_day_of_entry_stands_beside_it(world: World) -> None:
    Task.objects.filter(case=world.case, code="visit").update(
        counts_from=today() - timedelta(days=40), due_on=today() - timedelta(days=10),
        first_due_on=today() - timedelta(days=10),
    )  # fmt: skip
    with acting_as(world.worker):
        task = task_complete(world.task(), outcome="done", done_on=today() - timedelta(days=12), by=world.worker)
    assert not task.is_late()
    assert task.entered_at is not None and task.entered_at.date() == timezone.now().date()
    line = TimelineEntry.objects.get(kind="task_done")
    assert (line.author, line.details) == (world.worker, {"task": "visit", "outcome": "done"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": "recorded"}, "outcome"),
        ({"outcome": "fine"}, "outcome"),
        ({"done_on": 1}, "done_on"),
        ({"done_on": -1}, "done_on"),
        ({"outcome": "refused"}, "note"),
    ],
)
def test_a_completion_that_cannot_be(world: World, values: dict[str, object], field: str) -> None:
    given = {"outcome": "done", "done_on": 0, **values}
    with acting_as(world.worker), pytest.raises(Invalid) as refused:
        task_complete(
            world.task(), outcome=str(given["outcome"]), by=world.worker,
            done_on=today() + timedelta(days=int(str(given["done_on"]))),
        )  # fmt: skip
    assert set(refused.value.fields) == {field}
    assert world.task().state == "open"


def test_a_task_is_done_once(world: World) -> None:
    task = world.task()
    with acting_as(world.worker):
        task_complete(task, outcome="done", done_on=today(), by=world.worker)
        with pytest.raises(Conflict):
            task_complete(task, outcome="done", done_on=today(), by=world.worker)


def test_a_completion_is_taken_back_by_its_author_for_a_short_time(world: World) -> None:
    with acting_as(world.worker):
        task = task_complete(world.task(), outcome="done", done_on=today(), by=world.worker)
    with acting_as(world.supervisor), pytest.raises(Conflict):
        task_undo(task, by=world.supervisor)
    with acting_as(world.worker):
        back = task_undo(task, by=world.worker)
    assert (back.state, back.outcome, back.done_on, back.entered_at) == ("open", "", None, None)
    with acting_as(world.worker):
        task = task_complete(world.task(), outcome="done", done_on=today(), by=world.worker)
    Task.objects.filter(pk=task.pk).update(entered_at=timezone.now() - timedelta(minutes=16))
    with acting_as(world.worker), pytest.raises(Conflict):
        task_undo(task, by=world.worker)


def test_postponing_needs_a_reason_and_a_later_day(world: World) -> None:
    later = world.task().due_on + timedelta(days=5)
    with acting_as(world.worker), pytest.raises(Invalid) as refused:
        task_postpone(world.task(), until=world.task().due_on, reason=" ", by=world.worker)
    assert set(refused.value.fields) == {"until", "reason"}
    with acting_as(world.worker):
        task = task_postpone(world.task(), until=later, reason="The family is travelling", by=world.worker)
    assert (task.state, task.due_on, task.reason) == ("postponed", later, "The family is travelling")
    # Timeliness is measured by the day that was first due, and planning keeps the new day.
    assert task.first_due_on == later - timedelta(days=5)
    plan_for_cases([world.case.pk])
    assert world.task().due_on == later


def test_an_extension_of_a_deadline_is_asked_for_and_granted_by_another(world: World) -> None:
    task = world.task("assessment")
    due, later = task.due_on, task.due_on + timedelta(days=7)
    with acting_as(world.worker):
        task = task_postpone(task, until=later, reason="She is in hospital", by=world.worker)
        assert (task.state, task.due_on, task.extension_asked) == ("open", due, True)
        with pytest.raises(NotAllowed):
            extension_decide(task, granted=True, by=world.worker)
    with acting_as(world.supervisor):
        with pytest.raises(Invalid):
            extension_decide(task, granted=False, by=world.supervisor)
        task = extension_decide(task, granted=True, by=world.supervisor)
        assert (task.state, task.due_on, task.reason, task.extension_asked) == (
            "postponed", later, "She is in hospital", False,
        )  # fmt: skip
        with pytest.raises(Conflict):
            extension_decide(task, granted=True, by=world.supervisor)


def test_a_declined_extension_leaves_the_day(world: World) -> None:
    task = world.task("assessment")
    with acting_as(world.worker):
        task_postpone(task, until=task.due_on + timedelta(days=7), reason="No time", by=world.worker)
    with acting_as(world.supervisor):
        declined = extension_decide(task, granted=False, answer="Ask the colleague", by=world.supervisor)
    assert (declined.state, declined.due_on, declined.extension_asked) == ("open", task.due_on, False)


def test_a_supervisor_extends_at_once(world: World) -> None:
    task = world.task("assessment")
    with acting_as(world.supervisor):
        task = task_postpone(task, until=task.due_on + timedelta(days=7), reason="Agreed", by=world.supervisor)
    assert task.state == "postponed"


def test_a_task_goes_only_to_who_sees_its_case(world: World) -> None:
    for to in (world.colleague, world.other, make_profile(Role.NATIONAL)):
        with acting_as(world.worker), pytest.raises(Invalid):
            task_hand_over(world.task(), to=to, by=world.worker)
    grant(world.case, world.colleague, world.supervisor)
    with acting_as(world.worker):
        task = task_hand_over(world.task(), to=world.colleague, by=world.worker)
    assert (task.assignee, task.handed_over) == (world.colleague, True)
    with acting_as(world.colleague):
        assert [t.pk for t in Task.objects.mine(world.colleague)] == [task.pk]
    with acting_as(world.worker):
        assert not task_hand_over(world.task(), to=world.worker, by=world.worker).handed_over


def test_a_task_by_hand(world: World) -> None:
    with acting_as(world.worker):
        task = task_create(world.case, title="Ask the school", due_on=today(), by=world.worker)
        with pytest.raises(Invalid) as refused:
            task_create(world.case, title="", due_on=today() - timedelta(days=1), by=world.worker, for_family=True)
    assert (task.assignee, task.code, task.created_by) == (world.worker, "", world.worker)
    assert set(refused.value.fields) == {"title", "due_on", "for_family"}
    world.case.refresh_from_db()
    assert world.case.next_due_at == today()
    # Planning leaves it alone.
    assert plan_for_cases([world.case.pk])["moved"] == 0
    assert Task.objects.get(pk=task.pk).state == "open"
