"""Counting anew: every summary row of this room, in one transaction, from what the rooms on the left hold.

Each minute: what a dashboard shows, and of the months those that may still move. Each hour, and with a new day: all.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from insights.indicators import COUNTS, FLAGS, JOINS, MEASURES, Measure
from insights.indicators.base import OPEN
from insights.indicators.caseload import LIMIT, LOAD_KEYS, LOAD_NUMBERS, LOADS
from insights.models import Refresh, Target
from tasks import clock

#: Months of events that are kept, and of those the ones that are counted each minute; the running one among them.
MONTHS, MOVING = 24, 2
#: Seconds after which all is counted again.
WHOLE = 3600
#: One refresh at a time, whoever asks.
_LOCK = 4_701_201
_FIGURE = 'measure, key, region_id, arrival_id, restricted, month, count, "of"'


def month_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before that of ``day``."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def caseload_limit() -> int:
    """Cases for one worker above which the house warns."""
    row = Target.objects.filter(indicator="caseload_limit").first()
    return row.value if row else LIMIT


def _parameters(day: date, months: int) -> dict[str, Any]:
    return {
        "day": day, "zone": settings.TIME_ZONE, "since": month_before(day, months - 1), "caseload": caseload_limit(),
        "school_day": date(day.year if day.month >= 9 else day.year - 1, 9, 1),
    }  # fmt: skip


@transaction.atomic
def figures_refresh(*, day: date | None = None, whole: bool = True, not_within: float = 0) -> dict[str, int]:
    """Count as of ``day`` (today). Acts as the system. Returns how many rows were made, and the milliseconds.

    ``whole=False`` counts all only where that is an hour ago. Leaves it where another is at work, or where the last
    one began less than ``not_within`` seconds ago.
    """
    day = day or clock.today()
    begun, at = time.monotonic(), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return {}
        last = Refresh.objects.filter(pk=1).first()
        if last and last.day == day and not_within and last.at > at - timedelta(seconds=not_within):
            return {}
        whole = whole or last is None or _is_due(last, day, at)
        # Whole tables are read: hashes that fit, and no compiler for short statements.
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        values = _parameters(day, MONTHS if whole else MOVING)
        _forget(cursor, whole, values["since"])
        counts = {"figures": _count_cases(cursor, values)}
        counts["figures"] += _measure(cursor, [one for one in MEASURES if whole or not one.hourly], values)
        _week(cursor, day - timedelta(days=day.weekday()))
    counts["ms"] = int((time.monotonic() - begun) * 1000)
    whole_at = at if whole or last is None else last.whole_at
    Refresh.objects.update_or_create(
        pk=1, defaults={"at": at, "whole_at": whole_at, "day": day, "took_ms": counts["ms"]}
    )
    return counts


def _is_due(last: Refresh, day: date, at: datetime) -> bool:
    return last.day != day or last.whole_at < at - timedelta(seconds=WHOLE)


def _forget(cursor: Any, whole: bool, since: date) -> None:
    """Remove what is counted anew."""
    if whole:
        cursor.execute("DELETE FROM insights_figure")
    else:
        hourly = [one.code for one in MEASURES if one.hourly]
        cursor.execute(
            "DELETE FROM insights_figure WHERE measure <> ALL (%s) AND (month IS NULL OR month >= %s)", [hourly, since]
        )


# --- Open cases: one reading for all counts ------------------------------------------------------------------


def _facts() -> str:
    columns = ", ".join(
        f"({one.among}) AS of_{one.code}, ({one.among}) AND ({one.counts}) AS is_{one.code}" for one in COUNTS
    )
    return (
        f"SELECT c.id, c.region_id, c.arrival_id, c.restricted, c.risk, c.worker_id, c.family_id, {columns} "
        f"FROM cases_case c JOIN cases_person p ON p.id = c.person_id {' '.join(JOINS)} WHERE {OPEN}"
    )


def _grouped() -> str:
    sums = ", ".join(
        f"count(*) FILTER (WHERE is_{one.code}) AS n_{one.code}, count(*) FILTER (WHERE of_{one.code}) AS d_{one.code}"
        for one in COUNTS
    )
    return f"SELECT region_id, arrival_id, restricted, risk, {sums} FROM fact GROUP BY 1, 2, 3, 4"


def _agree(table: str, source: str, keys: Sequence[str], rest: Sequence[str]) -> str:
    """Common table expressions that make a table agree with the one called ``source``: one join finds the rows that
    differ, and only those are touched."""
    same = " AND ".join(f"t.{name} = f.{name}" for name in keys)
    changed = f"({', '.join(f't.{n}' for n in rest)}) IS DISTINCT FROM ({', '.join(f'f.{n}' for n in rest)})"
    columns = ", ".join((*keys, *rest))
    return (
        f"{source}_diff AS MATERIALIZED (SELECT t.id AS old, f.* FROM {source} f FULL JOIN {table} t ON {same} "
        f"WHERE {changed}), "
        f"{source}_gone AS (DELETE FROM {table} t USING {source}_diff f WHERE t.id = f.old AND f.{keys[0]} IS NULL), "
        f"{source}_moved AS (UPDATE {table} t SET {', '.join(f'{n} = f.{n}' for n in rest)} FROM {source}_diff f "
        f"WHERE t.id = f.old AND f.{keys[0]} IS NOT NULL), "
        f"{source}_made AS (INSERT INTO {table} ({columns}) SELECT {columns} FROM {source}_diff WHERE old IS NULL)"
    )


def _count_cases(cursor: Any, values: dict[str, Any]) -> int:
    """The counts of open cases, the flag of each case that a list will show, and the load of each worker.

    One statement: what it flags has no statistics yet, and a join with it would be planned badly.
    """
    flags = ", ".join(f"('{one.code}', is_{one.code})" for one in FLAGS)
    sums = ", ".join(f"('{one.code}', n_{one.code}, d_{one.code})" for one in COUNTS)
    cursor.execute(
        f"WITH fact AS MATERIALIZED ({_facts()}), grouped AS ({_grouped()}), "
        "flags AS MATERIALIZED (SELECT id AS case_id, v.flag, region_id, restricted FROM fact "
        f"CROSS JOIN LATERAL (VALUES {flags}) v (flag, counts) WHERE v.counts), "
        f"loads AS MATERIALIZED ({LOADS}), "
        f"{_agree('insights_caseflag', 'flags', ('case_id', 'flag'), ('region_id', 'restricted'))}, "
        f"{_agree('insights_workerload', 'loads', LOAD_KEYS, LOAD_NUMBERS)} "
        f"INSERT INTO insights_figure ({_FIGURE}) SELECT v.measure, risk, region_id, arrival_id, restricted, "
        f"NULL, v.n, v.d FROM grouped CROSS JOIN LATERAL (VALUES {sums}) v (measure, n, d) WHERE v.d > 0",
        values,
    )
    return int(cursor.rowcount)


# --- The others ----------------------------------------------------------------------------------------------


def _measure(cursor: Any, measures: Iterable[Measure], values: dict[str, Any]) -> int:
    rows = 0
    for one in measures:
        cursor.execute(f"INSERT INTO insights_figure ({_FIGURE}) SELECT '{one.code}', s.* FROM ({one.sql}) s", values)
        rows += cursor.rowcount
    return rows


def _week(cursor: Any, monday: date) -> None:
    """Keep this week's states as they stand now; the last refresh of a week is what remains of it."""
    weekly = [one.code for one in COUNTS if one.weekly] + [one.code for one in MEASURES if one.weekly]
    cursor.execute("DELETE FROM insights_weekfigure WHERE week = %s", [monday])
    cursor.execute(
        'INSERT INTO insights_weekfigure (week, measure, region_id, arrival_id, restricted, count, "of") '
        'SELECT %s, measure, region_id, arrival_id, restricted, sum(count), sum("of") FROM insights_figure '
        "WHERE measure = ANY (%s) AND month IS NULL GROUP BY measure, region_id, arrival_id, restricted",
        [monday, weekly],
    )
