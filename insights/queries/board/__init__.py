"""The figures of a page: read from the summary rows in a handful of queries, whatever the number of cases."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.formats import date_format

from accounts.enums import Role
from accounts.models import Office, Profile
from cases.enums import Risk
from cases.models import Arrival
from insights import links
from insights.enums import Age
from insights.forms import Scope
from insights.indicators import BELOW, HEADLINE, Indicator
from insights.models import Figure, Target, WeekFigure
from insights.queries.freshness import freshness
from insights.services.refresh import month_before
from tasks import clock
from tasks.enums import TaskKind

from .rows import Board, OperationRow, OverdueRow, Part, Point, RegionRow, Shown, Value
from .sums import Sums, cells, scoped

__all__ = ["PAGE_MEASURES", "Board", "OverdueRow", "Part", "Shown", "Value", "board_of", "cells", "targets"]

#: What a page of figures reads; the report reads the others as well.
PAGE_MEASURES = (
    "overdue", "overdue_cases", "on_time", "assessment_missing", "plan_missing", "visit_late",
    "school_age_not_enrolled", "open", "unaccompanied", "caseload",
)  # fmt: skip
TREND_MONTHS, TREND_WEEKS = 6, 12
RISKS = (Risk.HIGH, Risk.MEDIUM, Risk.LOW, Risk.UNSET)


def _week_label(day: date) -> str:
    return date_format(day, "j M")


def _month_label(day: date) -> str:
    return date_format(day, "M Y")


def _weeks(profile: Profile, scope: Scope, today: date) -> dict[str, list[Point]]:
    """The trends of states, measure by measure: only weeks that were counted. One query."""
    first = today - timedelta(days=today.weekday() + 7 * (TREND_WEEKS - 1))
    rows = scoped(WeekFigure.objects.visible_to(profile).filter(week__gte=first), scope)
    out: dict[str, list[Point]] = defaultdict(list)
    grouped = rows.values_list("measure", "week").annotate(Sum("count"), Sum("of")).order_by("week")
    for measure, week, count, of in grouped:
        out[measure].append(Point(_week_label(week), Value(count, of)))
    return out


def _months(sums: Sums, indicator: Indicator, today: date) -> list[Point]:
    months = [month_before(today, n) for n in range(TREND_MONTHS - 1, -1, -1)]
    return [Point(_month_label(m), sums.value(indicator.measure, indicator.keys, month=m)) for m in months]


def targets() -> dict[str, int]:
    """The targets that were changed. One query."""
    return dict(Target.objects.values_list("indicator", "value"))


def _shown(
    indicator: Indicator, sums: Sums, weeks: dict[str, list[Point]], changed: dict[str, int], scope: Scope,
    profile: Profile, today: date,
) -> Shown:  # fmt: skip
    listed = sums.value(indicator.listed or indicator.measure).count
    parts = []
    if indicator.split_by_risk:
        parts = [
            Part(level.value, level.label, sums.value(indicator.measure, indicator.keys + level.value),
                 links.case_list(scope, **indicator.cases, risk=level.value))
            for level in RISKS
        ]  # fmt: skip
        parts = [part for part in parts if part.value.of]
    supervises = profile.role == Role.SUPERVISOR
    tasks_url = links.task_list(show="overdue") if indicator.code == "overdue" and supervises else ""
    if indicator.code == "caseload":
        url, api = links.caseload(scope), links.caseload_api(scope)
    else:
        url, api = links.case_list(scope, **indicator.cases), links.case_list_api(scope, **indicator.cases)
    return Shown(
        indicator, sums.value(indicator.measure, indicator.keys), changed.get(indicator.code, indicator.target),
        _months(sums, indicator, today) if indicator.monthly else weeks.get(indicator.measure, []),
        url=url, api=api, listed=listed, parts=parts, tasks_url=tasks_url,
    )  # fmt: skip


def _overdue(sums: Sums, profile: Profile, narrowed: bool) -> list[OverdueRow]:
    linked = profile.role == Role.SUPERVISOR and not narrowed
    rows = []
    for kind in TaskKind:
        bands = [sums.value("overdue", f"{kind.value}:{age.value}").count for age in Age]
        if any(bands):
            url = links.task_list(show="overdue", kind=kind.value) if linked else ""
            rows.append(OverdueRow(kind.value, kind.label, bands, url))
    return sorted(rows, key=lambda row: -row.total)


def _regions(sums: Sums, scope: Scope, shown: tuple[Indicator, ...]) -> list[RegionRow]:
    found = {cell.region for rows in sums.by_measure.values() for cell in rows}
    out = []
    for office in Office.objects.filter(pk__in=found).order_by("name"):
        here = Scope(office, scope.operation, scope.arrival, scope.months)
        values = [
            Part(one.code, one.label, sums.value(one.measure, one.keys, region=office.pk),
                 links.case_list(here, **one.cases) if one.cases else links.caseload(here))
            for one in shown
        ]  # fmt: skip
        count = sums.value("open", region=office.pk).count
        out.append(RegionRow(office, count, values, links.case_list(here)))
    return out


def _operations(profile: Profile, scope: Scope) -> list[OperationRow]:
    """People by operation, the latest first. Two queries."""
    rows = scoped(Figure.objects.visible_to(profile).filter(measure="arrived"), scope)
    counted = {key: (n, of) for key, n, of in
               rows.values_list("arrival_id").annotate(Sum("count"), Sum("of")).order_by()}  # fmt: skip
    names = {
        a.pk: (a.phase.operation_id, a.phase.operation.name, a.date)
        for a in Arrival.objects.filter(pk__in=[k for k in counted if k]).select_related("phase__operation")
    }
    grouped: dict[int | None, list[Any]] = {}
    for key, (count, of) in counted.items():
        operation, name, day = names.get(key, (None, "", date.min))
        row = grouped.setdefault(operation, [name, 0, 0, day])
        row[1], row[2], row[3] = row[1] + of, row[2] + count, max(row[3], day)
    ordered = sorted(grouped.items(), key=lambda item: item[1][3], reverse=True)
    return [
        OperationRow(
            name, people, count,
            links.case_list(Scope(scope.region), operation=str(key), open="all") if key is not None else "", key,
        )
        for key, (name, people, count, _day) in ordered
    ]  # fmt: skip


def board_of(profile: Profile, scope: Scope) -> Board:
    """The figures of a user's scope. Nine queries at most."""
    today = clock.today()
    found = cells(profile, scope, PAGE_MEASURES)
    if scope.narrows_arrivals:
        found += cells(profile, Scope(scope.region), ["caseload"])
    sums = Sums(found, month_before(today, scope.months - 1))
    weeks, changed = _weeks(profile, scope, today), targets()
    make = [_shown(one, sums, weeks, changed, scope, profile, today) for one in (*HEADLINE, *BELOW)]
    risk = [
        Part(level.value, level.label, Value(sums.value("open", level.value).count, sums.value("open").count),
             links.case_list(scope, risk=level.value))
        for level in RISKS
    ]  # fmt: skip
    by_region = profile.role == Role.NATIONAL
    return Board(
        scope, freshness(), make[: len(HEADLINE)], make[len(HEADLINE) :], risk,
        _overdue(sums, profile, scope.narrows_arrivals),
        _regions(sums, scope, (*HEADLINE, *BELOW)) if by_region else [],
        _operations(profile, scope), sums.value("open").count,
    )  # fmt: skip
