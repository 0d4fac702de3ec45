"""Opening a case outside of one's scope: with a written reason, for 24 hours, told at once, listed until reviewed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.errors import Conflict, Invalid, Limited, Missed, NotAllowed
from accounts.models import Profile
from accounts.policy import refuse_own
from accounts.queue import enqueue
from cases.access import case_for
from cases.models import Opening, OpeningRefusal
from cases.numbers import number_read
from cases.services.definers import call

#: Days of wrong answers that the officer's page counts.
REFUSALS_SHOWN_DAYS = 30


def opening_make(*, number: str, reason: str, by: Profile, birth_year: int | None = None) -> Opening:
    """Open a case for 24 hours: a worker or supervisor in an emergency, by case number and birth year; the national
    coordinator by number. Its supervisor and the officer are told.

    Not atomic as a whole: a wrong answer is counted although it is refused. Raises Invalid; Missed for a wrong
    number, a wrong year and a restricted case alike; Limited after too many of them; Conflict for a case in sight.
    """
    fields: dict[str, Any] = {}
    if len(reason.strip()) < 3:
        fields["reason"] = _("Say why.")
    if birth_year is None and by.role != Role.NATIONAL:
        fields["birth_year"] = _("Give the year of birth.")
    if fields:
        raise Invalid(fields=fields)
    ((outcome, key, case_id),) = call("cases_opening_make", number_read(number) or "", birth_year, reason.strip())
    if outcome == "limited":
        raise Limited(_("Too many wrong answers. Try again later, or call the supervisor of the region."))
    if outcome == "unknown":
        raise Missed(_("There is no such case, or it cannot be opened this way."))
    if outcome == "seen":
        raise Conflict(_("You can open this case already."), code="seen")
    with transaction.atomic():
        _tell_soon(key)
        return Opening.objects.select_related("user", "region").get(pk=key, case=case_id)


def _tell_soon(key: int) -> None:
    from cases.jobs import tell_openings

    enqueue(tell_openings, [key])


@transaction.atomic
def opening_review(opening: Opening, *, remark: str, by: Profile) -> Opening:
    """Say that somebody else has looked at it, and what she found. Raises NotAllowed, Invalid, Conflict."""
    refuse_own(by, opening.user_id)
    if by.role not in (Role.DPO, Role.SUPERVISOR):
        raise NotAllowed(_("This is not for your role."))
    if by.role == Role.SUPERVISOR:
        case = case_for(by, opening.case_id)
        if case.region_id != by.region_id:
            raise NotAllowed(_("The supervisor of the case's region reviews it."))
    if not remark.strip():
        raise Invalid(fields={"remark": _("Write what you found.")})
    changed = Opening.objects.filter(pk=opening.pk, reviewed_at=None).update(
        reviewed_at=timezone.now(), reviewed_by=by, remark=remark.strip()
    )
    if not changed:
        raise Conflict(_("This opening was reviewed already."), code="reviewed")
    opening.refresh_from_db()
    return opening


def opening_reads(opening: Opening) -> list[dict[str, Any]]:
    """What was read in it, oldest first: when, what kind, which row, how many. Empty for who does not review it."""
    rows = call("cases_opening_reads", opening.pk)
    return [{"at": at, "kind": kind, "object_id": key, "count": count} for at, kind, key, count in rows]


def refusals_count() -> list[dict[str, Any]]:
    """Wrong answers of the last 30 days by user, most first; for the officer."""
    since = timezone.now() - timedelta(days=REFUSALS_SHOWN_DAYS)
    found: Any = OpeningRefusal.objects.filter(at__gt=since).values("user", "user__name").annotate(count=Count("pk"))
    return list(found.order_by("-count", "user__name")[:50])
