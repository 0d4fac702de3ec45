"""The indicators: each one's definition, cut-off, denominator and SQL in a file of its own (docs/indicators.md)."""

from __future__ import annotations

from . import caseload, first_steps, overdue, population, school, visits
from .base import Flag, Indicator, Measure

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

FLAGS: tuple[Flag, ...] = (
    first_steps.ASSESSMENT_MISSING,
    first_steps.PLAN_MISSING,
    visits.VISIT_LATE,
    school.NOT_ENROLLED,
)
MEASURES: tuple[Measure, ...] = (
    overdue.OVERDUE,
    overdue.OVERDUE_CASES,
    overdue.FOLLOWUPS,
    *first_steps.MEASURES,
    *visits.MEASURES,
    school.MEASURE,
    *population.MEASURES,
    caseload.MEASURE,
)

__all__ = ["BELOW", "FLAGS", "HEADLINE", "INDICATORS", "MEASURES", "Flag", "Indicator", "Measure"]
