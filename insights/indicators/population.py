"""Who they are: open cases by risk, unaccompanied children, people by operation, cases opened and closed by month."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import OPEN, PLACE, CaseCount, Indicator, Measure

#: As cases/ages.py: where the birth date is not known well enough, she is treated as a child.
_CHILD = "coalesce(p.birth_latest > %(day)s::date - interval '18 years', true)"

COUNTS = (
    CaseCount("open", "true"),
    CaseCount("unaccompanied", "c.unaccompanied", among=f"({_CHILD} OR c.unaccompanied)", weekly=True),
)
MEASURES = (
    # All that ever came, open cases among them.
    Measure(
        "arrived",
        f"SELECT '', {PLACE}, NULL::date, count(*) FILTER (WHERE {OPEN}), count(*) FROM cases_case c GROUP BY {PLACE}",
    ),
    Measure(
        "opened",
        f"SELECT '', {PLACE}, date_trunc('month', c.created_at AT TIME ZONE %(zone)s)::date, count(*), 0 "
        "FROM cases_case c WHERE c.created_at >= %(since)s "
        f"GROUP BY {PLACE}, date_trunc('month', c.created_at AT TIME ZONE %(zone)s)",
        by_month=True,
        hourly=True,
    ),
    Measure(
        "closed",
        f"SELECT o.reason, {PLACE}, date_trunc('month', o.decided_at AT TIME ZONE %(zone)s)::date, count(*), "
        "0 FROM cases_closure o JOIN cases_case c ON c.id = o.case_id "
        "WHERE o.state IN ('approved', 'reopened') AND o.decided_at >= %(since)s "
        f"GROUP BY o.reason, {PLACE}, date_trunc('month', o.decided_at AT TIME ZONE %(zone)s)",
        by_month=True,
        hourly=True,
    ),
)
UNACCOMPANIED = Indicator(
    "unaccompanied",
    _("Unaccompanied children"),
    _("Children who came without a parent or customary caregiver. There is no target: each one counts."),
    _("of the children with an open case"),
    measure="unaccompanied",
    better=Better.NONE,
    cases={"unaccompanied": "1"},
)
