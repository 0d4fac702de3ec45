"""The end of a case and its coming back: closing, reopening, resting. None closes a case alone."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Profile
from accounts.policy import refuse_elsewhere, refuse_own
from cases.enums import CaseStatus, ClosureReason, ClosureState, GoalState, Told
from cases.models import Case, Closure, Goal
from cases.signals import case_closed, case_held, case_reopened, cases_changed
from cases.timeline import timeline_add


@transaction.atomic
def case_close_request(
    case: Case, *, reason: str, explanation: str, person_told: str, caregiver_told: str, by: Profile
) -> Closure:
    """Ask for the closing of a case. Raises Invalid while a goal is open or an item is missing, Conflict where one
    waits already."""
    if not case.is_open:
        raise Conflict(_("The case is closed already."))
    if Closure.objects.filter(case=case, state=ClosureState.REQUESTED).exists():
        raise Conflict(_("The closing waits for approval already."))
    goals = list(Goal.objects.filter(case=case).values_list("state", flat=True))
    _check_closing(reason, explanation, person_told, caregiver_told, goals.count(GoalState.OPEN))
    closure = Closure.objects.create(
        case=case, reason=reason, explanation=explanation, person_told=person_told, caregiver_told=caregiver_told,
        goals_reached=goals.count(GoalState.REACHED), goals_total=len(goals), requested_by=by, created_by=by,
    )  # fmt: skip
    timeline_add(
        case=case, kind="closure_requested", by=by, object_id=closure.pk, details={"closure_reason": reason}
    )
    return closure


def _check_closing(reason: str, explanation: str, person_told: str, caregiver_told: str, goals_open: int) -> None:
    fields: dict[str, str] = {}
    if reason not in ClosureReason.values:
        fields["reason"] = _("Choose one of the list.")
    if not explanation.strip():
        fields["explanation"] = _("Say why the case can be closed.")
    if person_told not in Told.values:
        fields["person_told"] = _("Say whether the person was told.")
    elif person_told == Told.NOT_APPLICABLE and reason != ClosureReason.DIED:
        fields["person_told"] = _("Everybody is told that the case is closed, or it is said why it was not possible.")
    if caregiver_told not in Told.values:
        fields["caregiver_told"] = _("Say whether the caregiver was told.")
    if goals_open:
        fields["goals"] = _("%(count)s goals are still open: reach, give up or hand over each of them first.") % {
            "count": goals_open
        }
    if fields:
        raise Invalid(fields=fields)


def _decidable(closure: Closure, by: Profile) -> None:
    if by.role != Role.SUPERVISOR:
        raise NotAllowed(_("A supervisor decides on closing."))
    refuse_own(by, closure.requested_by_id)
    refuse_elsewhere(by, closure.case.region_id)
    # The state in the database, locked: of two who decide at once, one comes too late.
    now = Closure.objects.select_for_update().values_list("state", flat=True).get(pk=closure.pk)
    if now != ClosureState.REQUESTED:
        raise Conflict(_("This request is decided already."))


@transaction.atomic
def case_close_approve(closure: Closure, *, by: Profile, comments: str = "") -> Closure:
    """Close the case. Raises NotAllowed for the own request, Conflict where a goal was opened since."""
    _decidable(closure, by)
    if Goal.objects.filter(case=closure.case_id, state=GoalState.OPEN).exists():
        raise Conflict(_("A goal was set since. Return the request."))
    closure.state, closure.decided_by, closure.decided_at = ClosureState.APPROVED, by, timezone.now()
    closure.comments = comments
    closure.save()
    case = closure.case
    case.status, case.closed_at, case.on_hold_until, case.on_hold_reason = CaseStatus.CLOSED, timezone.now(), None, ""
    case.save(update_fields=["status", "closed_at", "on_hold_until", "on_hold_reason", "updated_at"])
    timeline_add(
        case=case, kind="case_closed", by=by, object_id=closure.pk, details={"closure_reason": closure.reason}
    )
    cases_changed.send(Case, case_ids=[case.pk])
    case_closed.send(Case, case_id=case.pk, closure_id=closure.pk)
    return closure


@transaction.atomic
def case_close_return(closure: Closure, *, comments: str, by: Profile) -> Closure:
    """Send a request back. Raises Invalid without comments, NotAllowed for the own request."""
    _decidable(closure, by)
    if not comments.strip():
        raise Invalid(fields={"comments": _("Say what has to be done first.")})
    closure.state, closure.decided_by, closure.decided_at = ClosureState.RETURNED, by, timezone.now()
    closure.comments = comments
    closure.save()
    timeline_add(case=closure.case_id, kind="closure_returned", by=by, object_id=closure.pk)
    return closure


@transaction.atomic
def case_reopen(case: Case, *, reason: str, by: Profile) -> Case:
    """Open a closed case again; its history stays. Raises Conflict for an open one, Invalid without a reason."""
    if case.is_open:
        raise Conflict(_("The case is open."))
    if case.anonymised_on is not None:
        raise Conflict(_("This case was made anonymous; nobody can open it again."))
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    if Case.objects.filter(person=case.person_id).open().exists():
        raise Conflict(_("This person has another open case."))
    closure = Closure.objects.filter(case=case, state=ClosureState.APPROVED).order_by("-id").first()
    if closure is not None:
        closure.state, closure.reopened_by, closure.reopened_at = ClosureState.REOPENED, by, timezone.now()
        closure.reopen_reason = reason
        closure.save()
    case.status, case.closed_at = CaseStatus.REOPENED, None
    case.save(update_fields=["status", "closed_at", "updated_at"])
    timeline_add(case=case, kind="case_reopened", by=by, object_id=closure.pk if closure else None)
    cases_changed.send(Case, case_ids=[case.pk])
    case_reopened.send(Case, case_id=case.pk)
    return case


@transaction.atomic
def case_hold(case: Case, *, until: date, reason: str, by: Profile) -> Case:
    """Let a case rest until a day, with a reason. Raises Invalid, Conflict for a closed one."""
    if not case.is_open:
        raise Conflict(_("The case is closed."))
    fields = {}
    if until <= timezone.localdate():
        fields["until"] = _("The end lies in the past.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if fields:
        raise Invalid(fields=fields)
    case.on_hold_until, case.on_hold_reason = until, reason
    case.save(update_fields=["on_hold_until", "on_hold_reason", "updated_at"])
    timeline_add(case=case, kind="case_held", by=by, details={"until": until.isoformat()})
    cases_changed.send(Case, case_ids=[case.pk])
    case_held.send(Case, case_id=case.pk, until=until)
    return case


@transaction.atomic
def case_resume(case: Case, *, by: Profile) -> Case:
    """Go on with a resting case. Raises Conflict where it does not rest."""
    if case.on_hold_until is None:
        raise Conflict(_("The case is not on hold."))
    case.on_hold_until, case.on_hold_reason = None, ""
    case.save(update_fields=["on_hold_until", "on_hold_reason", "updated_at"])
    timeline_add(case=case, kind="case_resumed", by=by)
    cases_changed.send(Case, case_ids=[case.pk])
    case_held.send(Case, case_id=case.pk, until=None)
    return case
