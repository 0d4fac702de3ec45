"""Employment: what she can and wants, training, search, job, and what she lives on meanwhile."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehabilitation.enums import (
    BenefitKind,
    BenefitStage,
    Contract,
    CourseResult,
    PaymentPeriod,
    SearchStage,
    WageBand,
    WorkWish,
)

from .base import Errors, Lasting, Record, joined

#: Youngest age for work, with limits (Labour Code of Uzbekistan, 2023: 16; 15 with a parent's consent).
WORKING_AGE = 15


class SkillsProfile(Record):
    """What somebody can, wants, and what stands in the way."""

    wish = models.CharField(_("wish"), max_length=8, choices=WorkWish.choices)
    profession = models.CharField(_("profession or trade"), max_length=160, blank=True)
    skills = models.CharField(_("skills"), max_length=300, blank=True)
    languages = models.CharField(_("languages"), max_length=160, blank=True)
    care_duties = models.CharField(_("care duties"), max_length=200, blank=True)
    needs_childcare = models.BooleanField(_("needs childcare to work"), default=False)
    limits = models.CharField(_("limits at work"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("skills profile"), _("skills profiles")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="skills_case")]

    @property
    def summary(self) -> str:
        return joined(self.label_of("wish"), self.profession, self.skills)

    def details(self) -> dict[str, Any]:
        return {"wish": self.wish}


class Training(Lasting):
    """A course for a trade."""

    course = models.CharField(_("course"), max_length=160)
    provider = models.CharField(_("where"), max_length=160, blank=True)
    result = models.CharField(
        _("result"), max_length=10, choices=CourseResult.choices, default=CourseResult.RUNNING
    )
    certificate = models.BooleanField(_("certificate received"), default=False)

    thread: ClassVar[tuple[str, ...]] = ("course",)

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("training"), _("trainings")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="training_case")]

    @property
    def summary(self) -> str:
        return joined(self.course, self.provider, self.label_of("result"))

    def details(self) -> dict[str, Any]:
        return {"training_result": self.result}

    def refusals(self) -> Errors:
        if self.certificate and self.result == CourseResult.DROPPED:
            return {"certificate": _now("Nobody gets a certificate for a course she dropped.")}
        return {}


class JobSearch(Record):
    """One application; ``next_on`` is the interview or the next step."""

    employer = models.CharField(_("employer"), max_length=160)
    position = models.CharField(_("position"), max_length=160, blank=True)
    stage = models.CharField(
        _("stage"), max_length=9, choices=SearchStage.choices, default=SearchStage.APPLIED
    )

    thread: ClassVar[tuple[str, ...]] = ("employer", "position")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("application for a job"), _("applications for jobs")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="jobsearch_case")]

    @property
    def summary(self) -> str:
        return joined(self.employer, self.position, self.label_of("stage"))

    def details(self) -> dict[str, Any]:
        return {"search_stage": self.stage}


class Job(Lasting):
    """Work, from a day until a day."""

    employer = models.CharField(_("employer"), max_length=160)
    position = models.CharField(_("position"), max_length=160, blank=True)
    contract = models.CharField(_("contract"), max_length=13, choices=Contract.choices)
    wage = models.CharField(_("wage"), max_length=7, choices=WageBand.choices, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MaxValueValidator(80)]
    )
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    computed: ClassVar[tuple[str, ...]] = ("lasted_days",)

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("job"), _("jobs")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="job_case")]

    @property
    def lasted_days(self) -> int | None:
        """Days from the first to the last; None while it runs."""
        return (self.until - self.on) // timedelta(days=1) if self.until else None

    @property
    def summary(self) -> str:
        return joined(self.position, self.employer, self.label_of("contract"), self.label_of("wage"))

    def details(self) -> dict[str, Any]:
        return {"contract": self.contract}

    def refusals(self) -> Errors:
        if self.ages and self.ages[1] < WORKING_AGE:
            return {"on": _now("A child under %(age)s does not work.") % {"age": WORKING_AGE}}
        return {}


class Benefit(Lasting):
    """A benefit, a pension or a grant: applied for, decided, paid from a day until a day."""

    kind = models.CharField(_("kind"), max_length=12, choices=BenefitKind.choices)
    stage = models.CharField(
        _("stage"), max_length=8, choices=BenefitStage.choices, default=BenefitStage.APPLIED
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    period = models.CharField(_("paid"), max_length=7, choices=PaymentPeriod.choices, blank=True)
    purpose = models.CharField(_("purpose or plan"), max_length=300, blank=True)

    thread: ClassVar[tuple[str, ...]] = ("kind",)

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("benefit or grant"), _("benefits and grants")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="benefit_case")]

    @property
    def summary(self) -> str:
        amount = f"{self.amount:,.0f}".replace(",", "\u202f") if self.amount is not None else ""
        return joined(self.label_of("kind"), self.label_of("stage"), amount, self.label_of("period"))

    def details(self) -> dict[str, Any]:
        return {"benefit": self.kind, "benefit_stage": self.stage}

    def refusals(self) -> Errors:
        if self.decided_on and self.decided_on < self.on:
            return {"decided_on": _now("The decision lies before the application.")}
        if self.decided_on and self.stage == BenefitStage.APPLIED:
            return {"stage": _now("A decision has a date: say what was decided.")}
        return {}
