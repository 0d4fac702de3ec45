"""Cases opened outside of one's scope: in an emergency, or by the national coordinator; and wrong answers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Profile
from cases.enums import GrantPurpose
from cases.querysets import OpeningQuerySet

from .access import CaseGrant
from .cases import Case


class Opening(models.Model):
    """One opening, listed until somebody else has reviewed it. Made by a function of the owner alone
    (cases/sql_access.py). ``number`` stands here for the officer, who sees no case."""

    grant = models.OneToOneField(CaseGrant, models.PROTECT, related_name="opening")
    case = models.ForeignKey(Case, models.PROTECT, related_name="openings")
    number = models.CharField(max_length=9)
    region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    user = models.ForeignKey(Profile, models.PROTECT, related_name="openings")
    kind = models.CharField(_("kind"), max_length=10, choices=GrantPurpose.choices)
    reason = models.TextField(_("reason"))
    opened_at = models.DateTimeField(_("opened"))
    until = models.DateTimeField(_("until"))
    told_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    reviewed_by = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    remark = models.TextField(_("remark"), blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-id"], name="opening_waiting", condition=models.Q(reviewed_at=None)),
            models.Index(fields=["id"], name="opening_untold", condition=models.Q(told_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="opening_reviewed_by_another",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("user")),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_running(self) -> bool:
        return self.until > timezone.now()


class OpeningRefusal(models.Model):
    """A wrong case number or birth year. Counted, so that nobody finds out by asking; what was asked is not kept."""

    user = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="refusal_of_user")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
