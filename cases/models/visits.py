"""A visit: one trip to a whole household, each member seen or not, each child alone or why not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from cases.enums import NotAlone, NotSeen, PlaceKind, Safety
from cases.querysets import OfCaseQuerySet, VisitQuerySet

from .base import OfCase, Stamped
from .families import Family


class Visit(Stamped):
    """What the case worker saw on one day. Kept as it was written: a correction is a note, not a change.

    ``on`` is the day of the visit, ``created_at`` the moment of entry. ``concern`` follows from ``safety``.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="visits")
    on = models.DateField(_("day of the visit"))
    place = models.CharField(_("place"), max_length=12, choices=PlaceKind.choices, default=PlaceKind.HOME)
    others_present = models.CharField(_("who else was there"), max_length=200, blank=True)
    safety = models.CharField(_("Is everybody in this home safe?"), max_length=8, choices=Safety.choices)
    safety_note = models.TextField(_("what I saw or heard"), blank=True)
    concern = models.BooleanField(_("concern for safety"), default=False)
    note = models.TextField(_("note"), blank=True)
    next_visit_on = models.DateField(_("next visit proposed"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["family", "-on", "-id"], name="visit_family_recent")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class VisitMember(OfCase):
    """One member of the family on a visit. ``seen_alone`` is asked for children only."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="members")
    seen = models.BooleanField(_("seen"))
    not_seen_reason = models.CharField(_("why not seen"), max_length=12, choices=NotSeen.choices, blank=True)
    seen_alone = models.BooleanField(_("seen alone"), null=True)
    not_alone_reason = models.CharField(
        _("why not alone"), max_length=18, choices=NotAlone.choices, blank=True
    )
    concern = models.BooleanField(_("concern for safety"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "case"], name="visit_member_once"),
            models.CheckConstraint(
                name="visit_not_seen_says_why", condition=models.Q(seen=True) | ~models.Q(not_seen_reason="")
            ),
        ]

    def __str__(self) -> str:
        return str(_("seen") if self.seen else _("not seen"))


class VisitDraft(models.Model):
    """What a worker has typed into the visit form so far; nobody else reads it, and recording empties it."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="+")
    author = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    data = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "author"], name="visit_draft_once")]

    def __str__(self) -> str:
        return str(self.pk)
