"""The five kinds of support: one tuple from which forms, serializers, routes, timeline, states and exports
derive.

A sixth kind is a file of models, a row here, a row in accounts/policy.py, a row in
rehabilitation/disclosure.py and a migration. What really differs stands in the models, never in flags here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline, Level

from . import models as m
from . import states
from .states import Rows, State


@dataclass(frozen=True)
class RecordSpec:
    """One kind of record. ``code`` names its timeline kinds and addresses, ``route`` its place in the API,
    ``fields`` what may be written, in the order of the form, ``text`` its line in the timeline (``details``
    fill it). ``level``: where it is more sensitive than the rest of its module; such records count in no state."""

    code: str
    model: type[m.Record]
    route: str
    icon: str
    fields: Sequence[str]
    text: Any
    level: Level | None = None

    @property
    def label(self) -> Any:
        """One record, in words."""
        return self.model._meta.verbose_name

    @property
    def label_plural(self) -> Any:
        return self.model._meta.verbose_name_plural


@dataclass(frozen=True)
class ModuleSpec:
    """One kind of support. ``code`` is its resource in the policy table; ``state`` reads how it stands in a
    case."""

    code: Discipline
    icon: str
    records: Sequence[RecordSpec]
    state: Callable[[Rows], State]
    level: Level = Level.CORE

    @property
    def label(self) -> Any:
        return self.code.label

    @property
    def counted(self) -> list[RecordSpec]:
        """The kinds that tell how this kind of support stands: all who read the state read them."""
        return [one for one in self.records if one.level is None]

    def level_of(self, spec: RecordSpec) -> Level:
        return spec.level or self.level

    def record(self, code: str) -> RecordSpec:
        """Raises KeyError."""
        return {one.code: one for one in self.records}[code]


_END = ("next_on", "note")

MEDICAL = ModuleSpec(
    Discipline.MEDICAL,
    "stethoscope",
    (
        RecordSpec("screening", m.Screening, "screenings", "stethoscope",
                   ("on", "occasion", "finding", "provider", "findings", *_END),
                   _("Medical screening: %(screening_finding)s")),
        RecordSpec("condition", m.Condition, "conditions", "heartbeat",
                   ("on", "kind", "name", "code_system", "code", "medication", "until", *_END),
                   _("%(condition_kind)s recorded")),
        RecordSpec("vaccination", m.Vaccination, "vaccinations", "vaccine",
                   ("on", "vaccine", "dose", "source", "provider", *_END),
                   _("Vaccination: %(vaccine)s, dose %(dose)s")),
        RecordSpec("growth", m.GrowthMeasurement, "growth", "chart-line",
                   ("on", "weight_kg", "height_cm", "position", "muac_mm", "head_cm", "oedema", *_END),
                   _("Growth measured")),
        RecordSpec("medical_referral", m.MedicalReferral, "referrals", "arrow-right",
                   ("on", "to", "reason", "urgency", "stage", "result", *_END),
                   _("Medical referral: %(referral_stage)s")),
        RecordSpec("protected_finding", m.ProtectedFinding, "protected", "lock",
                   ("on", "kind", "result", *_END),
                   _("Protected finding recorded"), Level.PROTECTED),
    ),
    states.medical,
)  # fmt: skip

PSYCHOLOGICAL = ModuleSpec(
    Discipline.PSYCHOLOGICAL,
    "brain",
    (
        RecordSpec("result", m.InstrumentResult, "results", "clipboard-check",
                   ("on", "instrument", "total", "safety_item", *_END),
                   _("Psychological screening: %(instrument)s")),
        RecordSpec("session", m.Session, "sessions", "messages",
                   ("on", "kind", "attendance", "minutes", "next_on"),
                   _("Session: %(session_kind)s")),
    ),
    states.psychological,
    Level.PSYCHOLOGICAL,
)  # fmt: skip

EDUCATION = ModuleSpec(
    Discipline.EDUCATION,
    "school",
    (
        RecordSpec("enrolment", m.Enrolment, "enrolments", "school",
                   ("on", "kind", "school", "grade", "language", "contact", "until", "end_reason", *_END),
                   _("Enrolled: %(school_kind)s")),
        RecordSpec("attendance", m.AttendanceMonth, "attendance", "calendar-check",
                   ("on", "days_present", "days_total", "reason", "note"),
                   _("Attendance of the month: %(rate)s %%")),
        RecordSpec("education_level", m.EducationLevel, "levels", "book",
                   ("on", "schooling", "last_grade", "language", "literacy", "years_missed", "special_needs",
                    *_END),
                   _("Level of education: %(schooling)s")),
        RecordSpec("catch_up", m.CatchUp, "catch-up", "books",
                   ("on", "subject", "provider", "hours_per_week", "result", "until", *_END),
                   _("Catch-up class: %(catch_up)s")),
    ),
    states.education,
)  # fmt: skip

HOUSING = ModuleSpec(
    Discipline.HOUSING,
    "home-heart",
    (
        RecordSpec("placement", m.Placement, "placements", "home",
                   ("on", "kind", "tenure", "centre", "address", "room", "people", "rooms", "until",
                    "end_reason", *_END),
                   _("Home: %(placement)s")),
        RecordSpec("inspection", m.Inspection, "inspections", "checklist",
                   ("on", "placement", "adequacy", *m.Inspection.CHECKLIST, "missing", *_END),
                   _("Home inspected: %(adequacy)s")),
    ),
    states.housing,
)  # fmt: skip

EMPLOYMENT = ModuleSpec(
    Discipline.EMPLOYMENT,
    "briefcase",
    (
        RecordSpec("skills", m.SkillsProfile, "skills", "tools",
                   ("on", "wish", "profession", "skills", "languages", "care_duties", "needs_childcare",
                    "limits", *_END),
                   _("Skills profile: %(wish)s")),
        RecordSpec("training", m.Training, "trainings", "certificate",
                   ("on", "course", "provider", "result", "certificate", "until", *_END),
                   _("Training: %(training_result)s")),
        RecordSpec("job_search", m.JobSearch, "searches", "search",
                   ("on", "employer", "position", "stage", *_END),
                   _("Application for a job: %(search_stage)s")),
        RecordSpec("job", m.Job, "jobs", "briefcase",
                   ("on", "employer", "position", "contract", "wage", "hours_per_week", "until", "end_reason",
                    *_END),
                   _("Job: %(contract)s")),
        RecordSpec("benefit", m.Benefit, "benefits", "coins",
                   ("on", "kind", "stage", "decided_on", "amount", "period", "purpose", "until", *_END),
                   _("%(benefit)s: %(benefit_stage)s")),
    ),
    states.employment,
)  # fmt: skip

#: The order of the cards, the rows of a family, the columns of an export.
MODULES: tuple[ModuleSpec, ...] = (MEDICAL, PSYCHOLOGICAL, EDUCATION, HOUSING, EMPLOYMENT)

MODULE: dict[str, ModuleSpec] = {module.code.value: module for module in MODULES}

_OF_MODEL: dict[type[m.Record], tuple[ModuleSpec, RecordSpec]] = {
    spec.model: (module, spec) for module in MODULES for spec in module.records
}


def spec_of(model: type[m.Record]) -> tuple[ModuleSpec, RecordSpec]:
    """The rows of a model. Raises KeyError."""
    return _OF_MODEL[model]
