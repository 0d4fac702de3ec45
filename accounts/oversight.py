"""Which part of a log is looked at: by the lists of the data protection officer, and by the figures that count them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

#: The longest that a list looks back by days; more is no filter any more.
LONGEST = 3660


def recent(rows: QuerySet[Any], days: str) -> QuerySet[Any]:
    """Those of the last so many times 24 hours; all where ``days`` is no number of days."""
    if not (days.isascii() and days.isdigit()) or len(days) > 4 or not 0 < int(days) <= LONGEST:
        return rows
    return rows.filter(at__gte=timezone.now() - timedelta(days=int(days)))


def on_day(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """Those of one day of the house; all where ``day`` is no day."""
    try:
        start = datetime.combine(date.fromisoformat(day), time(), tzinfo=ZoneInfo(settings.TIME_ZONE))
        return rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    except (ValueError, OverflowError):
        return rows
