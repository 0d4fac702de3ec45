"""Ages of people whose birth date may be a year or a range."""

from __future__ import annotations

from datetime import date


def years_between(born: date, on: date) -> int:
    """Full years; who was born on 29 February has a birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_between(born: date, on: date) -> int:
    """Full months."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def age_range(earliest: date | None, latest: date | None, on: date) -> tuple[int, int] | None:
    """Youngest and oldest possible age in full years on a day; None where no birth date is known."""
    if earliest is None and latest is None:
        return None
    oldest = years_between(earliest or latest, on)  # type: ignore[arg-type]
    youngest = years_between(latest or earliest, on)  # type: ignore[arg-type]
    return (max(youngest, 0), max(oldest, 0))


def years_before(on: date, years: int) -> date:
    """The day this many years earlier; 28 February where there is no 29th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
