"""Caseload (domain, indicator 21): workers with more than 25 open cases (Child Protection Minimum Standards, 18).

Cases are counted, families shown. Restricted cases are left out, as in the lists.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import Indicator, Measure

#: Cases for one worker above which the house warns; a Target row named "caseload_limit" changes it.
LIMIT = 25

LOAD_KEYS = ("worker_id", "region_id", "restricted")
LOAD_NUMBERS = ("cases", "families", "overdue", "high_unvisited")
#: What each worker carries, from the open cases of ``fact`` (insights/services/refresh.py), tasks and profiles.
LOADS = (
    "SELECT worker_id, region_id, restricted, sum(cases)::int AS cases, sum(families)::int AS families, "
    "sum(overdue)::int AS overdue, sum(high_unvisited)::int AS high_unvisited FROM ("
    # Everyone who carries cases here stands in the list, though she has none yet.
    "SELECT p.user_id AS worker_id, p.region_id, false AS restricted, 0 AS cases, 0 AS families, 0 AS overdue, "
    "0 AS high_unvisited FROM accounts_profile p "
    "WHERE p.role = 'social_worker' AND p.is_active AND p.region_id IS NOT NULL "
    "UNION ALL SELECT worker_id, region_id, restricted, count(*), "
    "count(DISTINCT family_id) + count(*) FILTER (WHERE family_id IS NULL), 0, "
    "count(*) FILTER (WHERE is_high_unvisited) FROM fact WHERE worker_id IS NOT NULL "
    "GROUP BY worker_id, region_id, restricted "
    "UNION ALL SELECT t.assignee_id, t.region_id, c.restricted, 0, 0, count(*), 0 "
    "FROM tasks_task t JOIN cases_case c ON c.id = t.case_id WHERE t.state IN ('open', 'postponed') "
    "AND t.due_on < %(day)s AND t.assignee_id IS NOT NULL GROUP BY t.assignee_id, t.region_id, c.restricted"
    ") parts GROUP BY worker_id, region_id, restricted"
)
MEASURE = Measure(
    "caseload",
    "SELECT '', region_id, NULL::bigint, restricted, NULL::date, count(*) FILTER (WHERE cases > %(caseload)s), "
    "count(*) FROM insights_workerload WHERE cases > 0 GROUP BY region_id, restricted",
    weekly=True,
)
INDICATOR = Indicator(
    "caseload",
    _("Workers with too many cases"),
    _("Case workers who carry more open cases than the limit (25, Child Protection Minimum Standards)."),
    _("of the workers who carry a case"),
    measure="caseload",
    target=0,
    better=Better.LOW,
    by_arrival=False,
)
