"""Escalation: what is overdue for longer than its rule bears goes to a supervisor, once."""

from __future__ import annotations

from datetime import date

from django.db import connection

from tasks import clock

#: The supervisor of the case's office, else of its region; one who is there before one who is absent. Of a restricted
#: case, only one who may open it: nobody is told of a case that she cannot see.
_ESCALATE = """
WITH late AS (
  SELECT t.id, t.case_id, t.kind, (
    SELECT p.user_id FROM accounts_profile p
    WHERE p.role = 'supervisor' AND p.is_active AND p.region_id = t.region_id
      AND (NOT c.restricted OR EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id
        AND a.user_id = p.user_id AND (a.until IS NULL OR a.until > statement_timestamp())))
    ORDER BY p.absent_until >= %(today)s NULLS FIRST, p.office_id = c.office_id DESC NULLS LAST, p.user_id LIMIT 1
  ) AS supervisor_id
  FROM tasks_task t
  JOIN tasks_taskrule r ON r.id = t.rule_id AND r.escalate_to = 'supervisor'
  JOIN cases_case c ON c.id = t.case_id
  WHERE t.state IN ('open', 'postponed') AND t.escalated_at IS NULL AND t.due_on < %(today)s
    AND t.due_on + r.escalate_after_days < %(today)s
    AND NOT (c.historic AND (c.created_at AT TIME ZONE %(zone)s)::date + %(quiet)s > %(today)s)
),
told AS (
  UPDATE tasks_task t SET escalated_at = now(), escalated_to_id = l.supervisor_id,
    priority = least(t.priority, 2), updated_at = now()
  FROM late l WHERE l.id = t.id RETURNING t.id, t.case_id, t.kind
)
INSERT INTO cases_timelineentry (case_id, at, recorded_at, kind, audience, object_id, details)
SELECT case_id, now(), now(), 'task_escalated', 'carriers', id, jsonb_build_object('task', kind) FROM told
"""


def escalate(*, on: date | None = None) -> int:
    """Mark and tell what is overdue too long; returns how many. Idempotent: a task is escalated once, until it is
    postponed. A historic case is left in peace for its first 14 days."""
    from django.conf import settings

    with connection.cursor() as cursor:
        cursor.execute(
            _ESCALATE, {"today": on or clock.today(), "zone": settings.TIME_ZONE, "quiet": clock.QUIET_DAYS}
        )
        return cursor.rowcount
