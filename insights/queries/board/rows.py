"""What a page of figures shows, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Office
from insights.enums import Age, Better
from insights.forms import Scope
from insights.indicators import Indicator
from insights.queries.freshness import Freshness


@dataclass(slots=True)
class Cell:
    """One group of summary rows."""

    measure: str
    key: str
    region: int
    month: date | None
    count: int
    of: int


@dataclass(frozen=True)
class Value:
    """A number and what it is a share of. ``share`` in hundredths, one decimal; None where ``of`` is 0."""

    count: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        return round(100 * self.count / self.of, 1) if self.of else None


@dataclass(frozen=True)
class Point:
    """One step of a trend."""

    label: str
    value: Value


@dataclass(frozen=True)
class Part:
    """One line of a split."""

    code: str
    label: Any
    value: Value
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """An indicator as a page shows it."""

    indicator: Indicator
    value: Value
    target: int | None
    trend: list[Point]
    url: str
    api: str
    listed: int
    parts: list[Part] = field(default_factory=list)
    tasks_url: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none, or nothing to measure."""
        share = self.value.share
        if self.target is None or share is None or self.indicator.better is Better.NONE:
            return None
        return share >= self.target if self.indicator.better is Better.HIGH else share <= self.target

    @property
    def change(self) -> float | None:
        """Points by which the share moved since the first step of the trend that has one."""
        shares = [point.value.share for point in self.trend if point.value.share is not None]
        return round(shares[-1] - shares[0], 1) if len(shares) > 1 else None

    @property
    def moved(self) -> str:
        """The size of the change, without its direction."""
        return f"{abs(self.change or 0):.1f}".removesuffix(".0")


@dataclass(frozen=True)
class OverdueRow:
    kind: str
    label: Any
    bands: list[int]
    url: str

    @property
    def total(self) -> int:
        return sum(self.bands)


@dataclass(frozen=True)
class RegionRow:
    region: Office
    open_cases: int
    values: list[Part]
    url: str


@dataclass(frozen=True)
class OperationRow:
    name: str
    people: int
    open_cases: int
    url: str
    id: int | None = None


@dataclass(frozen=True)
class Board:
    """Everything that a page of figures, or the dashboard of the API, shows."""

    scope: Scope
    fresh: Freshness
    headline: list[Shown]
    below: list[Shown]
    risk: list[Part]
    overdue: list[OverdueRow]
    regions: list[RegionRow]
    operations: list[OperationRow]
    open_cases: int

    @property
    def overdue_totals(self) -> list[int]:
        return [sum(row.bands[n] for row in self.overdue) for n in range(len(Age))]
