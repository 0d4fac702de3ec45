"""The operations of record, with official figures, their sources and dates. Totals of our own derive from cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.acting import acting_as
from cases.models import Operation
from cases.services.arrivals import operation_create

from .people import user

#: The demonstration's own operation; the others are known from the press.
NAME = "Mehr (demonstration)"

_SOURCE = "public reports, collected 2026"
#: name → country, date, people, women, children, orphans (None: not stated).
RECORD: dict[str, tuple[str, date, int, int | None, int | None, int | None]] = {
    "Mehr-1": ("UZ", date(2019, 5, 30), 156, 48, 107, 2),
    "Mehr-2": ("UZ", date(2019, 10, 10), 64, None, 64, 2),
    "Mehr-4": ("UZ", date(2021, 3, 2), 24, None, 19, 4),
    "Mehr-5": ("UZ", date(2021, 4, 30), 93, 24, 69, 7),
}


def operations_load() -> None:
    """As the national coordinator, who keeps operations. Mehr-3 is left to the sample manifest."""
    national = user("national")
    with acting_as(national):
        for name, (country, on, people, women, children, orphans) in RECORD.items():
            if Operation.objects.filter(name=name).exists():
                continue
            figures: dict[str, Any] = {
                "people": people, "women": women, "children": children, "orphans": orphans,
                "on": on.isoformat(), "source": _SOURCE,
            }  # fmt: skip
            known = [{key: value for key, value in figures.items() if value is not None}]
            operation_create(by=national, name=name, country=country, official_figures=known)
