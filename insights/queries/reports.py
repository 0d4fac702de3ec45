"""The month in numbers: aggregates by region, for the page, for print and as CSV. No row of a person."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office, Profile
from insights.models import Figure, WeekFigure
from insights.services.refresh import MONTHS, month_before
from tasks import clock

from .board import Value


@dataclass(frozen=True)
class Line:
    """One number of the report. ``keys`` is a prefix; ``state``: as it stood at the end of the month."""

    code: str
    label: Any
    measure: str
    keys: str = ""
    share: bool = True
    state: bool = False


@dataclass(frozen=True)
class Section:
    title: Any
    lines: tuple[Line, ...]


SECTIONS: tuple[Section, ...] = (
    Section(_("In the month"), (
        Line("opened", _("Cases opened"), "opened", share=False),
        Line("closed", _("Cases closed"), "closed", share=False),
        Line("closed_goals_met", _("of them with the goals reached"), "closed", "goals_met", share=False),
        Line("seen", _("Persons seen on visits"), "seen"),
    )),
    Section(_("On time, of what was due in the month"), (
        Line("first_response", _("First responses"), "on_time", "first_response:"),
        Line("assessments", _("First assessments"), "on_time", "assessment:"),
        Line("plans", _("Case plans"), "on_time", "plan:"),
        Line("visits", _("Visits"), "followups", "visit"),
        Line("vaccinations", _("Vaccinations"), "followups", "vaccination"),
        Line("documents", _("Documents"), "followups", "document"),
        Line("followups", _("All follow-ups"), "followups"),
    )),
    Section(_("At the end of the month"), (
        Line("overdue", _("Follow-ups overdue"), "overdue", state=True),
        Line("without_plan", _("Cases without a plan for too long"), "plan_missing", state=True),
        Line("without_visit", _("Cases without a visit for too long"), "visit_late", state=True),
        Line("not_enrolled", _("Children of school age not enrolled"), "school_age_not_enrolled", state=True),
        Line("unaccompanied", _("Unaccompanied children"), "unaccompanied", state=True),
        Line("caseload", _("Workers with too many cases"), "caseload", state=True),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    line: Line
    total: Value
    values: list[Value]


@dataclass(frozen=True)
class Report:
    """``counted_on``: the day that the states are as of; empty where that month was not counted."""

    month: date
    regions: list[Office]
    sections: list[tuple[Any, list[Row]]] = field(default_factory=list)
    counted_on: date | None = None


def months() -> list[date]:
    """The months that a report can be had for, this one first."""
    today = clock.today()
    return [month_before(today, n) for n in range(MONTHS)]


def _events(profile: Profile, month: date) -> Iterator[tuple[str, str, int, int, int]]:
    rows = Figure.objects.visible_to(profile).filter(month=month)
    yield from rows.values_list("measure", "key", "region_id").annotate(Sum("count"), Sum("of")).order_by()


def _states(profile: Profile, month: date) -> tuple[date | None, list[tuple[str, str, int, int, int]]]:
    """Of the last week that began in the month."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    rows = WeekFigure.objects.visible_to(profile)
    week = rows.filter(week__gte=month, week__lte=last).aggregate(last=Max("week"))["last"]
    if week is None and month == month_before(clock.today(), 0):
        # A month that began in the middle of this week.
        week = rows.aggregate(last=Max("week"))["last"]
    grouped = rows.filter(week=week).values_list("measure", "region_id").annotate(Sum("count"), Sum("of")).order_by()
    return week, [(measure, "", region, count, of) for measure, region, count, of in grouped]


def report_of(profile: Profile, month: date) -> Report:
    """The report of a month over what the user may see. Four queries."""
    week, states = _states(profile, month)
    events = list(_events(profile, month))
    found = {region for _m, _k, region, _c, _o in (*events, *states)}
    if profile.role == Role.SUPERVISOR and profile.region_id:
        found.add(profile.region_id)
    regions = list(Office.objects.filter(pk__in=found).order_by("name"))
    sections = []
    for section in SECTIONS:
        rows = [_row(line, states if line.state else events, regions) for line in section.lines]
        sections.append((section.title, rows))
    return Report(month, regions, sections, week)


def _row(line: Line, cells: list[tuple[str, str, int, int, int]], regions: list[Office]) -> Row:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for measure, key, region, count, of in cells:
        if measure == line.measure and key.startswith(line.keys):
            sums[region][0] += count
            sums[region][1] += of
    values = [Value(*sums[office.pk]) for office in regions]
    return Row(line, Value(sum(v.count for v in values), sum(v.of for v in values)), values)


def table_of(report: Report) -> Iterator[tuple[Any, ...]]:
    """The report as lines of a table: heads, then one line for each number and region."""
    yield ("month", "region", "region_code", "measure", "label", "count", "of", "percent")
    for _title, rows in report.sections:
        for row in rows:
            for office, value in zip(report.regions, row.values, strict=True):
                of, share = (value.of, value.share) if row.line.share else ("", "")
                yield (
                    f"{report.month:%Y-%m}", str(office), office.region_code, row.line.code, str(row.line.label),
                    value.count, of, "" if share is None else share,
                )  # fmt: skip
