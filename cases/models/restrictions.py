"""Why a case is restricted, since when, and by whom it was lifted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Profile
from cases.querysets import RestrictionQuerySet

from .cases import Case


class Restriction(models.Model):
    """A case that only named people may open. Made by a function of the owner alone (cases/sql_access.py), because
    who restricts a case need not be among those named. ``number`` and ``region`` stand here for the officer."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="restrictions")
    number = models.CharField(max_length=9)
    region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("since"))
    made_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    lifted_reason = models.TextField(_("reason for lifting"), blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(lifted_at=None), name="restriction_once")
        ]

    def __str__(self) -> str:
        return self.number
