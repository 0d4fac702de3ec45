"""Which tasks: wall one. A task is visible where its case is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from accounts.models import Profile
from cases.enums import GrantPurpose
from cases.models import Case, CaseGrant
from cases.querysets import level_rows

from .clock import today
from .enums import ACTIVE, TaskState


class TaskQuerySet(models.QuerySet[Any]):
    """``visible_to`` is the truth; ``listed_for`` the same with one predicate, for a region's lists."""

    def visible_to(self, profile: Profile | None) -> TaskQuerySet:
        # That somebody is in danger is for those who may read alerts, and for who is to act.
        return self.filter(case__in=Case.objects.visible_to(profile)).filter(level_rows(profile, "tasks_task"))

    def listed_for(self, profile: Profile) -> TaskQuerySet:
        """As ``visible_to``, save that a supervisor's list holds the region only: never OR scopes (design §3)."""
        if profile.role == Role.SUPERVISOR:
            return self.filter(region_id=profile.region_id, case__restricted=False)
        return self.visible_to(profile)

    def active(self) -> TaskQuerySet:
        """Still to be done."""
        return self.filter(state__in=ACTIVE)

    def mine(self, profile: Profile) -> TaskQuerySet:
        """Assigned to the user, in cases that she may see; and while she covers a case, what its worker is to do."""
        own = Q(assignee=profile)
        # Asked beforehand: most cover nobody, and an OR would read every task (design §3).
        covered = list(CaseGrant.objects.running().filter(user_id=profile.pk, purpose=GrantPurpose.COVER).values_list(
            "content_object", flat=True))  # fmt: skip
        if covered:
            own |= Q(case__in=covered, assignee=F("case__worker"))
        return self.filter(own).visible_to(profile)

    def overdue(self, on: date | None = None) -> TaskQuerySet:
        return self.active().filter(due_on__lt=on or today())

    def overdue_for(self, at_least: int, at_most: int | None = None) -> TaskQuerySet:
        """Active and overdue for so many days."""
        late = self.active().filter(due_on__lte=today() - timedelta(days=at_least))
        return late if at_most is None else late.filter(due_on__gte=today() - timedelta(days=at_most))

    def due_within(self, days: int) -> TaskQuerySet:
        """Active and due up to so many days from today, the overdue ones among them."""
        return self.active().filter(due_on__lte=today() + timedelta(days=days))

    def done(self) -> TaskQuerySet:
        return self.filter(state=TaskState.DONE)

    def of_case(self, case: Case) -> TaskQuerySet:
        """The tasks of a case and those of its family."""
        if case.family_id is None:
            return self.filter(case=case)
        return self.filter(Q(case=case) | Q(family_id=case.family_id))

    def extension_asked(self) -> TaskQuerySet:
        """Requests for an extension that wait for a supervisor."""
        return self.active().filter(extension_until__isnull=False, extension_declined_at=None)

    def escalated(self) -> TaskQuerySet:
        return self.active().filter(escalated_at__isnull=False)
