"""Families and kin. Both span cases: a family is visible through any visible case of a member."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Relation
from cases.querysets import FamilyQuerySet

from .base import Stamped, TransactionId
from .persons import Person


class Family(Stamped):
    """People who live as one household. The number is as neutral as a case's."""

    number = models.CharField(max_length=9, unique=True, editable=False)
    made_in = models.BigIntegerField(db_default=TransactionId(), editable=False)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.number


class FamilyMember(Stamped):
    """A person's place in a family; ``relation`` is to its head. Who left has ``left_on``."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    is_caregiver = models.BooleanField(_("caregiver"), default=False)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(left_on=None), name="one_current_family"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_relation_display())


class Kinship(Stamped):
    """``person`` is the ``relation`` of ``relative``: every link is stored both ways."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="kin")
    relative = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "relative"], name="kin_once")]

    def __str__(self) -> str:
        return str(self.get_relation_display())
