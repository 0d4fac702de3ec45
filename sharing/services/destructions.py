"""Destroy and confirm: what an agency still holds of a summary that ended before its time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.models import Consent
from cases.services.consents import consent_lapse, lapse_due
from cases.timeline import timeline_add
from sharing.models import Destruction

from .notices import destruction_task, lapse_task

#: After so many days without a word the case worker is asked to call.
REMIND_AFTER = timedelta(days=14)


@transaction.atomic
def destruction_confirm(request: Destruction, *, destroyed_on: date, destroyed_by: str, by: Profile) -> Destruction:
    """The agency says that it is destroyed; or its case worker, who was told so by letter or telephone.

    Raises Invalid, Conflict where it was confirmed before.
    """
    problems = {}
    if not destroyed_by.strip():
        problems["destroyed_by"] = _("Say who destroyed it.")
    if destroyed_on > clock.today():
        problems["destroyed_on"] = _("This day lies in the future.")
    elif destroyed_on < clock.today(request.asked_at):
        problems["destroyed_on"] = _("It was asked for later than this day.")
    if problems:
        raise Invalid(fields=problems)
    open_ones = Destruction.objects.filter(pk=request.pk, confirmed_at=None)
    now = timezone.now()
    # One statement: the agency may change these four columns and no other.
    if not open_ones.update(
        destroyed_on=destroyed_on, destroyed_by=destroyed_by.strip(), confirmed_at=now, confirmed_by=by
    ):
        raise Conflict(_("This was confirmed before."))
    request.destroyed_on, request.destroyed_by = destroyed_on, destroyed_by.strip()
    request.confirmed_at, request.confirmed_by = now, by
    return request


def destructions_notice(now: datetime) -> dict[str, int]:
    """Tell cases of confirmations, which an agency cannot reach; remind where none came. Acts as the system;
    idempotent."""
    counts = {"confirmed": 0, "reminded": 0}
    silent = Destruction.objects.filter(confirmed_at=None, reminded_at=None, asked_at__lte=now - REMIND_AFTER)
    confirmed = Destruction.objects.filter(confirmed_at__isnull=False, noticed_at=None)
    for rows, name in ((confirmed, "confirmed"), (silent, "reminded")):
        for key in list(rows.order_by("pk").values_list("pk", flat=True)[:1000]):
            with transaction.atomic():
                found = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
                if found is not None:
                    _tell(found, name, now)
                    counts[name] += 1
    return counts


def _tell(found: Destruction, name: str, now: datetime) -> None:
    summary = found.release.summary
    if name == "reminded":
        found.reminded_at = now
        destruction_task(summary)
    else:
        found.noticed_at = now
        timeline_add(
            case=summary.case_id, kind="destruction_confirmed", by=None, at=found.confirmed_at, object_id=summary.pk,
            details={"agency": summary.agency.name},
        )  # fmt: skip
    found.save(update_fields=["reminded_at", "noticed_at"])


def consents_lapse(on: date | None = None) -> list[Consent]:
    """End what others decided for a child who is of age now, or whom somebody else cares for, and ask for a new
    decision. Acts as the system; idempotent. Returns what it ended."""
    day, ended = on or clock.today(), []
    for consent in Consent.objects.may_have_lapsed(day).select_related("case__person").order_by("pk"):
        why = lapse_due(consent, day)
        if why is not None:
            with transaction.atomic():
                ended.append(consent_lapse(consent, why=why))
                lapse_task(consent.case)
    return ended
