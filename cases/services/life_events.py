"""Turns of a life: recorded with a checklist and an effect on tasks."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.checklists import LIFE_EVENT_CHECKLISTS
from cases.enums import LIFE_EVENT_EFFECT, LifeEventKind
from cases.models import Case, LifeEvent, LifeEventItem
from cases.services.notes import moment_of
from cases.services.persons import person_update
from cases.signals import cases_changed, life_event_recorded
from cases.timeline import timeline_add


@transaction.atomic
def life_event_record(case: Case, *, kind: str, happened_on: date, by: Profile, note: str = "") -> LifeEvent:
    """Record an event, make its checklist, announce its effect. Raises Invalid, Conflict for a closed case.

    A death is kept on the person; who came of age is no longer an unaccompanied child.
    """
    fields = {}
    if kind not in LifeEventKind.values:
        fields["kind"] = _("Choose one of the list.")
    if happened_on > timezone.localdate():
        fields["happened_on"] = _("This day has not come yet.")
    if fields:
        raise Invalid(fields=fields)
    if not case.is_open:
        raise Conflict(_("The case is closed. Reopen it first."))
    event = LifeEvent.objects.create(
        case=case, kind=kind, happened_on=happened_on, note=note, effect=LIFE_EVENT_EFFECT[kind], created_by=by
    )
    LifeEventItem.objects.bulk_create(
        [LifeEventItem(case=case, event=event, code=code, created_by=by) for code in LIFE_EVENT_CHECKLISTS[kind]]
    )
    if kind == LifeEventKind.DEATH:
        person_update(case.person, by=by, died_on=happened_on)
    if kind == LifeEventKind.CAME_OF_AGE and case.unaccompanied:
        case.unaccompanied = False
    case.save(update_fields=["unaccompanied", "updated_at"])
    timeline_add(
        case=case, kind="life_event", by=by, at=moment_of(happened_on), object_id=event.pk,
        details={"life_event": kind},
    )  # fmt: skip
    cases_changed.send(Case, case_ids=[case.pk])
    life_event_recorded.send(LifeEvent, case_id=case.pk, event_id=event.pk, kind=str(kind), effect=str(event.effect))
    return event


@transaction.atomic
def life_event_item_done(item: LifeEventItem, *, by: Profile, note: str = "") -> LifeEventItem:
    """Tick an item off. Idempotent."""
    if item.done_on is None:
        item.done_on, item.done_by, item.note = timezone.localdate(), by, note
        item.save()
        if not LifeEventItem.objects.filter(event=item.event_id, done_on=None).exists():
            timeline_add(
                case=item.case_id, kind="life_event_settled", by=by, object_id=item.event_id,
                details={"life_event": item.event.kind},
            )  # fmt: skip
    return item
