"""Who besides the case worker may open a case.

``CaseGrant`` is django-guardian's object permission with a direct foreign key, a reason, a giver and an end.
``CaseAccess`` is what the row rules read: one row for each user and case, kept by database triggers of the owner
(cases/sql.py) from the case's worker and from the grants, so that no role can give itself access.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from accounts.models import Profile
from cases.enums import GIVEN, OPENING_HOURS, OPENINGS, GrantPurpose
from cases.querysets import GrantQuerySet, OfCaseQuerySet

from .base import OfCase
from .cases import Case


class CaseGrant(UserObjectPermissionBase):
    """A right of one user on one case, with an end. Those named on a restricted case have no day: until it is lifted
    or they are taken off."""

    content_object = models.ForeignKey(Case, models.PROTECT, related_name="grants")
    purpose = models.CharField(_("purpose"), max_length=10, choices=GrantPurpose.choices)
    reason = models.TextField(_("reason"))
    given_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(_("until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = UserObjectPermissionManager.from_queryset(GrantQuerySet)()  # type: ignore[misc]

    class Meta:
        unique_together = ()
        indexes = [
            models.Index(fields=["user", "content_object"], name="grant_user_case"),
            models.Index(fields=["-id"], name="grant_not_ended", condition=models.Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_has_an_end", condition=models.Q(purpose=GrantPurpose.NAMED) | models.Q(until__isnull=False)
            ),
            # However a row is written: nobody opens a case by herself for longer.
            models.CheckConstraint(
                name="grant_opening_is_short",
                condition=~models.Q(purpose__in=OPENINGS)
                | models.Q(until__lte=models.F("created_at") + timedelta(hours=OPENING_HOURS)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())

    @property
    def end(self) -> datetime | None:
        """When it ends or ended; None where no day is set."""
        return self.ended_at or self.until

    @property
    def is_given(self) -> bool:
        """Whether a supervisor gave it by hand, so that it can be extended."""
        return self.purpose in GIVEN

    @property
    def is_running(self) -> bool:
        return self.end is None or self.end > timezone.now()


class CaseAccess(models.Model):
    """``until`` is empty for the case worker, whose ``purpose`` is "worker"; of a grant it is the grant's, by which
    accounts/levels.py tells who is in charge. Never written by the application."""

    user = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="accesses")
    purpose = models.CharField(max_length=10, default="worker")
    until = models.DateTimeField(null=True)
    grant = models.ForeignKey(CaseGrant, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "case"], condition=models.Q(grant=None), name="access_worker_once"),
            models.UniqueConstraint(fields=["grant"], name="access_grant_once"),
        ]
        indexes = [models.Index(fields=["user", "case"], name="access_user_case", include=["until", "purpose"])]

    def __str__(self) -> str:
        return str(self.pk)


class NeedToKnow(OfCase):
    """Somebody on the case who may read what is protected in it (HIV, pregnancy, sexual violence, DNA), because her
    work needs it: named by a supervisor, never by herself, for a time and with a reason. It gives no access to the
    case itself."""

    user = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    reason = models.TextField(_("why she needs to know"))
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("named for what is protected"), _("named for what is protected")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "case"], name="need_user_case", include=["until", "ended_at"])]
        constraints = [
            models.CheckConstraint(
                name="need_named_by_another", condition=~models.Q(named_by=models.F("user"))
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.until > timezone.now()
