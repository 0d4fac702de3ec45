"""A newer version of a summary takes the place of the older one, and says what it tells otherwise than the version
that the agency read last."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from sharing.enums import Change, EndReason
from sharing.models import Release, Summary


def read_last(summary: Summary) -> Release | None:
    """The newest earlier version, for the same agency, person and purpose, that was read. What was withdrawn is to be
    destroyed, so nothing is compared with it."""
    still = Q(ended_at=None) | Q(end_reason__in=(EndReason.SUPERSEDED, EndReason.EXPIRED))
    same = Release.objects.filter(agency=summary.agency_id, reference=summary.reference, purpose=summary.purpose)
    return same.filter(still, readings__isnull=False).order_by("-released_at").first()


def changes_between(
    before: list[tuple[str, Any]], now: list[tuple[str, Any]], *, allowed: Collection[str]
) -> dict[str, tuple[str, Any]]:
    """Field code → what kind of change, and the value that was read before, of fields that may be told now."""
    old, new = dict(before), dict(now)
    found: dict[str, tuple[str, Any]] = {}
    for code in allowed:
        if code in new and code not in old:
            found[code] = (Change.ADDED.value, None)
        elif code in old and code not in new:
            found[code] = (Change.REMOVED.value, None)
        elif code in old and old[code] != new[code]:
            found[code] = (Change.CHANGED.value, old[code])
    return found


def changes_for(summary: Summary, *, allowed: Collection[str]) -> tuple[str | None, datetime | None]:
    """What a release keeps of it: the changes as text for the encrypted column, and since when. Nones where the
    agency has read nothing before."""
    last = read_last(summary)
    if last is None:
        return None, None
    found = changes_between(last.content, summary.content, allowed=allowed)
    return json.dumps(found, ensure_ascii=False), last.released_at


def superseded(summary: Summary) -> list[Summary]:
    """The released summaries that this one takes the place of, locked."""
    same = Summary.objects.filter(case=summary.case_id, agency=summary.agency_id, purpose=summary.purpose)
    return list(same.filter(state="released").exclude(pk=summary.pk).select_for_update(of=("self",)))
