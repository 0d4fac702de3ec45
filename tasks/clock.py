"""Days, as the house counts them: due dates are days in the installation's time zone, whatever the reader's."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from accounts.clock import today as today

from .enums import Unit

#: A task of a historic case is not escalated in its first days.
QUIET_DAYS = 14
#: Where nobody was met, the next try is due this soon.
RETRY_DAYS = 3


def later(day: date, amount: int, unit: str) -> date:
    """The day on which a period ends. Hours end on the day of their last hour; months keep the day of the month,
    or the last one where the month is shorter, as PostgreSQL does."""
    if unit == Unit.MONTHS:
        months = day.year * 12 + day.month - 1 + amount
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    days = {Unit.HOURS: -(-amount // 24), Unit.DAYS: amount, Unit.WEEKS: 7 * amount}[Unit(unit)]
    return day + timedelta(days=days)
