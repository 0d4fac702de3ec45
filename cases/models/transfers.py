"""A transfer: one household's cases go to another office, once its supervisor has accepted them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Profile
from cases.enums import Risk, TransferState
from cases.querysets import TransferQuerySet

from .arrivals import Arrival
from .base import Stamped
from .cases import Case


class Transfer(Stamped):
    """What the receiving supervisor may know beforehand stands here: numbers, how many, the highest risk, the note.

    ``to_worker`` is a proposal until it is accepted.
    """

    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, blank=True, related_name="transfers")
    from_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    from_region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    to_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    to_region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    to_worker = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveSmallIntegerField(_("people"))
    risk = models.CharField(_("highest risk"), max_length=6, choices=Risk.choices, default=Risk.UNSET)
    note = models.TextField(_("handover note"))
    state = models.CharField(
        _("state"), max_length=10, choices=TransferState.choices, default=TransferState.PENDING
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(_("reason of the refusal"), blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to_region", "-id"], name="transfer_waiting", condition=models.Q(state="pending")),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def numbers(self) -> list[str]:
        """The case numbers, in the order of the household."""
        return [row.number for row in self.cases.all()]


class TransferCase(models.Model):
    """One case of a transfer, with its number for those who do not see the case yet."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    number = models.CharField(max_length=9)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["transfer", "case"], name="transfer_case_once")]

    def __str__(self) -> str:
        return self.number
