"""A record of support: made, changed, entered in error. One shape for all kinds; what differs is registered
below.

``before_create`` and ``after_save`` are single-dispatch functions: a module's own steps stand in its file
of services (housing ends the home before, a positive screen raises an alert).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial, singledispatch
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.levels import rows_of
from accounts.models import Profile
from cases.access import ensure_reach
from cases.models import Case
from cases.timeline import timeline_add
from rehabilitation.enums import RecordState
from rehabilitation.models import Lasting, Record
from rehabilitation.signals import record_saved
from rehabilitation.specs import ModuleSpec, RecordSpec, spec_of

from .states import state_refresh


@singledispatch
def before_create(record: Record, *, by: Profile | None, options: Mapping[str, bool]) -> None:
    """What a kind does before a new record of it is checked."""


@singledispatch
def after_save(record: Record, *, by: Profile | None, created: bool) -> None:
    """What a kind does once a record of it is written."""


@transaction.atomic
def record_create(
    case: Case,
    *,
    spec: RecordSpec,
    by: Profile | None,
    options: Mapping[str, bool] | None = None,
    **values: Any,
) -> Any:
    """Record something in one kind of support. ``options`` answers the questions of ``spec.model.options``.

    Raises Invalid with the fields that cannot be taken, NotAllowed where the level of the record is not hers,
    TypeError for a field that the kind does not have.
    """
    module, spec = spec_of(spec.model)
    if not rows_of(spec.model._meta.db_table).own:
        # Who wrote it may read it, where the level says so; else only those write who may read.
        ensure_reach(by, case, module.level_of(spec))
    record = spec.model(case=case, created_by=by)
    _assign(record, spec, values)
    record.settle()
    before_create(record, by=by, options=options or {})
    record_check(record)
    record.save(force_insert=True)
    timeline_add(
        case=case,
        kind=spec.code,
        by=by,
        at=moment_of(record.on),
        object_id=record.pk,
        details=record.details(),
    )
    _finish(record, module, spec, by=by, created=True)
    return record


@transaction.atomic
def record_update(record: Any, *, by: Profile, **values: Any) -> Any:
    """Mend or continue a record; the earlier values stay in the history. An end given now is told in the
    timeline.

    Raises Invalid, and Conflict for a record that was entered in error.
    """
    module, spec = spec_of(type(record))
    if record.state == RecordState.IN_ERROR:
        raise Conflict(_("This record was entered in error and is closed."))
    ended_before = isinstance(record, Lasting) and record.until is not None
    _assign(record, spec, values)
    record.settle()
    record_check(record)
    record.save()
    if isinstance(record, Lasting) and record.until is not None and not ended_before:
        timeline_add(
            case=record.case_id,
            kind=f"{spec.code}_ended",
            by=by,
            at=moment_of(record.until),
            object_id=record.pk,
        )
    _finish(record, module, spec, by=by, created=False)
    return record


@transaction.atomic
def record_enter_in_error(record: Any, *, reason: str, by: Profile) -> Any:
    """Say that a record should never have been written. It stays, struck through, with the reason. Raises
    Invalid."""
    module, spec = spec_of(type(record))
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    if record.state == RecordState.IN_ERROR:
        return record
    record.state, record.error_reason = RecordState.IN_ERROR, reason.strip()[:200]
    record.save(update_fields=["state", "error_reason", "updated_at"])
    timeline_add(case=record.case_id, kind=f"{spec.code}_in_error", by=by, object_id=record.pk)
    _finish(record, module, spec, by=by, created=False)
    return record


def _assign(record: Record, spec: RecordSpec, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(spec.fields)
    if unknown:
        raise TypeError(f"{spec.code} has no such fields: {sorted(unknown)}")
    for key, value in values.items():
        setattr(record, key, value)


def _finish(record: Any, module: ModuleSpec, spec: RecordSpec, *, by: Profile | None, created: bool) -> None:
    after_save(record, by=by, created=created)
    state_refresh(record.case_id, module)
    record_saved.send(
        type(record), module=module.code.value, kind=spec.code, record_id=record.pk, case_id=record.case_id
    )


def record_check(record: Any) -> None:
    """All rules of a model, as a refusal by field. Raises Invalid."""
    found: dict[str, Any] = {}
    for step in (partial(record.clean_fields, exclude=["case", "created_by"]), record.clean):
        try:
            step()
        except ValidationError as error:
            found = error.update_error_dict(found)
    if not found:
        try:
            record.validate_constraints()
        except ValidationError as error:
            found = error.update_error_dict(found)
    if found:
        fields = {
            name: " ".join(str(text) for one in errors for text in one.messages)
            for name, errors in found.items()
        }
        raise Invalid(fields.pop(NON_FIELD_ERRORS, ""), fields=fields)


def moment_of(day: date) -> datetime:
    """When a line of the timeline stands: now for today's, noon for another day's."""
    now = timezone.localtime()
    return now if day == now.date() else timezone.make_aware(datetime.combine(day, time(12)))
