"""Notes: written once, never changed."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Level
from accounts.errors import Invalid
from accounts.models import Profile
from cases.enums import NoteKind
from cases.models import Case, Note
from cases.timeline import timeline_add


@transaction.atomic
def note_add(
    case: Case,
    *,
    text: str,
    by: Profile,
    kind: str = NoteKind.NOTE,
    happened_on: date | None = None,
    audience: str = Level.CORE,
) -> Note:
    """Write a note of a day (today). Raises Invalid."""
    today = timezone.localdate()
    day = happened_on or today
    fields = {}
    if not text.strip():
        fields["text"] = _("Write something.")
    if kind not in NoteKind.values:
        fields["kind"] = _("Choose one of the list.")
    if audience not in (Level.CORE, Level.CARRIERS):
        fields["audience"] = _("Choose one of the list.")
    if day > today:
        fields["happened_on"] = _("This day has not come yet.")
    if fields:
        raise Invalid(fields=fields)
    note = Note.objects.create(
        case=case, text=text.strip(), kind=kind, happened_on=day, audience=audience, created_by=by
    )
    timeline_add(
        case=case, by=by, at=moment_of(day), object_id=note.pk, details={"note_kind": kind},
        kind="note_added" if audience == Level.CORE else "note_added_carriers",
    )  # fmt: skip
    return note


def moment_of(day: date) -> datetime:
    """Where a line of that day stands in a timeline: now, or the end of an earlier day."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(18, 0)))
