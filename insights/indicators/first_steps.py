"""First assessments and plans on time (domain, indicators 3 and 4), and cases that are still without.

On time: done by the day that was first asked for, whatever was granted later; the day of the work counts, not the
day of entry. The denominator is those whose deadline has passed, by the month in which it fell; cancelled ones are
left out.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import CLOCK, PLACE, RUNNING, CaseCount, Indicator, Measure, span

ON_TIME = Measure(
    "on_time",
    f"SELECT t.kind || ':' || c.risk, {PLACE}, date_trunc('month', t.first_due_on)::date, "
    "count(*) FILTER (WHERE t.done_on <= t.first_due_on), count(*) "
    "FROM tasks_task t JOIN cases_case c ON c.id = t.case_id "
    "WHERE t.kind IN ('first_response', 'assessment', 'plan') AND t.period = 1 AND t.state <> 'cancelled' "
    "AND t.first_due_on >= %(since)s AND t.first_due_on < %(day)s "
    f"GROUP BY t.kind, c.risk, {PLACE}, date_trunc('month', t.first_due_on)",
    by_month=True,
)
#: By the schedule a plan follows the assessment: who was registered before this moment has both terms behind her.
JOIN = (
    "LEFT JOIN (SELECT a.risk, (%(day)s - ("
    f"{span('a.first_due', 'a.first_unit')} + {span('p.first_due', 'p.first_unit')})) AT TIME ZONE %(zone)s AS before "
    "FROM tasks_taskrule a JOIN tasks_taskrule p ON p.risk = a.risk AND p.code = 'plan' AND p.is_active "
    f"WHERE a.code = 'assessment' AND a.is_active) plan_term ON plan_term.risk = {CLOCK}"
)
COUNTS = (
    CaseCount(
        "assessment_missing",
        "c.id IN (SELECT t.case_id FROM tasks_task t WHERE t.kind = 'assessment' "
        "AND t.state IN ('open', 'postponed') AND t.due_on < %(day)s)",
        label=_("First assessment overdue"),
    ),
    CaseCount(
        "plan_missing",
        "c.id NOT IN (SELECT p.case_id FROM cases_plan p WHERE p.status IN ('approved', 'reviewed'))",
        among=f"{RUNNING} AND coalesce(c.created_at < plan_term.before, false)",
        label=_("Without a plan for too long"),
        weekly=True,
    ),
)
ASSESSMENTS = Indicator(
    "assessments",
    _("First assessments on time"),
    _("Comprehensive assessments done by the day the schedule first asked for."),
    _("of those whose deadline fell in the period and has passed"),
    measure="on_time",
    keys="assessment:",
    target=90,
    better=Better.HIGH,
    cases={"assessment_missing": "1"},
    listed="assessment_missing",
    listed_label=_("cases still without one"),
    split_by_risk=True,
    monthly=True,
)
PLANS = Indicator(
    "plans",
    _("Plans on time"),
    _("Case plans in force by the day the schedule first asked for."),
    _("of those whose deadline fell in the period and has passed"),
    measure="on_time",
    keys="plan:",
    target=90,
    better=Better.HIGH,
    cases={"plan_missing": "1"},
    listed="plan_missing",
    listed_label=_("cases without a plan for too long"),
    split_by_risk=True,
    monthly=True,
)
WITHOUT_PLAN = Indicator(
    "without_plan",
    _("Without a plan for too long"),
    _("Open cases with no plan in force although the terms for assessment and plan are over."),
    _("of the open cases whose term is over"),
    measure="plan_missing",
    target=5,
    better=Better.LOW,
    cases={"plan_missing": "1"},
)
