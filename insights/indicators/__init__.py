"""The indicators: each one's definition, cut-off, denominator and SQL in a file of its own (docs/indicators.md)."""

from __future__ import annotations

from . import caseload, first_steps, overdue, population, school, visits
from .base import CaseCount, Indicator, Measure

#: The six that matter, in the order of the page.
HEADLINE: tuple[Indicator, ...] = (
    overdue.INDICATOR,
    first_steps.ASSESSMENTS,
    first_steps.PLANS,
    school.INDICATOR,
    population.UNACCOMPANIED,
    caseload.INDICATOR,
)
#: Cases that were left alone too long, below them.
BELOW: tuple[Indicator, ...] = (first_steps.WITHOUT_PLAN, visits.WITHOUT_VISIT)
INDICATORS: tuple[Indicator, ...] = (*HEADLINE, *BELOW)

#: What is counted of open cases, in one reading.
COUNTS: tuple[CaseCount, ...] = (
    overdue.OVERDUE_CASES,
    *first_steps.COUNTS,
    *visits.COUNTS,
    school.NOT_ENROLLED,
    *population.COUNTS,
)
JOINS: tuple[str, ...] = (first_steps.JOIN, visits.JOIN)
FLAGS: tuple[CaseCount, ...] = tuple(one for one in COUNTS if one.label)
MEASURES: tuple[Measure, ...] = (
    overdue.OVERDUE,
    overdue.FOLLOWUPS,
    first_steps.ON_TIME,
    visits.SEEN,
    *population.MEASURES,
    caseload.MEASURE,
)

__all__ = [
    "BELOW", "COUNTS", "FLAGS", "HEADLINE", "INDICATORS", "JOINS", "MEASURES", "CaseCount", "Indicator", "Measure",
]  # fmt: skip
