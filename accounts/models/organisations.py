"""Offices as a tree, and the agencies we share with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import AgencyKind, OfficeKind


def localised(names: dict[str, str], otherwise: str) -> str:
    """The name in the reader's language, else ``otherwise``."""
    return names.get(get_language() or "en") or otherwise


class Office(models.Model):
    """A country, a region, a district or an adaptation centre.

    ``region`` is the office itself for a region, else the region above it: the scope of a supervisor is one
    comparison with it, so it stands on the case as well.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=OfficeKind.choices)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    region_code = models.CharField(_("ISO 3166-2 region code"), max_length=4, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    region = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return localised(self.names, self.name)


class Agency(models.Model):
    """An organisation outside the house. It learns of a person only by released summaries."""

    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    name = models.CharField(_("name"), max_length=160)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    region = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(_("country"), max_length=2, default="UZ")
    works_on_paper = models.BooleanField(_("works on paper"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return localised(self.names, self.name)
