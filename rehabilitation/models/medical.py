"""Medical: screening, conditions, vaccinations, growth, referrals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from rehabilitation.ages import months_between
from rehabilitation.enums import (
    CodeSystem,
    ConditionKind,
    Nutrition,
    Position,
    ProtectedKind,
    ProtectedResult,
    RecordState,
    ReferralStage,
    ScreeningFinding,
    ScreeningOccasion,
    Urgency,
    VaccinationSource,
    Vaccine,
)
from rehabilitation.protected import NOT_HERE, protected_kind

from .base import Errors, Lasting, Record, joined


class Screening(Record):
    """A medical check-up, on arrival or later; ``next_on`` is the next one."""

    occasion = models.CharField(
        _("occasion"), max_length=10, choices=ScreeningOccasion.choices, default=ScreeningOccasion.ARRIVAL
    )
    finding = models.CharField(_("finding"), max_length=10, choices=ScreeningFinding.choices)
    provider = models.CharField(_("seen by"), max_length=160, blank=True)
    findings = models.TextField(
        _("what was found"), blank=True,
        help_text=_("Everybody on the case reads this. HIV and the like belong to the protected findings."),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("screening"), _("screenings")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="screening_case")]

    @property
    def summary(self) -> str:
        return joined(self.label_of("occasion"), self.label_of("finding"))

    def details(self) -> dict[str, Any]:
        return {"screening_finding": self.finding}

    def refusals(self) -> Errors:
        return {"findings": NOT_HERE} if protected_kind(self.findings) else {}


class Condition(Lasting):
    """A condition, an allergy, a disability; or what somebody reported, before anybody examined it."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=ConditionKind.choices, default=ConditionKind.CONDITION
    )
    name = models.CharField(_("name"), max_length=200)
    code_system = models.CharField(_("coded in"), max_length=6, choices=CodeSystem.choices, blank=True)
    code = models.CharField(_("code"), max_length=12, blank=True)
    medication = models.CharField(_("medication"), max_length=300, blank=True)

    ahead: ClassVar[int] = 0

    thread: ClassVar[tuple[str, ...]] = ("kind", "name")

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("condition"), _("conditions")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="condition_case")]

    @property
    def summary(self) -> str:
        kind = "" if self.kind == ConditionKind.CONDITION else self.label_of("kind")
        return joined(kind, self.name, self.code, self.medication)

    def details(self) -> dict[str, Any]:
        return {"condition_kind": self.kind}

    def refusals(self) -> Errors:
        if protected_kind(f"{self.name} {self.medication} {self.note}", self.code):
            return {"name": NOT_HERE}
        if self.code and not self.code_system:
            return {"code_system": _now("Say in which classification this code stands.")}
        return {}


class Vaccination(Record):
    """One dose; ``next_on`` is the day of the next dose."""

    vaccine = models.CharField(_("vaccine"), max_length=6, choices=Vaccine.choices)
    dose = models.PositiveSmallIntegerField(
        _("dose number"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    source = models.CharField(
        _("source"), max_length=10, choices=VaccinationSource.choices, default=VaccinationSource.GIVEN
    )
    provider = models.CharField(_("given at"), max_length=160, blank=True)

    thread: ClassVar[tuple[str, ...]] = ("vaccine",)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("vaccination"), _("vaccinations")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="vaccination_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "vaccine", "dose"],
                condition=models.Q(state=RecordState.VALID) & ~models.Q(vaccine=Vaccine.OTHER),
                name="vaccination_dose_once",
                violation_error_message=_("This dose is recorded already."),
            )
        ]

    @property
    def summary(self) -> str:
        return joined(
            _now("%(vaccine)s, dose %(dose)s") % {"vaccine": self.label_of("vaccine"), "dose": self.dose},
            self.label_of("source"),
        )

    def details(self) -> dict[str, Any]:
        return {"vaccine": self.vaccine, "dose": self.dose}


class GrowthMeasurement(Record):
    """Weight in kg, length or height in cm, mid-upper arm and head circumference; ``nutrition`` derives."""

    weight_kg = models.DecimalField(
        _("weight (kg)"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(250)],
    )  # fmt: skip
    height_cm = models.DecimalField(
        _("length or height (cm)"), max_digits=4, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(25), MaxValueValidator(230)],
    )  # fmt: skip
    position = models.CharField(_("measured"), max_length=8, choices=Position.choices, blank=True)
    muac_mm = models.PositiveSmallIntegerField(
        _("arm circumference, MUAC (mm)"), null=True, blank=True,
        validators=[MinValueValidator(50), MaxValueValidator(500)],
    )  # fmt: skip
    head_cm = models.DecimalField(
        _("head circumference (cm)"), max_digits=3, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(20), MaxValueValidator(70)],
    )  # fmt: skip
    oedema = models.BooleanField(_("oedema of both feet"), default=False)
    nutrition = models.CharField(
        _("nutrition"), max_length=8, choices=Nutrition.choices, blank=True, editable=False
    )

    computed: ClassVar[tuple[str, ...]] = ("nutrition",)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("growth measurement"), _("growth measurements")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="growth_case")]

    @property
    def summary(self) -> str:
        return joined(
            f"{self.weight_kg} kg" if self.weight_kg is not None else "",
            f"{self.height_cm} cm" if self.height_cm is not None else "",
            f"MUAC {self.muac_mm} mm" if self.muac_mm is not None else "",
            _now("oedema") if self.oedema else "",
            self.label_of("nutrition"),
        )

    def details(self) -> dict[str, Any]:
        return {"nutrition": self.nutrition} if self.nutrition else {}

    def refusals(self) -> Errors:
        measured = (self.weight_kg, self.height_cm, self.muac_mm, self.head_cm)
        if all(value is None for value in measured) and not self.oedema:
            return {"weight_kg": _now("Give at least one measurement.")}
        return {}

    def settle(self) -> None:
        self.nutrition = nutrition_of(self.muac_mm, self.oedema, self._months)

    @property
    def _months(self) -> int | None:
        """Age in full months where the birth date is known to the month; else None."""
        earliest, latest = self.case.person.birth_earliest, self.case.person.birth_latest
        if earliest is None or latest is None or (latest - earliest).days > 31:
            return None
        return months_between(earliest, self.on)


def nutrition_of(muac_mm: int | None, oedema: bool, months: int | None) -> str:
    """Class by MUAC at 6 to 59 months: under 115 mm severe, 115 to 124 moderate, 125 and more normal
    (WHO/UNICEF 2009). Oedema of both feet is severe at any age up to 59 months. Empty where neither
    applies."""
    if months is None or months > 59:
        return ""
    if oedema:
        return Nutrition.SEVERE
    if muac_mm is None or months < 6:
        return ""
    if muac_mm < 115:
        return Nutrition.SEVERE
    return Nutrition.MODERATE if muac_mm < 125 else Nutrition.NORMAL


class MedicalReferral(Record):
    """To a specialist or a hospital; ``next_on`` is the day of the appointment."""

    to = models.CharField(_("referred to"), max_length=160)
    reason = models.CharField(_("reason"), max_length=300)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    stage = models.CharField(
        _("stage"), max_length=12, choices=ReferralStage.choices, default=ReferralStage.REQUESTED
    )
    result = models.TextField(_("result"), blank=True)

    thread: ClassVar[tuple[str, ...]] = ("to",)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("medical referral"), _("medical referrals")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="medicalreferral_case")]

    @property
    def summary(self) -> str:
        urgency = "" if self.urgency == Urgency.ROUTINE else self.label_of("urgency")
        return joined(self.to, self.reason, urgency, self.label_of("stage"))

    def details(self) -> dict[str, Any]:
        return {"referral_stage": self.stage}


class ProtectedFinding(Record):
    """HIV, another sexually transmitted infection, a pregnancy, sexual violence, a DNA result: read by doctors of the
    case, by people named for it (cases.NeedToKnow) and by who wrote it. Its words are ciphertext in the column."""

    kind = models.CharField(_("kind"), max_length=15, choices=ProtectedKind.choices)
    result = models.CharField(_("result"), max_length=8, choices=ProtectedResult.choices)
    note = EncryptedTextField(_("what those who need to know have to know"), null=True, blank=True)

    thread: ClassVar[tuple[str, ...]] = ("kind",)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("protected finding"), _("protected findings")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="protectedfinding_case")]

    @property
    def summary(self) -> str:
        return joined(self.label_of("kind"), self.label_of("result"))

    def refusals(self) -> Errors:
        if self.kind == ProtectedKind.PREGNANCY and self.case.person.sex == "M":
            return {"kind": _now("This person is registered as male.")}
        return {}
