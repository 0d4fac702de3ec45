"""Messages: the lines that others wrote into my cases and that I should know of. Nothing is stored twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Profile

from .models import Case, MessagesSeen, TimelineEntry
from .timeline import TELLS

#: A badge says "99+" above it; counting goes no further.
COUNTED = 100


def messages_for(profile: Profile) -> Any:
    """The entries, as a queryset of TimelineEntry; sort it by ``-recorded_at, -id``."""
    return (
        TimelineEntry.objects.filter(case__worker=profile, kind__in=TELLS)
        .exclude(author=profile)
        .for_reader(profile)
        .filter(case__in=Case.objects.visible_to(profile))
        .select_related("case__person", "author")
    )


def seen_up_to(profile: Profile) -> datetime | None:
    """The moment up to which she has seen everything; None where she never said so."""
    row = MessagesSeen.objects.filter(user=profile).first()
    return row.up_to if row else None


def new_count(profile: Profile) -> int:
    """How many messages are new to her, 100 at most."""
    found, seen = messages_for(profile).order_by(), seen_up_to(profile)
    if seen is not None:
        found = found.filter(recorded_at__gt=seen)
    return len(found.values_list("pk", flat=True)[:COUNTED])
