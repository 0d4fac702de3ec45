"""Which rows of the sharing room: wall one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Now

from accounts.enums import AGENCY_ROLES
from accounts.models import Profile
from accounts.policy import may


class AgreementQuerySet(models.QuerySet[Any]):
    """Agreements hold no person's data: who may list them may list all."""

    def visible_to(self, profile: Profile | None) -> AgreementQuerySet:
        return self if may(profile, "agreement", "list") else self.none()

    def in_force(self, on: date) -> AgreementQuerySet:
        return self.filter(ended_at=None, starts_on__lte=on, until__gte=on)


class ReleaseQuerySet(models.QuerySet[Any]):
    """An agency sees its own, released and still running; staff see those of their cases."""

    def running(self) -> ReleaseQuerySet:
        return self.filter(ended_at=None, expires_at__gt=Now())

    def visible_to(self, profile: Profile | None) -> ReleaseQuerySet:
        if profile is None:
            return self.none()
        if profile.role in AGENCY_ROLES:
            return self.running().filter(agency_id=profile.agency_id)
        from cases.models import Case

        return self.filter(summary__case__in=Case.objects.visible_to(profile))


class AnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, profile: Profile | None) -> AnswerQuerySet:
        from .models import Release

        return self.filter(release__in=Release.objects.visible_to(profile))
