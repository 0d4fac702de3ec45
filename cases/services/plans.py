"""The plan of a case: begun, submitted, returned or approved by another, reviewed; its goals and steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES, Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Profile
from accounts.policy import refuse_elsewhere, refuse_own
from cases.enums import PLAN_TRANSITIONS, TRANSITIONS, CaseStatus, GoalArea, GoalState, PlanStatus, StepState
from cases.models import Case, Goal, Plan, Step
from cases.services.cases import status_set
from cases.signals import plan_changed
from cases.timeline import timeline_add

PLAN_FIELDS = ("summary", "wishes", "review_on")
GOAL_FIELDS = ("area", "text", "measure", "due_on")
STEP_FIELDS = ("text", "owner", "owner_text", "due_on", "state", "note")


def _set(row: Any, names: tuple[str, ...], values: dict[str, Any]) -> None:
    unknown = set(values) - set(names)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    for key, value in values.items():
        setattr(row, key, value)


def _open_case(case: Case) -> None:
    if not case.is_open:
        raise Conflict(_("The case is closed. Reopen it first."))


def _step_to(plan: Plan, status: str) -> None:
    """From the state that stands in the database, locked: of two who decide at once, one comes too late."""
    now = Plan.objects.select_for_update().values_list("status", flat=True).get(pk=plan.pk)
    if status not in PLAN_TRANSITIONS[now]:
        raise Conflict(_("The plan is not in a state that allows this."))
    plan.status = PlanStatus(status)


def _tell(plan: Plan, kind: str, by: Profile) -> None:
    timeline_add(case=plan.case_id, kind=kind, by=by, object_id=plan.pk, details={"version": plan.version})
    plan_changed.send(Plan, case_id=plan.case_id, plan_id=plan.pk, status=str(plan.status))


@transaction.atomic
def plan_create(case: Case, *, by: Profile, **values: Any) -> Plan:
    """Begin the first plan or the next version; open goals stay. Raises Conflict where one is being worked on."""
    _open_case(case)
    versions = list(Plan.objects.filter(case=case).order_by("-version")[:1])
    if versions and versions[0].status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.RETURNED):
        raise Conflict(_("A version of the plan is being worked on already."))
    last = versions[0] if versions else None
    plan = Plan(case=case, version=last.version + 1 if last else 1, created_by=by)
    if last:
        plan.summary, plan.wishes = last.summary, last.wishes
    _set(plan, PLAN_FIELDS, values)
    plan.save(force_insert=True)
    if CaseStatus.PLAN in TRANSITIONS[case.status] and case.status == CaseStatus.ASSESSMENT:
        status_set(case, status=CaseStatus.PLAN, by=by)
    _tell(plan, "plan_created", by)
    return plan


@transaction.atomic
def plan_update(plan: Plan, *, by: Profile, **values: Any) -> Plan:
    """Change the text of a version that is being worked on. Raises Conflict for any other."""
    _open_case(plan.case)
    if not plan.is_editable:
        raise Conflict(_("This version can no longer be changed. Begin a new one."))
    _set(plan, PLAN_FIELDS, values)
    plan.save()
    return plan


@transaction.atomic
def plan_submit(plan: Plan, *, by: Profile) -> Plan:
    """Send a version for approval. Raises Invalid where it has no aim or no open goal."""
    _open_case(plan.case)
    fields = {}
    if not plan.summary.strip():
        fields["summary"] = _("Say what the situation is and what the plan is for.")
    if not Goal.objects.filter(case=plan.case_id, state=GoalState.OPEN).exists():
        fields["goals"] = _("A plan needs at least one open goal.")
    if fields:
        raise Invalid(fields=fields)
    _step_to(plan, PlanStatus.SUBMITTED)
    plan.submitted_at, plan.submitted_by = timezone.now(), by
    plan.approved_by = None
    plan.save()
    _tell(plan, "plan_submitted", by)
    return plan


def _another(plan: Plan, by: Profile) -> None:
    if by.role != Role.SUPERVISOR:
        raise NotAllowed(_("A supervisor decides on plans."))
    refuse_own(by, plan.submitted_by_id, plan.created_by_id)
    refuse_elsewhere(by, plan.case.region_id)


@transaction.atomic
def plan_approve(plan: Plan, *, by: Profile, comments: str = "") -> Plan:
    """Put a submitted version in force; the one before is replaced. Raises NotAllowed for the own plan."""
    _another(plan, by)
    _open_case(plan.case)
    _step_to(plan, PlanStatus.APPROVED)
    for earlier in Plan.objects.filter(case=plan.case_id, status__in=[PlanStatus.APPROVED, PlanStatus.REVIEWED]):
        _step_to(earlier, PlanStatus.REPLACED)
        earlier.save(update_fields=["status", "updated_at"])
    plan.approved_at, plan.approved_by, plan.comments = timezone.now(), by, comments
    plan.agreed = _agreed(plan)
    plan.save()
    case = plan.case
    if case.status in (CaseStatus.PLAN, CaseStatus.REOPENED):
        status_set(case, status=CaseStatus.IMPLEMENTATION, by=by)
    _tell(plan, "plan_approved", by)
    return plan


def _agreed(plan: Plan) -> list[dict[str, Any]]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    goals = Goal.objects.filter(case=plan.case_id, state=GoalState.OPEN).prefetch_related("steps")
    return [
        {
            "goal": goal.pk, "area": goal.area, "text": goal.text, "measure": goal.measure, "due_on": day(goal.due_on),
            "steps": [{"step": s.pk, "text": s.text, "due_on": day(s.due_on)} for s in goal.steps.all()],
        }
        for goal in goals
    ]  # fmt: skip


@transaction.atomic
def plan_return(plan: Plan, *, comments: str, by: Profile) -> Plan:
    """Send a submitted version back. Raises Invalid without comments, NotAllowed for the own plan."""
    _another(plan, by)
    _open_case(plan.case)
    if not comments.strip():
        raise Invalid(fields={"comments": _("Say what has to change.")})
    _step_to(plan, PlanStatus.RETURNED)
    plan.comments = comments
    plan.save()
    _tell(plan, "plan_returned", by)
    return plan


@transaction.atomic
def plan_review(plan: Plan, *, note: str, next_review_on: date | None, by: Profile) -> Plan:
    """Record that the plan in force was reviewed with the family. Raises Invalid, Conflict for a closed case."""
    _open_case(plan.case)
    fields = {}
    if not note.strip():
        fields["note"] = _("Say what came of the review.")
    if next_review_on is not None and next_review_on <= timezone.localdate():
        fields["next_review_on"] = _("The next review lies in the past.")
    if fields:
        raise Invalid(fields=fields)
    _step_to(plan, PlanStatus.REVIEWED)
    plan.reviewed_at, plan.reviewed_by, plan.review_note, plan.review_on = timezone.now(), by, note, next_review_on
    plan.save()
    _tell(plan, "plan_reviewed", by)
    return plan


# --- Goals ---------------------------------------------------------------------------------------------------


@transaction.atomic
def goal_add(plan: Plan, *, text: str, by: Profile, area: str = GoalArea.OTHER, **values: Any) -> Goal:
    """Set a goal in a version that is being worked on. Raises Conflict for another, Invalid without a text."""
    _open_case(plan.case)
    if not plan.is_editable:
        raise Conflict(_("This version can no longer be changed. Begin a new one."))
    goal = Goal(case_id=plan.case_id, plan=plan, created_by=by)
    _set(goal, GOAL_FIELDS, {"text": text.strip(), "area": area, **values})
    _check_goal(goal)
    goal.save()
    timeline_add(case=goal.case_id, kind="goal_added", by=by, object_id=goal.pk, details={"goal_area": goal.area})
    return goal


def _check_goal(goal: Goal) -> None:
    fields = {}
    if not goal.text:
        fields["text"] = _("Say what shall be reached.")
    if goal.area not in GoalArea.values:
        fields["area"] = _("Choose one of the list.")
    if fields:
        raise Invalid(fields=fields)


def _in_work(goal: Goal) -> None:
    if not Plan.objects.filter(case=goal.case_id, status__in=[PlanStatus.DRAFT, PlanStatus.RETURNED]).exists():
        raise Conflict(_("What was approved can no longer be changed. Begin a new version of the plan."))


@transaction.atomic
def goal_update(goal: Goal, *, by: Profile, **values: Any) -> Goal:
    """Change an open goal while a version of the plan is being worked on. Raises Conflict, Invalid."""
    _open_case(goal.case)
    if not goal.is_open:
        raise Conflict(_("This goal is closed."))
    _in_work(goal)
    _set(goal, GOAL_FIELDS, values)
    _check_goal(goal)
    goal.save()
    return goal


@transaction.atomic
def goal_close(goal: Goal, *, state: str, note: str, by: Profile, handed_over_to: str = "") -> Goal:
    """End a goal: reached, partly, given up, or handed over (to whom is then needed). Raises Invalid, Conflict."""
    _open_case(goal.case)
    if not goal.is_open:
        raise Conflict(_("This goal is closed."))
    fields = {}
    if state not in GoalState.values or state == GoalState.OPEN:
        fields["state"] = _("Choose one of the list.")
    if state == GoalState.HANDED_OVER and not handed_over_to.strip():
        fields["handed_over_to"] = _("Say who carries on.")
    if state in (GoalState.PARTLY, GoalState.DROPPED) and not note.strip():
        fields["note"] = _("Say why.")
    if fields:
        raise Invalid(fields=fields)
    goal.state, goal.closed_on, goal.closed_note = GoalState(state), timezone.localdate(), note
    goal.handed_over_to = handed_over_to
    goal.save()
    timeline_add(
        case=goal.case_id, kind="goal_closed", by=by, object_id=goal.pk,
        details={"goal_area": goal.area, "goal_state": state},
    )  # fmt: skip
    return goal


# --- Steps ---------------------------------------------------------------------------------------------------


@transaction.atomic
def step_add(goal: Goal, *, text: str, by: Profile, **values: Any) -> Step:
    """Add a step to an open goal. Raises Conflict, Invalid."""
    _open_case(goal.case)
    if not goal.is_open:
        raise Conflict(_("This goal is closed."))
    step = Step(case_id=goal.case_id, goal=goal, created_by=by)
    _set(step, STEP_FIELDS, {"text": text.strip(), **values})
    _check_step(step)
    step.save()
    return step


def _check_step(step: Step) -> None:
    fields = {}
    if not step.text:
        fields["text"] = _("Say what will be done.")
    if step.owner is not None and (step.owner.role not in CASE_ROLES or not step.owner.is_active):
        fields["owner"] = _("This person cannot work on a case.")
    if step.state not in StepState.values:
        fields["state"] = _("Choose one of the list.")
    if fields:
        raise Invalid(fields=fields)


@transaction.atomic
def step_update(step: Step, *, by: Profile, **values: Any) -> Step:
    """Change a step or its state; the day it was done is kept. Raises Conflict, Invalid."""
    _open_case(step.goal.case)
    if not step.goal.is_open:
        raise Conflict(_("This goal is closed."))
    before = step.state
    _set(step, STEP_FIELDS, values)
    _check_step(step)
    if step.state == StepState.DONE and before != StepState.DONE:
        step.done_on = timezone.localdate()
        timeline_add(
            case=step.case_id, kind="step_done", by=by, object_id=step.pk, details={"goal_area": step.goal.area}
        )
    elif step.state != StepState.DONE:
        step.done_on = None
    step.save()
    return step
