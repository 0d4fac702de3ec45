"""Follow-ups overdue (domain, indicator 20): still to be done, and due before the cut-off day.

The denominator is the follow-ups whose deadline has passed: those first due in the last 30 days and done, and all that
are still open. A family's task counts once, in the region of its lead case.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import CaseCount, Indicator, Measure

_ACTIVE = "t.state IN ('open', 'postponed')"
_AGE = "CASE WHEN t.due_on >= %(day)s - 7 THEN 'week' WHEN t.due_on >= %(day)s - 30 THEN 'month' ELSE 'longer' END"
_PLACE = "t.region_id, c.arrival_id, c.restricted"

OVERDUE = Measure(
    "overdue",
    f"SELECT t.kind || ':' || {_AGE}, {_PLACE}, NULL::date, count(*), count(*) "
    "FROM tasks_task t JOIN cases_case c ON c.id = t.case_id "
    f"WHERE {_ACTIVE} AND t.due_on < %(day)s GROUP BY t.kind, {_AGE}, {_PLACE} "
    "UNION ALL "
    # What was done of those due in the last 30 days is in the denominator alone.
    f"SELECT '', {_PLACE}, NULL::date, 0, count(*) FROM tasks_task t JOIN cases_case c ON c.id = t.case_id "
    "WHERE t.state = 'done' AND t.first_due_on >= %(day)s - 30 AND t.first_due_on < %(day)s "
    f"GROUP BY {_PLACE}",
    weekly=True,
)
OVERDUE_CASES = CaseCount("overdue_cases", "coalesce(c.next_due_at < %(day)s, false)")
#: Of all kinds, for the report: done by the day they were first due, among those whose day has passed.
FOLLOWUPS = Measure(
    "followups",
    f"SELECT t.kind, {_PLACE}, date_trunc('month', t.first_due_on)::date, "
    "count(*) FILTER (WHERE t.done_on <= t.first_due_on), count(*) "
    "FROM tasks_task t JOIN cases_case c ON c.id = t.case_id "
    "WHERE t.state <> 'cancelled' AND t.first_due_on >= %(since)s AND t.first_due_on < %(day)s "
    f"GROUP BY t.kind, {_PLACE}, date_trunc('month', t.first_due_on)",
    by_month=True,
    hourly=True,
)
INDICATOR = Indicator(
    "overdue",
    _("Follow-ups overdue"),
    _("Follow-ups that are still to be done and were due before today."),
    _("of the follow-ups due in the last 30 days or still open from before"),
    measure="overdue",
    target=5,
    better=Better.LOW,
    cases={"overdue": "1", "open": "1"},
    listed="overdue_cases",
    listed_label=_("cases with something overdue"),
)
