"""Planning: from the rules and what the cases show, which tasks there must be. Set-based, idempotent.

The database is the truth. Whatever was lost (a job, Redis, a worker), planning a case again makes just what is
missing: settled tasks are settled, ended ones ended, moved ones moved, and the next round of each rule is made once
(unique by case or family, rule code and period). Runs as the system role, one planner at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import requestid
from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.leases import lease_give_back, lease_keep, lease_take
from accounts.models import JobRun
from tasks import clock
from tasks.services import planning_sql as sql

#: One planner at a time: what the next one reads is what the last one committed.
_LOCK = 0x7461736B  # "task"
CHUNK = 10_000
LEASE, LEASE_SECONDS = "tasks.sweep", 120

#: A closed case has its one check since the day after; it is looked at for a month, in case the nights were lost.
_NEXT_CHUNK = """
SELECT id FROM cases_case WHERE id > %(after)s
  AND (status <> 'closed' OR closed_at > now() - interval '30 days')
ORDER BY id LIMIT %(size)s
"""
#: What is found, and what is then done to it.
_STEPS = (
    ("resumed", sql.RESUME, (sql.RESUME_APPLY, sql.RESUME_NOTE)),
    ("settled", sql.SETTLE, (sql.SETTLE_APPLY, sql.SETTLE_NOTE)),
    ("ended", sql.END, (sql.END_APPLY, sql.END_NOTE)),
    ("moved", sql.MOVE, (sql.MOVE_APPLY,)),
    ("followed", sql.FOLLOW, (sql.FOLLOW_APPLY,)),
)
#: From so many cases on the temporary tables are measured for PostgreSQL's planner.
_MANY = 500
_RECENT = """
SELECT id FROM cases_case WHERE updated_at > now() - make_interval(mins => %(minutes)s)
UNION SELECT case_id FROM tasks_task WHERE updated_at > now() - make_interval(mins => %(minutes)s) AND state = 'done'
"""


def plan_for_cases(case_ids: Iterable[int], *, on: date | None = None) -> dict[str, int]:
    """Bring the tasks of these cases, and of their families, up to date. Returns how many were settled, ended,
    moved and made. ``on`` stands for today in tests."""
    ids = sorted(set(case_ids))
    counts: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        with acting_as(DatabaseRole.SYSTEM):
            _add_up(counts, _plan(ids[start : start + CHUNK], on))
    return counts


def _plan(ids: Sequence[int], on: date | None) -> dict[str, int]:
    given: dict[str, Any] = {
        "ids": list(ids), "today": on or clock.today(), "zone": settings.TIME_ZONE, "retry": clock.RETRY_DAYS,
    }  # fmt: skip
    counts = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(sql.TABLES)
        cursor.execute(sql.WANTED, given)
        if len(ids) >= _MANY:
            cursor.execute(sql.ANALYZE_WANTED)
        for statement in (sql.MEMBERS, sql.SUBJECTS, sql.TASKS):
            cursor.execute(statement, given)
        if len(ids) >= _MANY:
            cursor.execute(sql.ANALYZE)
        for name, find, apply in _STEPS:
            cursor.execute(find, given)
            counts[name] = cursor.rowcount
            if counts[name]:
                for statement in (*apply, sql.EMPTY):
                    cursor.execute(statement, given)
        cursor.execute(sql.ADD, given)
        counts["made"] = cursor.rowcount
        if len(ids) < _MANY:
            cursor.execute(sql.REFRESH, given)
    return counts


def _add_up(total: dict[str, int], more: Mapping[str, int]) -> None:
    for key, value in more.items():
        total[key] = total.get(key, 0) + value


def sweep(*, chunk: int = CHUNK, on: date | None = None) -> dict[str, int]:
    """Plan for every case, in chunks of one short transaction each. A second sweep at the same time does nothing;
    one that was killed is taken over where it stopped."""
    holder = requestid.current() or "sweep"
    with acting_as(DatabaseRole.SYSTEM):
        position = lease_take(LEASE, holder=holder, seconds=LEASE_SECONDS)
    if position is None:
        return {"already_running": 1}
    counts: dict[str, int] = {"cases": 0}
    while True:
        with acting_as(DatabaseRole.SYSTEM):
            ids = _ids(_NEXT_CHUNK, {"after": position, "size": chunk})
            if ids:
                _add_up(counts, {"cases": len(ids), **_plan(ids, on)})
                position = ids[-1]
            held = lease_keep(LEASE, holder=holder, seconds=LEASE_SECONDS, position=position)
        if not held:
            return {**counts, "taken_over": 1}
        if not ids:
            break
    with acting_as(DatabaseRole.SYSTEM):
        lease_give_back(LEASE, holder=holder)
    return counts


def plan_recent(*, minutes: int) -> dict[str, int]:
    """Plan for what changed in the last minutes: finds within minutes what a dead Redis lost."""
    with acting_as(DatabaseRole.SYSTEM):
        ids = _ids(_RECENT, {"minutes": minutes})
    return {"cases": len(ids), **plan_for_cases(ids)}


def sweep_is_missing(*, hours: int = 26) -> bool:
    """True where no sweep has come to its end lately."""
    since = timezone.now() - timedelta(hours=hours)
    with acting_as(DatabaseRole.SYSTEM):
        done = JobRun.objects.filter(name="tasks.sweep", failed=False, finished_at__gt=since)
        return not done.exclude(counts__has_key="already_running").exists()


def _ids(statement: str, given: Mapping[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [row[0] for row in cursor.fetchall()]
