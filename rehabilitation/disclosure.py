"""What the records can offer to a summary, field by field. ``sharing`` decides which of it may leave, to whom.

One row for each module, as in rehabilitation/specs.py. A field's function reads for several cases at once, one query,
as the user who builds the summary (so both walls hold), and gives words in the active language. Nothing here leaves
by itself: absence from the table of ``sharing`` means that it stays. Nothing psychological is offered but the fact
of a screening, of running sessions, and the agreed instructions: never a score, an alert or a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline

from . import models as m
from .enums import BenefitStage, ConditionKind, CourseResult

#: Case id → the lines to show; a case without any is absent.
Lines = dict[int, list[str]]
Reader = Callable[[Sequence[int]], Lines]


@dataclass(frozen=True)
class DisclosureField:
    """``code`` is ``module.field``; stable, since snapshots and agreements name it."""

    code: str
    label: Any
    values: Reader


def _date(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _lines(rows: Any, text: Callable[[Any], str]) -> Lines:
    found: Lines = {}
    for row in rows:
        line = text(row)
        if line:
            found.setdefault(row.case_id, []).append(line)
    return found


def _all(model: type[m.Record], text: Callable[[Any], str], **filters: Any) -> Reader:
    """Every valid record, oldest first."""

    def read(case_ids: Sequence[int]) -> Lines:
        rows: Any = model.objects.valid().filter(case__in=case_ids, **filters)
        return _lines(rows.order_by("on", "id"), text)

    return read


def _running(model: type[m.Record], text: Callable[[Any], str], **filters: Any) -> Reader:
    """Lasting records that run today."""

    def read(case_ids: Sequence[int]) -> Lines:
        rows: Any = model.objects.current().filter(case__in=case_ids, **filters)
        return _lines(rows.order_by("on", "id"), text)

    return read


def _last(model: type[m.Record], text: Callable[[Any], str], **filters: Any) -> Reader:
    """The newest valid record of each case."""

    def read(case_ids: Sequence[int]) -> Lines:
        rows: Any = model.objects.valid().filter(case__in=case_ids, **filters)
        return _lines(rows.order_by("case_id", "-on", "-id").distinct("case_id"), text)

    return read


def _condition(row: m.Condition) -> str:
    return f"{row.name} ({row.code})" if row.code else row.name


def _vaccination(row: m.Vaccination) -> str:
    values = {"vaccine": row.label_of("vaccine"), "dose": row.dose, "date": _date(row.on)}
    return _now("%(vaccine)s, dose %(dose)s, %(date)s") % values


def _growth(row: m.GrowthMeasurement) -> str:
    parts = [f"{row.weight_kg} kg" if row.weight_kg is not None else "",
             f"{row.height_cm} cm" if row.height_cm is not None else ""]  # fmt: skip
    return ", ".join(filter(None, [_date(row.on), *parts]))


def _instructions(case_ids: Sequence[int]) -> Lines:
    rows = m.AgreedInstruction.objects.filter(case__in=case_ids, ended_at=None).order_by("id")
    return _lines(rows, str)


def _grade(row: m.Enrolment) -> str:
    return _now("grade %(grade)s") % {"grade": row.grade} if row.grade is not None else ""


def _attendance(row: m.AttendanceMonth) -> str:
    return f"{row.on:%m.%Y}: {row.rate} %"


def _need(module: Discipline) -> Reader:
    return _all(m.Service, lambda row: f"{row.need}: {row.what}", module=module.value, stage="requested")


_NOT_ALLERGY = [kind for kind in ConditionKind.values if kind not in (ConditionKind.ALLERGY, ConditionKind.REPORTED)]
_D = Discipline

FIELDS: Mapping[Discipline, Sequence[DisclosureField]] = {
    _D.MEDICAL: (
        DisclosureField("medical.screening_date", _("Last medical screening"),
                        _last(m.Screening, lambda row: _date(row.on))),
        DisclosureField("medical.screening_finding", _("Finding of the screening"),
                        _last(m.Screening, lambda row: row.label_of("finding"))),
        DisclosureField("medical.conditions", _("Conditions"),
                        _running(m.Condition, _condition, kind__in=_NOT_ALLERGY)),
        DisclosureField("medical.allergies", _("Allergies"),
                        _running(m.Condition, _condition, kind=ConditionKind.ALLERGY)),
        DisclosureField("medical.medication", _("Medication"),
                        _running(m.Condition, lambda row: row.medication)),
        DisclosureField("medical.vaccinations", _("Vaccinations"), _all(m.Vaccination, _vaccination)),
        DisclosureField("medical.growth", _("Last measurement"), _last(m.GrowthMeasurement, _growth)),
        DisclosureField("medical.nutrition", _("Nutrition"),
                        _last(m.GrowthMeasurement, lambda row: row.label_of("nutrition"))),
        DisclosureField("medical.referrals", _("Medical referrals"),
                        _all(m.MedicalReferral, lambda row: f"{row.to}: {row.reason}")),
        DisclosureField("medical.needs", _("Open medical needs"), _need(_D.MEDICAL)),
    ),
    _D.PSYCHOLOGICAL: (
        DisclosureField("psychological.screening_date", _("Last psychological screening"),
                        _last(m.InstrumentResult, lambda row: _date(row.on))),
        DisclosureField("psychological.in_sessions", _("In psychological support"),
                        _last(m.Session, lambda row: _now("since or on %(date)s") % {"date": _date(row.on)})),
        DisclosureField("psychological.instructions", _("Agreed instructions"), _instructions),
        DisclosureField("psychological.needs", _("Open psychological needs"), _need(_D.PSYCHOLOGICAL)),
    ),
    _D.EDUCATION: (
        DisclosureField("education.level", _("Schooling so far"),
                        _last(m.EducationLevel, lambda row: row.label_of("schooling"))),
        DisclosureField("education.literacy", _("Literacy"),
                        _last(m.EducationLevel, lambda row: row.label_of("literacy"))),
        DisclosureField("education.special_needs", _("Special needs at school"),
                        _last(m.EducationLevel, lambda row: row.special_needs)),
        DisclosureField("education.school", _("School"), _running(m.Enrolment, lambda row: row.school)),
        DisclosureField("education.grade", _("Grade"), _running(m.Enrolment, _grade)),
        DisclosureField("education.language", _("Language of instruction"),
                        _running(m.Enrolment, lambda row: row.label_of("language"))),
        DisclosureField("education.enrolled_on", _("Enrolled since"),
                        _running(m.Enrolment, lambda row: _date(row.on))),
        DisclosureField("education.attendance", _("Attendance of the last month"),
                        _last(m.AttendanceMonth, _attendance)),
        DisclosureField("education.catch_up", _("Catch-up classes"),
                        _running(m.CatchUp, lambda row: row.label_of("subject"), result=CourseResult.RUNNING)),
        DisclosureField("education.needs", _("Open needs at school"), _need(_D.EDUCATION)),
    ),
    _D.HOUSING: (
        DisclosureField("housing.placement", _("Kind of home"),
                        _running(m.Placement, lambda row: row.label_of("kind"))),
        DisclosureField("housing.tenure", _("Right to live there"),
                        _running(m.Placement, lambda row: row.label_of("tenure"))),
        DisclosureField("housing.since", _("Lives there since"), _running(m.Placement, lambda row: _date(row.on))),
        DisclosureField("housing.address", _("Address"), _running(m.Placement, lambda row: row.address)),
        DisclosureField("housing.adequacy", _("Home adequate or not"),
                        _last(m.Inspection, lambda row: row.label_of("adequacy"))),
        DisclosureField("housing.missing", _("What has to be mended"),
                        _last(m.Inspection, lambda row: row.missing)),
        DisclosureField("housing.needs", _("Open needs for housing"), _need(_D.HOUSING)),
    ),
    _D.EMPLOYMENT: (
        DisclosureField("employment.wish", _("Wish"), _last(m.SkillsProfile, lambda row: row.label_of("wish"))),
        DisclosureField("employment.profession", _("Profession"), _last(m.SkillsProfile, lambda row: row.profession)),
        DisclosureField("employment.skills", _("Skills"), _last(m.SkillsProfile, lambda row: row.skills)),
        DisclosureField("employment.languages", _("Languages"), _last(m.SkillsProfile, lambda row: row.languages)),
        DisclosureField("employment.childcare", _("Needs childcare to work"),
                        _last(m.SkillsProfile, lambda row: _now("Yes") if row.needs_childcare else _now("No"))),
        DisclosureField("employment.training", _("Training"), _all(m.Training, lambda row: row.summary)),
        DisclosureField("employment.job", _("Job"), _running(m.Job, lambda row: row.summary)),
        DisclosureField("employment.benefits", _("Benefits"),
                        _running(m.Benefit, lambda row: row.label_of("kind"), stage=BenefitStage.GRANTED)),
        DisclosureField("employment.needs", _("Open needs for work"), _need(_D.EMPLOYMENT)),
    ),
}  # fmt: skip

FIELD: dict[str, DisclosureField] = {one.code: one for fields in FIELDS.values() for one in fields}


def values_of(codes: Sequence[str], case_ids: Sequence[int]) -> dict[str, Lines]:
    """The lines of some fields for some cases. Raises KeyError for a code that does not exist."""
    return {code: FIELD[code].values(case_ids) for code in codes}

