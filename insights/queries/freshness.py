"""How old the figures are. A page says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from insights.models import Refresh

#: Beyond this many seconds a page says that the job does not run.
STALE = 180


@dataclass(frozen=True)
class Freshness:
    at: datetime | None
    age: int

    @property
    def is_stale(self) -> bool:
        return self.at is None or self.age > STALE


def freshness() -> Freshness:
    """When the rows were counted. One query."""
    row = Refresh.objects.filter(pk=1).first()
    if row is None:
        return Freshness(None, 0)
    return Freshness(row.at, max(0, int((timezone.now() - row.at).total_seconds())))
