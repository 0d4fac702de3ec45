"""Questions that other rooms ask of the records, each a named function on a queryset of cases.

They filter what they are given: pass cases that the asker may see, or act as the system in a job.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Case

from .ages import years_before
from .enums import Adequacy, AlertStage, PlacementKind
from .models import (
    Enrolment,
    Inspection,
    InstrumentResult,
    Placement,
    SafetyAlert,
    Screening,
    SupportState,
    Vaccination,
)

#: School age: from the seventh birthday to the day before the eighteenth (grades 1 to 11 start at 7).
SCHOOL_AGE = (7, 17)
#: Psychological screening is for children of 8 and more, and adults (the field's indicator 8).
SCREENED_FROM = 8


def of_age(cases: QuerySet[Case], youngest: int, oldest: int, on: date | None = None) -> QuerySet[Case]:
    """Cases of people who may be between two ages, both included, on a day. A birth date that is a year or a range
    counts where any of its days fits; an unknown one does not."""
    day = on or timezone.localdate()
    return cases.filter(
        person__birth_earliest__lte=years_before(day, youngest),
        person__birth_latest__gt=years_before(day, oldest + 1),
        person__died_on=None,
    )


def _has(queryset: QuerySet[Any]) -> Exists:
    return Exists(queryset.filter(case=OuterRef("pk")))


def enrolled(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases with an enrolment that runs on a day."""
    return cases.filter(_has(Enrolment.objects.current(on)))


def school_age_not_enrolled(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases of children of school age (7 to 17) without an enrolment that runs on a day."""
    return of_age(cases, *SCHOOL_AGE, on=on).exclude(_has(Enrolment.objects.current(on)))


def vaccination_missing(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases of children under 18 with no dose on record: each starts a catch-up plan."""
    return of_age(cases, 0, 17, on=on).exclude(_has(Vaccination.objects.valid()))


def vaccination_due(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases whose next dose, as written at the last one, is due by a day and was not given."""
    day = on or timezone.localdate()
    later = Vaccination.objects.valid().filter(
        case=OuterRef("case"), vaccine=OuterRef("vaccine"), dose__gt=OuterRef("dose")
    )
    waiting = Vaccination.objects.valid().filter(next_on__lte=day).exclude(Exists(later))
    return cases.filter(_has(waiting))


def screening_missing(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases without any medical screening."""
    return cases.exclude(_has(Screening.objects.valid()))


def psychological_screening_missing(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases of people of 8 and more without any screening result."""
    return of_age(cases, SCREENED_FROM, 150, on=on).exclude(_has(InstrumentResult.objects.valid()))


def alert_open(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with a safety alert that has no outcome yet."""
    return cases.filter(_has(SafetyAlert.objects.exclude(stage=AlertStage.CLOSED)))


def unhoused(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases without a home that runs on a day."""
    return cases.exclude(_has(Placement.objects.current(on)))


def inadequately_housed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases whose last inspection found the home not adequate."""
    later = Inspection.objects.valid().filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")), case=OuterRef("case")
    )
    last = Inspection.objects.valid().filter(adequacy=Adequacy.INADEQUATE).exclude(Exists(later))
    return cases.filter(_has(last))


def in_institution(cases: QuerySet[Case], on: date | None = None) -> QuerySet[Case]:
    """Cases of people who live in an institution on a day."""
    return cases.filter(_has(Placement.objects.current(on).filter(kind=PlacementKind.INSTITUTION)))


def states_of(case_ids: Iterable[int]) -> dict[int, dict[str, SupportState]]:
    """How each kind of support stands: case id → module → state. One query; the row rules narrow it."""
    found: dict[int, dict[str, SupportState]] = {}
    for row in SupportState.objects.filter(case__in=list(case_ids)):
        found.setdefault(row.case_id, {})[row.module] = row
    return found
