"""What the records can offer to a summary, field by field. ``sharing`` decides which of it may leave, to whom.

One row for each module, as in rehabilitation/specs.py. ``values`` reads for several cases at once, one query, as the
user who builds the summary (so both walls hold), and gives plain JSON: codes and dates, kept in a snapshot. ``show``
turns that JSON into lines in the reader's language. Nothing here leaves by itself: what the table of ``sharing``
does not name, stays. Nothing psychological is offered but agreed instructions and services: never a score, an alert
or a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline
from cases.enums import DataKind

from . import models as m
from .enums import BenefitStage, ConditionKind, CourseResult, Instruction, ReferralStage, ServiceStage

#: One record as codes, numbers and ISO dates.
Item = dict[str, Any]
Items = dict[int, list[Item]]
Reader = Callable[[Sequence[int]], Items]


@dataclass(frozen=True)
class DisclosureField:
    """``code`` is stable: the disclosure table, agreements and snapshots name it. ``kind`` is the kind of data that a
    consent covers. ``values`` → case id → records, oldest first; a case without any is absent."""

    code: str
    label: Any
    kind: DataKind
    values: Reader
    show: Callable[[list[Item]], list[str]]

    def value(self, case_id: int) -> list[Item] | None:
        """The records of one case; None where there are none."""
        return self.values([case_id]).get(case_id)


def _plain(value: Any) -> Any:
    """JSON that a snapshot keeps."""
    if isinstance(value, date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


#: How the value of a column reads where neither its choices nor its type say so.
_WORDS: Mapping[str, Callable[[Any], str]] = {
    "dose": lambda value: _now("dose %(dose)s") % {"dose": value},
    "grade": lambda value: _now("grade %(grade)s") % {"grade": value},
    "people": lambda value: _now("%(count)s people") % {"count": value},
    "rooms": lambda value: _now("%(count)s rooms") % {"count": value},
    "weight_kg": lambda value: f"{value} kg",
    "height_cm": lambda value: f"{value} cm",
    "needs_childcare": lambda value: _now("needs childcare") if value else "",
    "certificate": lambda value: _now("certificate") if value else "",
}


def _word(model: type[Any], name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if value == Instruction.OTHER and name == "instruction":
        return ""
    field: Any = model._meta.get_field(name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DateField":
        return date_format(date.fromisoformat(value), "j M Y")
    return _WORDS[name](value) if name in _WORDS else str(value)


def _field(
    module: Discipline, name: str, label: Any, model: type[Any], names: str, *, which: str = "all", **filters: Any
) -> DisclosureField:
    """``names``: the columns that are told. ``which``: "all" valid records, those "running" today, the "last" one."""
    columns = names.split()

    def read(case_ids: Sequence[int]) -> Items:
        rows: Any = model.objects.current() if which == "running" else model.objects.valid()
        rows = rows.filter(case__in=case_ids, **filters)
        if which == "last":
            rows = rows.order_by("case_id", "-on", "-id").distinct("case_id")
        else:
            rows = rows.order_by("id") if model is m.AgreedInstruction else rows.order_by("on", "id")
        found: Items = {}
        for row in rows.values("case_id", *columns):
            item = {name: _plain(row[name]) for name in columns if row[name] not in (None, "")}
            if item:
                found.setdefault(row["case_id"], []).append(item)
        return found

    def show(items: list[Item]) -> list[str]:
        lines = (", ".join(filter(None, (_word(model, n, item.get(n)) for n in columns))) for item in items)
        return [line for line in lines if line]

    return DisclosureField(f"{module.value}_{name}", label, DataKind(module.value), read, show)


_EXAMINED = [kind for kind in ConditionKind.values if kind not in (ConditionKind.ALLERGY, ConditionKind.REPORTED)]
_WAITING = (ReferralStage.REQUESTED, ReferralStage.APPOINTMENT)
_D = Discipline


def _services(module: Discipline) -> DisclosureField:
    return _field(
        module, "services", _("Services asked for"), m.Service, "need what",
        module__exact=module.value, stage=ServiceStage.REQUESTED,
    )  # fmt: skip


FIELDS: Mapping[Discipline, Sequence[DisclosureField]] = {
    _D.MEDICAL: (
        _field(_D.MEDICAL, "screening", _("Last medical screening"), m.Screening, "on finding", which="last"),
        _field(_D.MEDICAL, "conditions", _("Conditions"), m.Condition, "name code medication", which="running",
               kind__in=_EXAMINED),
        _field(_D.MEDICAL, "allergies", _("Allergies"), m.Condition, "name", which="running",
               kind=ConditionKind.ALLERGY),
        _field(_D.MEDICAL, "vaccinations", _("Vaccinations"), m.Vaccination, "vaccine dose on"),
        _field(_D.MEDICAL, "growth", _("Last measurement"), m.GrowthMeasurement,
               "on weight_kg height_cm nutrition", which="last"),
        _field(_D.MEDICAL, "referral", _("Medical referrals"), m.MedicalReferral, "on to reason urgency",
               stage__in=_WAITING),
        _services(_D.MEDICAL),
    ),
    _D.PSYCHOLOGICAL: (
        _field(_D.PSYCHOLOGICAL, "instruction", _("Agreed instructions"), m.AgreedInstruction,
               "instruction text", ended_at=None),
        _services(_D.PSYCHOLOGICAL),
    ),
    _D.EDUCATION: (
        _field(_D.EDUCATION, "level", _("Schooling so far"), m.EducationLevel,
               "schooling literacy special_needs", which="last"),
        _field(_D.EDUCATION, "school", _("School"), m.Enrolment, "school on", which="running"),
        _field(_D.EDUCATION, "grade", _("Grade"), m.Enrolment, "grade", which="running"),
        _field(_D.EDUCATION, "language", _("Language of instruction"), m.Enrolment, "language",
               which="running"),
        _field(_D.EDUCATION, "catch_up", _("Catch-up classes"), m.CatchUp, "subject hours_per_week",
               which="running", result=CourseResult.RUNNING),
        _services(_D.EDUCATION),
    ),
    _D.HOUSING: (
        _field(_D.HOUSING, "placement", _("Home"), m.Placement, "kind tenure on", which="running"),
        _field(_D.HOUSING, "rooms", _("Rooms and people"), m.Placement, "rooms people", which="running"),
        _field(_D.HOUSING, "adequate", _("Home adequate or not"), m.Inspection, "adequacy on missing",
               which="last"),
        _services(_D.HOUSING),
    ),
    _D.EMPLOYMENT: (
        _field(_D.EMPLOYMENT, "wish", _("Wish for work"), m.SkillsProfile, "wish needs_childcare",
               which="last"),
        _field(_D.EMPLOYMENT, "skills", _("Skills"), m.SkillsProfile, "profession skills languages",
               which="last"),
        _field(_D.EMPLOYMENT, "training", _("Training"), m.Training, "course result certificate"),
        _field(_D.EMPLOYMENT, "job", _("Job"), m.Job, "position contract on", which="running"),
        _field(_D.EMPLOYMENT, "benefit", _("Benefits"), m.Benefit, "kind", which="running",
               stage=BenefitStage.GRANTED),
        _services(_D.EMPLOYMENT),
    ),
}  # fmt: skip

FIELD: dict[str, DisclosureField] = {one.code: one for fields in FIELDS.values() for one in fields}
