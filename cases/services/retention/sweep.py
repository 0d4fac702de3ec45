"""What is due: found each night from the terms in force and the days on which cases were closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from cases.enums import RetentionKind

from .rules import in_force

#: What was due and is no longer: opened again, or due as a whole now.
_FORGET = """
DELETE FROM cases_retentionitem i USING cases_case c WHERE c.id = i.case_id AND i.state = 'due' AND (
  c.closed_at IS DISTINCT FROM i.closed_at OR c.anonymised_on IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM unnest(%(rules)s::bigint[]) r (id) WHERE r.id = i.rule_id)
  OR (i.kind <> 'whole' AND EXISTS (SELECT 1 FROM cases_retentionitem w WHERE w.case_id = i.case_id
      AND w.kind = 'whole' AND w.state IN ('due', 'waiting'))))
"""
_FIND = """
INSERT INTO cases_retentionitem (case_id, number, kind, rule_id, closed_at, due_on, state, counts, files, listed)
SELECT c.id, c.number, %(kind)s::text, %(rule)s::bigint, c.closed_at, d.due_on, 'due', '{}', '[]', false
FROM cases_case c
CROSS JOIN LATERAL (
  SELECT ((c.closed_at AT TIME ZONE %(zone)s::text)::date + make_interval(years => %(years)s::int))::date AS due_on) d
WHERE c.closed_at IS NOT NULL AND c.anonymised_on IS NULL AND d.due_on <= %(day)s::date
  -- The same condition without arithmetic on the column, a day wide of it, for the index.
  AND c.closed_at < (%(day)s::date - make_interval(years => %(years)s::int) + interval '2 days')
  AND NOT EXISTS (SELECT 1 FROM cases_retentionitem i WHERE i.case_id = c.id AND (
    (i.kind = %(kind)s::text AND (i.state IN ('due', 'waiting') OR (i.state = 'done' AND i.closed_at = c.closed_at)))
    OR (i.kind = 'whole' AND i.state IN ('due', 'waiting'))))
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def due_find(day: date) -> int:
    """Write down what is due on ``day``, and forget what no longer is. Acts as the system; idempotent.

    Of a case that is due as a whole no single kind is listed. Returns how many were found.
    """
    rules = in_force()
    found = 0
    kinds = [RetentionKind.WHOLE.value, *(kind for kind in RetentionKind.values if kind != RetentionKind.WHOLE)]
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"rules": [rule.pk for rule in rules.values()]})
        for kind in kinds:
            if kind in rules:
                rule = rules[kind]
                values: dict[str, Any] = {
                    "kind": kind, "rule": rule.pk, "years": rule.years, "day": day, "zone": settings.TIME_ZONE,
                }  # fmt: skip
                cursor.execute(_FIND, values)
                found += cursor.rowcount
        # Those kinds that the whole has overtaken in this very run.
        cursor.execute(_FORGET, {"rules": [rule.pk for rule in rules.values()]})
    return found
