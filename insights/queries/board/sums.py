"""The summary rows that a user may see, and sums over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from accounts.models import Profile
from cases.models import Arrival
from insights.forms import Scope
from insights.models import Figure

from .rows import Cell, Value


def scoped(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    if scope.region is not None:
        rows = rows.filter(region=scope.region)
    if scope.arrival is not None:
        return rows.filter(arrival=scope.arrival)
    if scope.operation is not None:
        return rows.filter(arrival__in=Arrival.objects.filter(phase__operation=scope.operation).values("pk"))
    return rows


def cells(profile: Profile, scope: Scope, measures: Iterable[str] | None) -> list[Cell]:
    """The summary rows that the user may see, grouped; of all measures with None. One query; workers' caseloads know
    no arrival."""
    rows = scoped(Figure.objects.visible_to(profile), scope)
    if measures is not None:
        rows = rows.filter(measure__in=list(measures))
    found = rows.values_list("measure", "key", "region_id", "month").annotate(Sum("count"), Sum("of")).order_by()
    return [Cell(*row) for row in found]


class Sums:
    """Sums over cells."""

    def __init__(self, found: list[Cell], since: date) -> None:
        self.by_measure: dict[str, list[Cell]] = defaultdict(list)
        for cell in found:
            self.by_measure[cell.measure].append(cell)
        self.since = since

    def value(
        self, measure: str, keys: str = "", *, region: int | None = None, month: date | None = None
    ) -> Value:
        """Of one month; without one, within the period where the measure has months."""
        count = of = 0
        for cell in self.by_measure[measure]:
            if not cell.key.startswith(keys) or (region is not None and cell.region != region):
                continue
            if cell.month != month if month is not None else cell.month is not None and cell.month < self.since:
                continue
            count, of = count + cell.count, of + cell.of
        return Value(count, of)
