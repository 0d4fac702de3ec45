"""Services for a need: requested, delivered, with an outcome."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from accounts.policy import ensure
from cases.access import ensure_reach
from cases.models import Case
from cases.timeline import timeline_add
from rehabilitation.enums import SERVICE_TRANSITIONS, RecordState, ServiceOutcome, ServiceStage
from rehabilitation.labels import service_kind
from rehabilitation.models import Service
from rehabilitation.signals import record_saved
from rehabilitation.specs import MODULE

from .records import moment_of, record_check
from .states import state_refresh

#: What a caller may set; stage, delivery and outcome have steps of their own.
FIELDS = ("on", "need", "what", "provider", "next_on", "note")


@transaction.atomic
def service_request(case: Case, *, module: str, by: Profile, **values: Any) -> Service:
    """Write down a need and the service that is to meet it. Raises Invalid; NotAllowed for another
    discipline."""
    if module not in MODULE:
        raise Invalid(fields={"module": _("Choose a kind of support.")})
    ensure(by, module, "create")
    ensure_reach(by, case, MODULE[module].level)
    service = Service(case=case, module=module, created_by=by)
    return _write(service, by=by, values=values, told=True)


@transaction.atomic
def service_update(service: Service, *, by: Profile, **values: Any) -> Service:
    """Mend the words and dates. Raises Invalid; Conflict where it was entered in error."""
    _may_change(service, by)
    return _write(service, by=by, values=values, told=False)


@transaction.atomic
def service_move(service: Service, *, stage: str, by: Profile, on: date | None = None) -> Service:
    """Take a service one step on: delivered (on a day), refused by the provider, no longer needed, asked
    again.

    Raises Conflict for a step that there is not from here, Invalid for a day before the request or in the
    future.
    """
    _may_change(service, by)
    if stage not in SERVICE_TRANSITIONS[service.stage]:
        raise Conflict(_("The service cannot go from this stage to that one."))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Invalid(fields={"on": _("This date lies in the future.")})
    if stage == ServiceStage.DELIVERED and day < service.on:
        raise Invalid(fields={"on": _("Delivered before it was requested.")})
    service.stage = ServiceStage(stage)
    service.delivered_on = day if stage == ServiceStage.DELIVERED else None
    return _write(service, by=by, values={}, told=True, at=day)


@transaction.atomic
def service_outcome(service: Service, *, outcome: str, by: Profile, note: str = "") -> Service:
    """Say whether a delivered service met its need. Raises Invalid; Conflict where it was not delivered."""
    _may_change(service, by)
    if outcome not in ServiceOutcome.values:
        raise Invalid(fields={"outcome": _("Choose an outcome.")})
    if service.stage != ServiceStage.DELIVERED:
        raise Conflict(_("Only a delivered service has an outcome."))
    service.outcome, service.outcome_note = ServiceOutcome(outcome), note.strip()[:300]
    return _write(service, by=by, values={}, told=False)


@transaction.atomic
def service_enter_in_error(service: Service, *, reason: str, by: Profile) -> Service:
    """Say that it should never have been written. Raises Invalid."""
    _may_change(service, by)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    service.state, service.error_reason = RecordState.IN_ERROR, reason.strip()[:200]
    return _write(service, by=by, values={}, told=False)


def _may_change(service: Service, by: Profile) -> None:
    ensure(by, service.module, "update")
    if service.state == RecordState.IN_ERROR:
        raise Conflict(_("This record was entered in error and is closed."))


def _write(
    service: Service, *, by: Profile, values: dict[str, Any], told: bool, at: date | None = None
) -> Service:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a service has no such fields: {sorted(unknown)}")
    for key, value in values.items():
        setattr(service, key, value)
    record_check(service)
    service.save()
    if told:
        timeline_add(
            case=service.case_id, kind=service_kind(service.module), by=by, at=moment_of(at or service.on),
            object_id=service.pk, details={"module": service.module, "service_stage": service.stage},
        )  # fmt: skip
    state_refresh(service.case_id, MODULE[service.module])
    record_saved.send(
        Service, module=service.module, kind="service", record_id=service.pk, case_id=service.case_id
    )
    return service
