"""Which rows of the sharing room: wall one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Now

from accounts import clock
from accounts.enums import AGENCY_ROLES
from accounts.models import Profile
from accounts.policy import may
from cases.querysets import OfCaseQuerySet
from sharing.enums import DecisionState


class AgreementQuerySet(models.QuerySet[Any]):
    """Agreements hold no person's data: who may list them may list all."""

    def visible_to(self, profile: Profile | None) -> AgreementQuerySet:
        return self if may(profile, "agreement", "list") else self.none()

    def in_force(self, on: date) -> AgreementQuerySet:
        return self.filter(ended_at=None, starts_on__lte=on, until__gte=on)


class _Decided:
    """What the data protection officer decides on."""

    def undecided(self: Any) -> Any:
        return self.filter(state=DecisionState.OPEN)

    def waiting_first(self: Any) -> Any:
        return self.order_by(models.F("decided_at").desc(nulls_first=True), "received_on", "pk")


class DemandQuerySet(_Decided, models.QuerySet[Any]):
    """Demands name no case: who may list them may list all."""

    def visible_to(self, profile: Profile | None) -> DemandQuerySet:
        return self if may(profile, "demand", "list") else self.none()


class PersonRequestQuerySet(_Decided, OfCaseQuerySet):
    """Requests are for those who carry the case, and for the officer who decides them and sees no case."""

    def late(self) -> PersonRequestQuerySet:
        """Not answered, and were to be before today."""
        found: Any = self.undecided()
        rows: PersonRequestQuerySet = found.filter(due_on__lt=clock.today())
        return rows

    def visible_to(self, profile: Profile | None) -> PersonRequestQuerySet:
        found: Any = self if may(profile, "person_request", "decide") else super().visible_to(profile)
        return found


class DestructionQuerySet(models.QuerySet[Any]):
    """What the user's agency is asked to destroy; nothing for a user without an agency."""

    def visible_to(self, profile: Profile | None) -> DestructionQuerySet:
        if profile is None or profile.agency_id is None:
            return self.none()
        return self.filter(agency_id=profile.agency_id)

    def waiting_first(self) -> DestructionQuerySet:
        return self.order_by(models.F("confirmed_at").desc(nulls_first=True), "-asked_at")


class ReleaseQuerySet(models.QuerySet[Any]):
    """An agency sees its own, released and still running; staff see those of their cases."""

    def running(self) -> ReleaseQuerySet:
        return self.filter(ended_at=None, expires_at__gt=Now())

    def unconfirmed(self) -> ReleaseQuerySet:
        """Ended before their time, and the agency has not said that it destroyed what it holds."""
        return self.filter(destruction__isnull=False, destruction__confirmed_at=None)

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
