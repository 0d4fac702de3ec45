"""What housing does beside the common steps: one home ends where the next begins."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from accounts.models import Profile
from cases.timeline import timeline_add
from rehabilitation.models import Placement

from .records import before_create, moment_of


@before_create.register
def _end_previous(record: Placement, *, by: Profile | None, options: Mapping[str, bool]) -> None:
    """Ends the running home on the day when this one begins, where the caller asks for it. Without that, or
    where the running one began on that day or later, two homes at once are refused by the check that
    follows."""
    if not options.get("end_previous") or not record.on:
        return
    before = Placement.objects.valid().filter(case=record.case_id, on__lt=record.on)
    running = before.filter(Q(until=None) | Q(until__gt=record.on)).first()
    if running is not None:
        running.until = record.on
        running.save(update_fields=["until", "updated_at"])
        timeline_add(
            case=record.case_id, kind="placement_ended", by=by, at=moment_of(record.on), object_id=running.pk
        )
