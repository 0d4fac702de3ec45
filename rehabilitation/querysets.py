"""Which records: wall one of this room. Each method mirrors a row rule of rehabilitation/walls.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.querysets import OfCaseQuerySet

from .enums import RecordState


class RecordQuerySet(OfCaseQuerySet):
    """Records of one kind."""

    def valid(self) -> RecordQuerySet:
        """Without those entered in error."""
        return self.filter(state=RecordState.VALID)

    def current(self, on: date | None = None) -> RecordQuerySet:
        """Valid lasting records that run on a day (today)."""
        day = on or timezone.localdate()
        return self.valid().filter(Q(until=None) | Q(until__gt=day), on__lte=day)


def newest(queryset: QuerySet[Any]) -> Any:
    """The latest record by date, or None."""
    return queryset.order_by("-on", "-id").first()
