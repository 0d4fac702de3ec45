"""Cases that nobody has visited for longer than the schedule bears.

The interval is that of the visit rule for the case's own risk, counted from the last visit on which she was seen, or
from registration. Resting cases, and those whose visits a life event has paused or ended, are left out of both numbers.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import CLOCK, PLACE, RUNNING, CaseCount, Indicator, Measure, span

JOIN = (
    f"LEFT JOIN (SELECT risk, {span('first_due', 'first_unit')} AS first, "
    f"{span('repeat_every', 'repeat_unit')} AS every "
    "FROM tasks_taskrule WHERE code = 'visit' AND is_active AND repeat_every > 0) visit_term "
    f"ON visit_term.risk = {CLOCK} "
    "LEFT JOIN (SELECT case_id, bool_or(effect = 'end_all') AS ended, "
    "max(happened_on) FILTER (WHERE effect IN ('pause', 'trace')) AS paused_on "
    "FROM cases_lifeevent GROUP BY case_id) life ON life.case_id = c.id"
)
#: A visit after the event ends a pause.
_VISITED = (
    f"{RUNNING} AND visit_term.risk IS NOT NULL AND NOT coalesce(life.ended, false) "
    "AND (life.paused_on IS NULL OR coalesce(c.last_visit_on > life.paused_on, false))"
)
_LATE = (
    "CASE WHEN c.last_visit_on IS NULL THEN (c.created_at AT TIME ZONE %(zone)s)::date + visit_term.first "
    "ELSE c.last_visit_on + visit_term.every END < %(day)s"
)
COUNTS = (
    CaseCount("visit_late", _LATE, among=_VISITED, label=_("Without a visit for too long"), weekly=True),
    CaseCount("high_unvisited", _LATE, among=f"c.risk IN ('high', 'unset') AND {_VISITED}"),
)
#: Persons seen, by month, for the report.
SEEN = Measure(
    "seen",
    f"SELECT '', {PLACE}, date_trunc('month', v.\"on\")::date, count(*) FILTER (WHERE m.seen), count(*) "
    "FROM cases_visitmember m JOIN cases_visit v ON v.id = m.visit_id JOIN cases_case c ON c.id = m.case_id "
    f"WHERE v.\"on\" >= %(since)s GROUP BY {PLACE}, date_trunc('month', v.\"on\")",
    by_month=True,
    hourly=True,
)
WITHOUT_VISIT = Indicator(
    "without_visit",
    _("Without a visit for too long"),
    _("Open cases last seen longer ago than the schedule allows for their risk."),
    _("of the open cases that are to be visited"),
    measure="visit_late",
    target=5,
    better=Better.LOW,
    cases={"visit_late": "1"},
)
