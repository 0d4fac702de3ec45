"""The day it is in the house: terms, due dates and ends are days of the installation, whoever reads them.

A reader's own time zone is for showing moments; a consent does not last longer for somebody further west.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today(at: datetime | None = None) -> date:
    """The day of a moment (now, without one) in the installation's time zone (settings.TIME_ZONE)."""
    return timezone.localdate(at, timezone=ZoneInfo(settings.TIME_ZONE))


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the installation's time zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
