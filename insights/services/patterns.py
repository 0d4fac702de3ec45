"""Odd patterns in the log of accesses: found each hour by the thresholds, looked at by the data protection officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict
from accounts.models import Profile
from accounts.policy import refuse_own
from insights import thresholds
from insights.enums import PatternKind
from insights.models import OddPattern

#: One opening each: a page of approvals that shows parts of many cases opens none of them.
_OPENED = """
WITH opened AS (
  SELECT actor_id, min(at) AS at, min(case_id) AS case_id FROM history_access
  WHERE at >= %(since)s AND kind = 'case' AND case_id IS NOT NULL
  GROUP BY actor_id, request_id HAVING count(*) = 1
)
"""
_KEEP = """
INSERT INTO insights_oddpattern (kind, user_id, begins_at, ends_at, count)
SELECT %(kind)s, f.actor_id, f.begins_at, f.begins_at + f.span, f.n FROM found f
JOIN accounts_profile p ON p.user_id = f.actor_id
ON CONFLICT (kind, user_id, begins_at) DO UPDATE SET count = excluded.count
  WHERE insights_oddpattern.count < excluded.count
"""
_MANY = """, found AS (
  SELECT actor_id, date_trunc('hour', at) AS begins_at, interval '1 hour' AS span, count(DISTINCT case_id) AS n
  FROM opened GROUP BY 1, 2 HAVING count(DISTINCT case_id) > %(many)s
)
"""
#: Her own task, or one that came to her, at the case or at its family.
_TASK = """
  t.state <> 'cancelled' AND (t.assignee_id = o.actor_id OR t.done_by_id = o.actor_id OR t.escalated_to_id = o.actor_id)
  AND (t.state IN ('open', 'postponed') OR t.done_on >= o.day - %(explains)s::int)
"""
_WITHOUT = f""", by_day AS (
  SELECT DISTINCT actor_id, (at AT TIME ZONE %(zone)s)::date AS day, case_id FROM opened
), found AS (
  SELECT o.actor_id, o.day::timestamp AT TIME ZONE %(zone)s AS begins_at, interval '1 day' AS span, count(*) AS n
  FROM by_day o JOIN cases_case c ON c.id = o.case_id JOIN accounts_profile q ON q.user_id = o.actor_id
  WHERE NOT EXISTS (SELECT 1 FROM tasks_task t WHERE t.case_id = c.id AND {_TASK})
    AND NOT EXISTS (SELECT 1 FROM tasks_task t WHERE t.family_id = c.family_id AND {_TASK})
  GROUP BY o.actor_id, o.day, q.role
  HAVING count(*) > CASE WHEN q.role = 'supervisor' THEN %(of_supervisor)s ELSE %(without)s END
)
"""


@transaction.atomic
def patterns_find(now: datetime | None = None) -> int:
    """Write down what lies above a threshold; one that goes on growing is looked at anew by its count. Acts as the
    system; may run twice. Returns how many rows were written."""
    now = now or timezone.now()
    values: dict[str, Any] = {
        "since": (now - thresholds.LOOK_BACK).replace(minute=0, second=0, microsecond=0), "zone": settings.TIME_ZONE,
        "many": thresholds.CASES_IN_AN_HOUR, "without": thresholds.WITHOUT_TASK_IN_A_DAY,
        "of_supervisor": thresholds.WITHOUT_TASK_IN_A_DAY_SUPERVISOR, "explains": thresholds.TASK_EXPLAINS_DAYS,
    }  # fmt: skip
    found = 0
    with connection.cursor() as cursor:
        for kind, sql in ((PatternKind.MANY_CASES, _MANY), (PatternKind.WITHOUT_TASK, _WITHOUT)):
            cursor.execute(_OPENED + sql + _KEEP, {**values, "kind": kind.value})
            found += cursor.rowcount
    return found


@transaction.atomic
def pattern_review(pattern: OddPattern, *, by: Profile) -> OddPattern:
    """Say that it was looked at. Raises NotAllowed for the own openings, Conflict where it was before."""
    refuse_own(by, pattern.user_id)
    waiting = OddPattern.objects.filter(pk=pattern.pk, reviewed_at=None)
    if not waiting.update(reviewed_at=timezone.now(), reviewed_by=by):
        raise Conflict(_("This was reviewed before."))
    pattern.refresh_from_db()
    return pattern
