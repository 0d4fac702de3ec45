"""Counting anew: every summary row of this room, in one transaction, from what the rooms on the left hold."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from insights.indicators import FLAGS, MEASURES
from insights.indicators.caseload import LIMIT, LOADS
from insights.models import Refresh, Target
from tasks import clock

#: Months of events that are kept, the running one among them.
MONTHS = 24
#: One refresh at a time, whoever asks.
_LOCK = 4_701_201
_FIGURE = "key, region_id, arrival_id, restricted, month, count, \"of\""


def month_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before that of ``day``."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def caseload_limit() -> int:
    """Cases for one worker above which the house warns."""
    row = Target.objects.filter(indicator="caseload_limit").first()
    return row.value if row else LIMIT


def _parameters(day: date) -> dict[str, Any]:
    return {
        "day": day, "zone": settings.TIME_ZONE, "since": month_before(day, MONTHS - 1), "caseload": caseload_limit(),
        "school_day": date(day.year if day.month >= 9 else day.year - 1, 9, 1),
    }  # fmt: skip


@transaction.atomic
def figures_refresh(*, day: date | None = None, not_within: float = 0) -> dict[str, int]:
    """Count everything as of ``day`` (today). Acts as the system. Returns how many rows stand, and the milliseconds.

    Leaves it where another is at work, or where the last one began less than ``not_within`` seconds ago.
    """
    day = day or clock.today()
    begun, at = time.monotonic(), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return {}
        last = Refresh.objects.order_by("-pk").first()
        if last and last.day == day and not_within and last.at > at - timedelta(seconds=not_within):
            return {}
        # Whole tables are read once a minute: hashes that fit, and no compiler for short statements.
        cursor.execute("SET LOCAL work_mem = '96MB'; SET LOCAL jit = off")
        values = _parameters(day)
        counts = {"flags": 0}
        for flag in FLAGS:
            counts["flags"] += _agree(
                cursor, "insights_caseflag", ("case_id", "flag"), ("region_id", "restricted"),
                f"SELECT s.id, '{flag.code}', s.region_id, s.restricted FROM ({flag.sql}) s", values,
                where=f"flag = '{flag.code}'",
            )  # fmt: skip
        counts["loads"] = _agree(
            cursor, "insights_workerload", ("worker_id", "region_id", "restricted"),
            ("cases", "families", "overdue", "high_unvisited"), LOADS, values,
        )  # fmt: skip
        counts["figures"] = _measure(cursor, values)
        _week(cursor, day - timedelta(days=day.weekday()))
    counts["ms"] = int((time.monotonic() - begun) * 1000)
    Refresh.objects.update_or_create(pk=1, defaults={"at": at, "day": day, "took_ms": counts["ms"]})
    return counts


def _agree(
    cursor: Any, table: str, keys: Sequence[str], rest: Sequence[str], statement: str, values: dict[str, Any],
    where: str = "true",
) -> int:  # fmt: skip
    """Make a table agree with a statement, touching only the rows that differ. Returns how many the statement gives."""
    same = " AND ".join(f"t.{name} = f.{name}" for name in keys)
    changed = f"({', '.join(f't.{n}' for n in rest)}) IS DISTINCT FROM ({', '.join(f'f.{n}' for n in rest)})"
    columns = ", ".join((*keys, *rest))
    cursor.execute(
        f"WITH fresh ({columns}) AS MATERIALIZED ({statement}), "
        f"gone AS (DELETE FROM {table} t WHERE {where} AND NOT EXISTS (SELECT 1 FROM fresh f WHERE {same})), "
        f"moved AS (UPDATE {table} t SET {', '.join(f'{n} = f.{n}' for n in rest)} FROM fresh f "
        f"WHERE {same} AND {changed}), "
        f"made AS (INSERT INTO {table} ({columns}) SELECT {columns} FROM fresh f "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {same})) SELECT count(*) FROM fresh",
        values,
    )
    return int(cursor.fetchone()[0])


def _measure(cursor: Any, values: dict[str, Any]) -> int:
    rows = 0
    cursor.execute("DELETE FROM insights_figure")
    for one in MEASURES:
        cursor.execute(
            f"INSERT INTO insights_figure (measure, {_FIGURE}) SELECT '{one.code}', s.* FROM ({one.sql}) s", values
        )
        rows += cursor.rowcount
    return rows


def _week(cursor: Any, monday: date) -> None:
    """Keep this week's states as they stand now; the last refresh of a week is what remains of it."""
    weekly = [one.code for one in MEASURES if one.weekly]
    cursor.execute("DELETE FROM insights_weekfigure WHERE week = %s", [monday])
    cursor.execute(
        'INSERT INTO insights_weekfigure (week, measure, region_id, arrival_id, restricted, count, "of") '
        'SELECT %s, measure, region_id, arrival_id, restricted, sum(count), sum("of") FROM insights_figure '
        "WHERE measure = ANY (%s) AND month IS NULL GROUP BY measure, region_id, arrival_id, restricted",
        [monday, weekly],
    )
