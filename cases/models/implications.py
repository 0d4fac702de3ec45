"""Somebody of a child's family whose interests are against the child's."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Profile
from cases.querysets import OfCaseQuerySet

from .base import OfCase
from .persons import Person


class Implication(OfCase):
    """``person`` is implicated in harm to the child of this case, and left out of all that is decided for her, shown
    or handed over: consent, printouts, the family page, requests. For those in charge of the case alone; the reason is
    ciphertext. ``was_caregiver``: what her place in the family said before."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who is left out"))
    reason = EncryptedTextField(_("why she is left out"))
    was_caregiver = models.BooleanField(default=False, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = EncryptedTextField(_("why it ended"), null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("implicated caregiver"), _("implicated caregivers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=models.Q(ended_at=None), name="implicated_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
