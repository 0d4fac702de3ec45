"""Cases that nobody has visited for longer than the schedule bears.

The interval is that of the visit rule for the case's own risk, counted from the last visit on which she was seen, or
from registration. Resting cases, and those whose visits a life event has paused or ended, are left out of both numbers.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import CLOCK, PLACE, REGISTERED, RUNNING, Flag, Indicator, Measure, flagged, span

_VISITED = (
    f"SELECT c.id AS case_id, (coalesce(c.last_visit_on + r.every, {REGISTERED} + r.first))::date AS by "
    f"FROM cases_case c JOIN (SELECT risk, {span('first_due', 'first_unit')} AS first, "
    f"{span('repeat_every', 'repeat_unit')} AS every "
    "FROM tasks_taskrule WHERE code = 'visit' AND is_active AND repeat_every > 0) r "
    f"ON r.risk = {CLOCK} WHERE {RUNNING} AND NOT EXISTS (SELECT 1 FROM cases_lifeevent e WHERE e.case_id = c.id AND "
    "(e.effect = 'end_all' OR (e.effect IN ('pause', 'trace') AND coalesce(c.last_visit_on <= e.happened_on, true))))"
)
VISIT_LATE = Flag(
    "visit_late",
    _("Without a visit for too long"),
    f"SELECT c.id, c.region_id, c.restricted FROM cases_case c JOIN ({_VISITED}) d ON d.case_id = c.id "
    "WHERE d.by < %(day)s",
)
MEASURES = (
    Measure("visit_late", flagged("visit_late", f"SELECT case_id FROM ({_VISITED}) v"), weekly=True),
    Measure(
        "high_unvisited",
        f"SELECT '', {PLACE}, NULL::date, count(f.case_id), count(*) FROM cases_case c "
        "LEFT JOIN insights_caseflag f ON f.case_id = c.id AND f.flag = 'visit_late' "
        f"WHERE {RUNNING} AND c.risk IN ('high', 'unset') GROUP BY {PLACE}",
    ),
    # Persons seen, by month, for the report.
    Measure(
        "seen",
        f"SELECT '', {PLACE}, date_trunc('month', v.\"on\")::date, count(*) FILTER (WHERE m.seen), count(*) "
        "FROM cases_visitmember m JOIN cases_visit v ON v.id = m.visit_id JOIN cases_case c ON c.id = m.case_id "
        f"WHERE v.\"on\" >= %(since)s GROUP BY {PLACE}, date_trunc('month', v.\"on\")",
    ),
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
