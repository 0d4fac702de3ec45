"""Housing: where somebody lives, by which right, and whether it is fit to live in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from rehabilitation.enums import Adequacy, PlacementKind, RecordState, Tenure

from .base import Errors, Lasting, Record, joined

# A key compared as a range of one: GiST compares ranges without the extension btree_gist, which is not there.
_CASE = Func(F("case"), F("case"), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
_PERIOD = Func(F("on"), F("until"), Value("[)"), function="daterange", output_field=DateRangeField())


class Placement(Lasting):
    """A person's home from a day until a day; never two on one day."""

    kind = models.CharField(_("kind of home"), max_length=11, choices=PlacementKind.choices)
    tenure = models.CharField(_("right to live there"), max_length=11, choices=Tenure.choices, blank=True)
    centre = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("adaptation centre"),
        limit_choices_to={"kind": "centre", "is_active": True},
    )  # fmt: skip
    address = models.CharField(_("address"), max_length=240, blank=True)
    room = models.CharField(_("room"), max_length=40, blank=True)
    people = models.PositiveSmallIntegerField(
        _("people in the home"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    rooms = models.PositiveSmallIntegerField(
        _("rooms"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    options: ClassVar[dict[str, Any]] = {
        "end_previous": _("The home before ends on the day when this one begins"),
    }

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("home"), _("homes")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="placement_case")]
        constraints = [
            ExclusionConstraint(
                name="placement_never_two",
                expressions=[(_CASE, RangeOperators.OVERLAPS), (_PERIOD, RangeOperators.OVERLAPS)],
                condition=models.Q(state=RecordState.VALID),
                violation_error_message=_("Another home is recorded for this time; end it first."),
            )
        ]

    @property
    def summary(self) -> str:
        room = _now("room %(room)s") % {"room": self.room} if self.room else ""
        return joined(self.label_of("kind"), self.label_of("tenure"), self.address, room)

    def details(self) -> dict[str, Any]:
        return {"placement": self.kind}


class Inspection(Record):
    """Is the home fit? ``next_on`` is the day of the next look. An unanswered line stays unanswered."""

    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name=_("home")
    )
    adequacy = models.CharField(_("adequate or not"), max_length=10, choices=Adequacy.choices)
    safe = models.BooleanField(_("safe building and neighbourhood"), null=True, blank=True)
    water = models.BooleanField(_("clean water and toilet"), null=True, blank=True)
    heating = models.BooleanField(_("heating and electricity"), null=True, blank=True)
    space = models.BooleanField(_("enough space and beds"), null=True, blank=True)
    privacy = models.BooleanField(_("privacy, a lockable door"), null=True, blank=True)
    school_near = models.BooleanField(_("school within reach"), null=True, blank=True)
    clinic_near = models.BooleanField(_("clinic within reach"), null=True, blank=True)
    missing = models.CharField(_("what has to be mended"), max_length=300, blank=True)

    CHECKLIST: ClassVar[tuple[str, ...]] = (
        "safe", "water", "heating", "space", "privacy", "school_near", "clinic_near",
    )  # fmt: skip
    computed: ClassVar[tuple[str, ...]] = ("failed",)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("inspection"), _("inspections")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="inspection_case")]

    @property
    def failed(self) -> list[str]:
        """The lines of the checklist that were answered with no."""
        return [name for name in self.CHECKLIST if getattr(self, name) is False]

    @property
    def summary(self) -> str:
        names = [str(self._meta.get_field(name).verbose_name) for name in self.failed]  # type: ignore[union-attr]
        lacking = _now("lacking: %(what)s") % {"what": ", ".join(names)} if names else ""
        return joined(self.label_of("adequacy"), lacking, self.missing)

    def details(self) -> dict[str, Any]:
        return {"adequacy": self.adequacy}

    def refusals(self) -> Errors:
        found: Errors = {}
        if self.placement is not None and self.placement.case_id != self.case_id:
            found["placement"] = _now("This home belongs to another case.")
        if self.adequacy == Adequacy.ADEQUATE and self.safe is False:
            found["adequacy"] = _now("A home that is not safe cannot be adequate.")
        return found
