"""Safety alerts, agreed instructions, protected notes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Level
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Profile
from accounts.policy import ensure
from cases.access import ensure_reach
from cases.models import Case
from cases.timeline import timeline_add
from rehabilitation.enums import AlertKind, AlertStage, Instruction
from rehabilitation.models import AgreedInstruction, InstrumentResult, SafetyAlert, Session, SessionNote
from rehabilitation.signals import safety_alert_changed, safety_alert_raised
from rehabilitation.specs import PSYCHOLOGICAL

from .records import after_save
from .states import state_refresh


@transaction.atomic
def alert_raise(
    case: Case,
    *,
    kind: str,
    by: Profile | None,
    acute: bool = False,
    description: str = "",
    result: InstrumentResult | None = None,
) -> SafetyAlert:
    """Say that somebody is in danger. An acute one tells everybody on the case at once not to leave her
    alone.

    Announces ``safety_alert_raised``. Raises Invalid.
    """
    if kind not in AlertKind.values:
        raise Invalid(fields={"kind": _("Choose a kind.")})
    ensure_reach(by, case, Level.PSYCHOLOGICAL)
    alert = SafetyAlert.objects.create(
        case=case, kind=kind, acute=acute, description=description, result=result, created_by=by
    )
    timeline_add(case=case, kind="safety_alert", by=by, object_id=alert.pk, details={"alert_kind": kind})
    if acute:
        instruction_agree(case, instruction=Instruction.NOT_ALONE, by=by, alert=alert)
    state_refresh(case.pk, PSYCHOLOGICAL)
    safety_alert_raised.send(SafetyAlert, alert_id=alert.pk, case_id=case.pk, acute=acute)
    return alert


@transaction.atomic
def alert_acknowledge(alert: SafetyAlert, *, by: Profile) -> SafetyAlert:
    """Say "I have seen it and I act". Idempotent; Conflict for a closed alert."""
    if alert.stage == AlertStage.CLOSED:
        raise Conflict(_("This alert is closed."))
    if alert.stage == AlertStage.OPEN:
        alert.stage, alert.acknowledged_at, alert.acknowledged_by = (
            AlertStage.ACKNOWLEDGED,
            timezone.now(),
            by,
        )
        alert.save(update_fields=["stage", "acknowledged_at", "acknowledged_by", "updated_at"])
        timeline_add(case=alert.case_id, kind="safety_alert_acknowledged", by=by, object_id=alert.pk)
        safety_alert_changed.send(SafetyAlert, alert_id=alert.pk, case_id=alert.case_id)
    return alert


@transaction.atomic
def alert_close(alert: SafetyAlert, *, outcome: str, by: Profile) -> SafetyAlert:
    """Close an alert with its outcome, never without: Invalid. Instructions that it brought are ended by a
    person, not by this. Conflict where it is closed already."""
    if not outcome.strip():
        raise Invalid(fields={"outcome": _("Say what was done and how it ended.")})
    if alert.stage == AlertStage.CLOSED:
        raise Conflict(_("This alert is closed."))
    alert.stage, alert.outcome, alert.closed_at, alert.closed_by = (
        AlertStage.CLOSED, outcome.strip(), timezone.now(), by,
    )  # fmt: skip
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = alert.closed_at, by
    alert.save()
    timeline_add(case=alert.case_id, kind="safety_alert_closed", by=by, object_id=alert.pk)
    state_refresh(alert.case_id, PSYCHOLOGICAL)
    safety_alert_changed.send(SafetyAlert, alert_id=alert.pk, case_id=alert.case_id)
    return alert


@transaction.atomic
def instruction_agree(
    case: Case, *, instruction: str, by: Profile | None, text: str = "", alert: SafetyAlert | None = None
) -> AgreedInstruction:
    """Agree what everybody on the case does, never why. Idempotent while the same one holds. Raises
    Invalid."""
    if instruction not in Instruction.values:
        raise Invalid(fields={"instruction": _("Choose an instruction.")})
    if instruction == Instruction.OTHER and not text.strip():
        raise Invalid(fields={"text": _("Say what to do.")})
    ensure_reach(by, case, Level.PSYCHOLOGICAL)
    values = {"case": case, "instruction": instruction, "text": text.strip()[:200]}
    running = AgreedInstruction.objects.filter(**values, ended_at=None).first()
    if running is not None:
        return running
    agreed = AgreedInstruction.objects.create(**values, alert=alert, created_by=by)
    timeline_add(
        case=case, kind="instruction", by=by, object_id=agreed.pk, details={"instruction": str(instruction)}
    )
    return agreed


@transaction.atomic
def instruction_end(agreed: AgreedInstruction, *, by: Profile) -> AgreedInstruction:
    """It no longer holds. Idempotent. Raises NotAllowed for who may not know why it was agreed."""
    ensure_reach(by, agreed.case, Level.PSYCHOLOGICAL)
    if agreed.ended_at is None:
        agreed.ended_at, agreed.ended_by = timezone.now(), by
        agreed.save(update_fields=["ended_at", "ended_by", "updated_at"])
        timeline_add(
            case=agreed.case_id, kind="instruction_ended", by=by, object_id=agreed.pk,
            details={"instruction": agreed.instruction},
        )  # fmt: skip
    return agreed


@transaction.atomic
def session_note_add(session: Session, *, text: str, by: Profile) -> SessionNote:
    """Add a protected note; only a psychologist may, and only psychologists of the case read it. Raises
    Invalid."""
    ensure(by, "session_note", "create")
    ensure_reach(by, session.case, Level.SESSION)
    if not text.strip():
        raise Invalid(fields={"text": _("The note is empty.")})
    return SessionNote.objects.create(session=session, case_id=session.case_id, text=text, created_by=by)


def session_notes_of(session: Session, *, by: Profile) -> list[SessionNote]:
    """The notes of a session, oldest first. Raises NotAllowed; the row rule says the same."""
    try:
        ensure(by, "session_note", "view")
    except NotAllowed:
        raise NotAllowed(_("Protected notes are for psychologists of the case.")) from None
    return list(SessionNote.objects.filter(session=session).select_related("created_by"))


@after_save.register
def _alert_of_result(record: InstrumentResult, *, by: Profile | None, created: bool) -> None:
    """A positive safety item raises an alert at once, and once: a correction of the same result raises no
    second."""
    if not record.raises_alert or SafetyAlert.objects.filter(result=record).exists():
        return
    acute = record.safety_item and record.instrument == "asq"
    alert_raise(record.case, kind=AlertKind.SUICIDE, by=by, acute=acute, result=record)
