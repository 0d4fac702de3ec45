"""The services of a case: transitions, and nobody who decides on her own work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotAllowed
from cases import signals
from cases.checklists import ITEMS, LIFE_EVENT_CHECKLISTS
from cases.enums import LIFE_EVENT_EFFECT, LifeEventKind
from cases.models import Closure, Document, Family, Goal, LifeEvent, Note, Person, Plan, Step
from cases.services.closure import (
    case_close_approve,
    case_close_request,
    case_close_return,
    case_hold,
    case_reopen,
    case_resume,
)
from cases.services.documents import document_add
from cases.services.life_events import life_event_item_done, life_event_record
from cases.services.notes import note_add
from cases.services.plans import (
    goal_add,
    goal_close,
    goal_update,
    plan_approve,
    plan_create,
    plan_return,
    plan_review,
    plan_submit,
    plan_update,
    step_add,
    step_update,
)
from tests.factories import grant, make_case, make_office, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path

    class World:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        other = make_profile(Role.SOCIAL_WORKER, there)
        supervisor = make_profile(Role.SUPERVISOR, here)
        specialist = make_profile(Role.SPECIALIST, here, disciplines=["education"])
        case = make_case(here, worker, person=make_person(given_name="Ozoda"), status="plan")
        far = make_case(there, other, person=make_person(given_name="Zuhra"))

    return World


def submitted(world: Any, by: Any = None) -> Plan:
    by = by or world.worker
    plan = plan_create(world.case, by=by, summary="Home and school for both")
    step_add(goal_add(plan, text="A place at school", by=by, area="education"), text="Call the school", by=by)
    return plan_submit(plan, by=by)


# --- Plan ----------------------------------------------------------------------------------------------------


def test_a_plan_goes_its_way_and_the_case_with_it(world: Any) -> None:
    heard: list[str] = []

    def listen(status: str, **_more: Any) -> None:
        heard.append(status)

    signals.plan_changed.connect(listen, weak=False)
    try:
        plan = submitted(world)
        plan_approve(plan, by=world.supervisor, comments="Good.")
        later = timezone.localdate() + timedelta(days=90)
        plan_review(plan, note="School found.", next_review_on=later, by=world.worker)
    finally:
        signals.plan_changed.disconnect(listen)
    assert heard == ["draft", "submitted", "approved", "reviewed"]
    world.case.refresh_from_db()
    assert (plan.status, plan.version, world.case.status) == ("reviewed", 1, "implementation")
    assert [(goal["text"], [step["text"] for step in goal["steps"]]) for goal in plan.agreed] == [
        ("A place at school", ["Call the school"])
    ]


def test_nobody_decides_on_her_own_plan(world: Any) -> None:
    plan = submitted(world, by=world.supervisor)
    deeds: list[Callable[[], Any]] = [
        lambda: plan_approve(plan, by=world.supervisor),
        lambda: plan_return(plan, comments="x", by=world.supervisor),
    ]
    for decide in deeds:
        with pytest.raises(NotAllowed):
            decide()
    with pytest.raises(NotAllowed):
        plan_approve(plan, by=world.worker)
    plan.approved_by = world.supervisor
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.save()
    colleague = make_profile(Role.SUPERVISOR, world.here)
    assert plan_approve(Plan.objects.get(pk=plan.pk), by=colleague).status == "approved"


def test_a_plan_is_returned_with_comments_mended_and_sent_again(world: Any) -> None:
    plan = submitted(world)
    with pytest.raises(Conflict):
        plan_update(plan, by=world.worker, summary="changed while it waits")
    with pytest.raises(Invalid):
        plan_return(plan, comments=" ", by=world.supervisor)
    plan_return(plan, comments="What does she want herself?", by=world.supervisor)
    plan_update(plan, by=world.worker, wishes="Her own room")
    plan_submit(plan, by=world.worker)
    plan_approve(plan, by=world.supervisor)
    with pytest.raises(Conflict):
        plan_return(plan, comments="too late", by=world.supervisor)


def test_what_was_approved_changes_only_in_a_new_version(world: Any) -> None:
    first = submitted(world)
    with pytest.raises(Conflict):
        plan_create(world.case, by=world.worker)
    plan_approve(first, by=world.supervisor)
    goal = Goal.objects.get()
    deeds: list[Callable[[], Any]] = [
        lambda: goal_add(first, text="More", by=world.worker),
        lambda: goal_update(goal, by=world.worker, text="Less"),
    ]
    for change in deeds:
        with pytest.raises(Conflict):
            change()
    second = plan_create(world.case, by=world.worker)
    assert (second.version, second.summary) == (2, "Home and school for both")
    goal_update(goal, by=world.worker, text="A place at school no. 5")
    goal_add(second, text="A home", by=world.worker, area="housing")
    plan_submit(second, by=world.worker)
    plan_approve(second, by=world.supervisor)
    first.refresh_from_db()
    assert first.status == "replaced" and first.agreed[0]["text"] == "A place at school"
    assert [goal["text"] for goal in second.agreed] == ["A place at school no. 5", "A home"]


def test_a_plan_needs_an_aim_and_a_goal(world: Any) -> None:
    plan = plan_create(world.case, by=world.worker)
    with pytest.raises(Invalid) as refused:
        plan_submit(plan, by=world.worker)
    assert set(refused.value.fields) == {"summary", "goals"}


def test_a_goal_is_closed_with_a_result(world: Any) -> None:
    plan = plan_create(world.case, by=world.worker, summary="x")
    goal = goal_add(plan, text="A home", by=world.worker)
    with pytest.raises(Invalid) as refused:
        goal_close(goal, state="handed_over", note="", by=world.worker)
    assert set(refused.value.fields) == {"handed_over_to"}
    with pytest.raises(Invalid):
        goal_close(goal, state="open", note="", by=world.worker)
    goal_close(goal, state="reached", note="", by=world.worker)
    assert goal.closed_on == timezone.localdate()
    with pytest.raises(Conflict):
        step_add(goal, text="more", by=world.worker)


def test_a_step_keeps_the_day_it_was_done(world: Any) -> None:
    goal = goal_add(plan_create(world.case, by=world.worker, summary="x"), text="A home", by=world.worker)
    step = step_add(goal, text="Look at the flat", by=world.worker, owner=world.worker)
    step_update(step, by=world.worker, state="done")
    assert step.done_on == timezone.localdate()
    assert world.case.timeline.filter(kind="step_done").count() == 1
    step_update(step, by=world.worker, state="doing")
    assert step.done_on is None
    with pytest.raises(Invalid):
        step_update(step, by=world.worker, owner=make_profile(Role.NATIONAL))


# --- Closing -------------------------------------------------------------------------------------------------

CLOSING = {
    "reason": "goals_met", "explanation": "Settled with the aunt.", "person_told": "yes", "caregiver_told": "yes",
}  # fmt: skip


def test_a_case_is_closed_by_two(world: Any) -> None:
    closure = case_close_request(world.case, by=world.worker, **CLOSING)
    with pytest.raises(Conflict):
        case_close_request(world.case, by=world.worker, **CLOSING)
    with pytest.raises(NotAllowed):
        case_close_approve(closure, by=world.worker)
    case_close_return(closure, comments="Was the school told?", by=world.supervisor)
    again = case_close_request(world.case, by=world.worker, **CLOSING)
    case_close_approve(again, by=world.supervisor)
    world.case.refresh_from_db()
    assert world.case.status == "closed" and world.case.closed_at is not None
    with pytest.raises(Conflict):
        plan_create(world.case, by=world.worker)


def test_a_supervisor_does_not_close_what_she_asked_for_herself(world: Any) -> None:
    closure = case_close_request(world.case, by=world.supervisor, **CLOSING)
    deeds: list[Callable[[], Any]] = [
        lambda: case_close_approve(closure, by=world.supervisor),
        lambda: case_close_return(closure, comments="x", by=world.supervisor),
    ]
    for decide in deeds:
        with pytest.raises(NotAllowed):
            decide()


def test_no_case_closes_over_an_open_goal(world: Any) -> None:
    plan = plan_create(world.case, by=world.worker, summary="x")
    goal = goal_add(plan, text="A home", by=world.worker)
    with pytest.raises(Invalid) as refused:
        case_close_request(world.case, by=world.worker, **CLOSING)
    assert set(refused.value.fields) == {"goals"}
    goal_close(goal, state="handed_over", note="", handed_over_to="Housing office", by=world.worker)
    closure = case_close_request(world.case, by=world.worker, **CLOSING)
    assert (closure.goals_reached, closure.goals_total) == (0, 1)
    goal_add(plan, text="One more", by=world.worker)
    with pytest.raises(Conflict):
        case_close_approve(closure, by=world.supervisor)


def test_the_person_is_told_or_it_is_said_why_not(world: Any) -> None:
    with pytest.raises(Invalid) as refused:
        case_close_request(world.case, by=world.worker, **{**CLOSING, "person_told": "not_applicable"})
    assert set(refused.value.fields) == {"person_told"}
    died = {**CLOSING, "reason": "died", "person_told": "not_applicable"}
    assert case_close_request(world.case, by=world.worker, **died).state == "requested"


def test_reopening_keeps_what_was(world: Any) -> None:
    closure = case_close_request(world.case, by=world.worker, **CLOSING)
    with pytest.raises(Conflict):
        case_reopen(world.case, reason="x", by=world.worker)
    case_close_approve(closure, by=world.supervisor)
    world.case.refresh_from_db()
    case_reopen(world.case, reason="The aunt fell ill.", by=world.worker)
    closure.refresh_from_db()
    assert (world.case.status, world.case.closed_at) == ("reopened", None)
    assert (closure.state, closure.reopen_reason, closure.explanation) == (
        "reopened", "The aunt fell ill.", "Settled with the aunt.",
    )  # fmt: skip


def test_a_case_rests_until_a_day(world: Any) -> None:
    today = timezone.localdate()
    with pytest.raises(Invalid) as refused:
        case_hold(world.case, until=today, reason="", by=world.worker)
    assert set(refused.value.fields) == {"until", "reason"}
    case_hold(world.case, until=today + timedelta(days=20), reason="In hospital", by=world.worker)
    assert world.case.on_hold
    world.case.on_hold_until = today - timedelta(days=1)
    assert not world.case.on_hold  # it goes on by itself
    case_resume(world.case, by=world.worker)
    assert world.case.on_hold_until is None
    assert [e.kind for e in world.case.timeline.order_by("id")][-2:] == ["case_held", "case_resumed"]


# --- Life events ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LifeEventKind.values)
def test_each_event_has_its_own_checklist_and_effect(world: Any, kind: str) -> None:
    heard: list[tuple[str, str]] = []

    def listen(kind: str, effect: str, **_more: Any) -> None:
        heard.append((kind, effect))

    signals.life_event_recorded.connect(listen, weak=False)
    try:
        event = life_event_record(world.case, kind=kind, happened_on=timezone.localdate(), by=world.worker)
    finally:
        signals.life_event_recorded.disconnect(listen)
    assert heard == [(kind, str(LIFE_EVENT_EFFECT[kind]))]
    codes = [item.code for item in event.items.order_by("id")]
    assert codes == list(LIFE_EVENT_CHECKLISTS[kind]) and len(codes) >= 4 and set(codes) <= set(ITEMS)
    for item in event.items.all():
        life_event_item_done(item, by=world.worker)
    assert world.case.timeline.filter(kind="life_event_settled").count() == 1


def test_a_death_is_kept_on_the_person_and_of_age_is_no_longer_unaccompanied(world: Any) -> None:
    today = timezone.localdate()
    world.case.unaccompanied = True
    world.case.save()
    life_event_record(world.case, kind="came_of_age", happened_on=today, by=world.worker)
    world.case.refresh_from_db()
    assert world.case.unaccompanied is False
    life_event_record(world.case, kind="death", happened_on=today, by=world.worker)
    assert Person.objects.get(pk=world.case.person_id).died_on == today
    with pytest.raises(Invalid):
        life_event_record(world.case, kind="refused", happened_on=today + timedelta(days=1), by=world.worker)


# --- Wall two ------------------------------------------------------------------------------------------------

TABLES = (Plan, Goal, Step, Note, Document, LifeEvent, Closure)


def filled(world: Any) -> None:
    """One row in each table of the case here, and a note for the carriers."""
    submitted(world)
    note_add(world.case, text="for all", by=world.worker)
    note_add(world.case, text="for two", by=world.worker, audience="carriers")
    document_add(world.case, content=PDF, file_name="paper.pdf", by=world.worker)
    life_event_record(world.case, kind="refused", happened_on=timezone.localdate(), by=world.worker)
    Closure.objects.create(case=world.case, requested_by=world.worker, **CLOSING)
    Person.objects.update(made_in=0)
    Family.objects.update(made_in=0)


def counts(profile: Any) -> list[int]:
    with acting_as(profile):
        return [table.objects.count() for table in TABLES]


def test_each_kind_sees_exactly_the_rows_of_its_cases(world: Any) -> None:
    filled(world)
    assert counts(world.worker) == [1, 1, 1, 2, 1, 1, 1]
    assert counts(world.supervisor) == [1, 1, 1, 2, 1, 1, 1]
    assert counts(world.other) == [0] * 7
    assert counts(make_profile(Role.SUPERVISOR, world.there)) == [0] * 7


def test_a_specialist_of_the_case_sees_plan_and_open_notes_alone(world: Any) -> None:
    filled(world)
    grant(world.case, world.specialist, world.supervisor)
    with acting_as(world.specialist):
        assert [table.objects.count() for table in (Plan, Goal, Step)] == [1, 1, 1]
        assert [note.text for note in Note.objects.all()] == ["for all"]
    for table in (Document, LifeEvent, Closure):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.specialist):
            table.objects.count()
    with acting_as(world.specialist):
        note_add(world.case, text="mine", by=world.specialist)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.specialist):
        Plan.objects.update(summary="x")


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.DPO, Role.ADMIN])
def test_kinds_without_case_content_have_no_grant(world: Any, role: str) -> None:
    filled(world)
    profile = make_profile(role)
    for table in TABLES:
        # The country's coordinator sees that a plan is there (cases/walls.py), and never a word of it.
        seen = table.objects.values_list("summary") if table is Plan else table.objects.values_list("pk")
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            list(seen)


def test_nothing_is_written_into_a_case_out_of_reach(world: Any) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.worker):
        Note.objects.create(case=world.far, text="x", happened_on=timezone.localdate(), created_by=world.worker)
    plan = plan_create(world.far, by=world.other, summary="x")
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.worker):
        Goal.objects.create(case=world.case, plan=plan, text="a key of another case", created_by=world.worker)


def test_nobody_writes_a_note_in_another_name_or_changes_one(world: Any) -> None:
    note_add(world.case, text="as written", by=world.worker)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.worker):
        Note.objects.create(
            case=world.case, text="x", happened_on=timezone.localdate(), created_by=world.supervisor
        )
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.worker):
        Note.objects.update(text="as wished")


def test_of_two_who_decide_at_once_one_comes_too_late(world: Any) -> None:
    plan = submitted(world)
    stale = Plan.objects.get(pk=plan.pk)
    colleague = make_profile(Role.SUPERVISOR, world.here)
    plan_return(plan, comments="Which school?", by=world.supervisor)
    with pytest.raises(Conflict):
        plan_approve(stale, by=colleague)
    assert Plan.objects.get(pk=plan.pk).status == "returned"


def test_the_plan_of_a_closed_case_stays_as_it_is(world: Any) -> None:
    plan = plan_create(world.case, summary="School", by=world.worker)
    goal = goal_add(plan, text="A place at school", by=world.worker, area="education")
    step = step_add(goal, text="Ask the school", by=world.worker)
    type(world.case).objects.filter(pk=world.case.pk).update(status="closed", closed_at=timezone.now())
    plan, goal, step = Plan.objects.get(pk=plan.pk), Goal.objects.get(pk=goal.pk), Step.objects.get(pk=step.pk)
    for change in (
        lambda: plan_update(plan, summary="Work", by=world.worker),
        lambda: goal_add(plan, text="Another", by=world.worker, area="education"),
        lambda: goal_update(goal, text="Another", by=world.worker),
        lambda: step_add(goal, text="Another", by=world.worker),
        lambda: step_update(step, text="Another", by=world.worker),
    ):
        with pytest.raises(Conflict):
            change()
    Plan.objects.filter(pk=plan.pk).update(status="submitted", submitted_by=world.worker)
    with pytest.raises(Conflict):
        plan_approve(Plan.objects.get(pk=plan.pk), by=world.supervisor)
    assert (Plan.objects.get(pk=plan.pk).summary, Goal.objects.get().text) == ("School", "A place at school")
    assert Step.objects.get().text == "Ask the school"
