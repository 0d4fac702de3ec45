"""Which summary rows: wall one, as insights/walls.py says it to the database."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.enums import Role
from accounts.models import Profile


class RegionQuerySet(models.QuerySet[Any]):
    """Rows with ``region`` and ``restricted``: a supervisor her region, the national coordinator all. Restricted
    cases stand in rows of their own, which nobody reads: the figures agree with the lists, which leave them out."""

    def visible_to(self, profile: Profile | None) -> RegionQuerySet:
        if profile is not None and profile.role == Role.NATIONAL:
            return self.filter(restricted=False)
        if profile is not None and profile.role == Role.SUPERVISOR and profile.region_id is not None:
            return self.filter(restricted=False, region_id=profile.region_id)
        return self.none()
