"""Education: what was learnt before, where she learns now, how often she is there, how the gap closes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehabilitation.ages import age_range
from rehabilitation.enums import (
    CatchUpSubject,
    CourseResult,
    Literacy,
    RecordState,
    Schooling,
    SchoolKind,
    TeachingLanguage,
)

from .base import Errors, Lasting, Record, joined

#: School starts at 7 and has 11 grades (Uzbekistan; the domain page). A preparatory year is grade 0.
SCHOOL_STARTS_AT, GRADES = 7, 11
#: Below this share of days present, somebody asks why.
ATTENDANCE_WARNING = 80
#: A child may be ahead of the grade of its age by this much; more is a slip of the pen.
_GRADES_AHEAD = 2


def expected_grade(earliest: date | None, latest: date | None, on: date) -> int | None:
    """The grade of the age on 1 September of the running school year: 7 years, grade 1. None outside 1 to
    11 or where the birth date is too vague to say."""
    year = on.year if on.month >= 9 else on.year - 1
    ages = age_range(earliest, latest, date(year, 9, 1))
    if ages is None or ages[0] != ages[1]:
        return None
    grade = ages[0] - SCHOOL_STARTS_AT + 1
    return grade if 1 <= grade <= GRADES else None


class EducationLevel(Record):
    """Schooling so far, as found by conversation, papers or a placement test."""

    schooling = models.CharField(_("schooling so far"), max_length=10, choices=Schooling.choices)
    last_grade = models.PositiveSmallIntegerField(
        _("last grade completed"), null=True, blank=True, validators=[MaxValueValidator(GRADES)]
    )
    language = models.CharField(_("taught in"), max_length=5, choices=TeachingLanguage.choices, blank=True)
    literacy = models.CharField(_("literacy"), max_length=6, choices=Literacy.choices, blank=True)
    years_missed = models.PositiveSmallIntegerField(
        _("years of school missed"), null=True, blank=True, validators=[MaxValueValidator(20)]
    )
    special_needs = models.CharField(_("special needs"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("level of education"), _("levels of education")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="educationlevel_case")]

    @property
    def summary(self) -> str:
        grade = _now("grade %(grade)s") % {"grade": self.last_grade} if self.last_grade else ""
        return joined(self.label_of("schooling"), grade, self.label_of("literacy"))

    def details(self) -> dict[str, Any]:
        return {"schooling": self.schooling}


class Enrolment(Lasting):
    """A place at a school, from a day until a day."""

    kind = models.CharField(
        _("kind of school"), max_length=12, choices=SchoolKind.choices, default=SchoolKind.SCHOOL
    )
    school = models.CharField(_("school"), max_length=160)
    grade = models.PositiveSmallIntegerField(
        _("grade"), null=True, blank=True, validators=[MaxValueValidator(GRADES)],
        help_text=_("1 to 11; 0 for the preparatory year."),
    )  # fmt: skip
    language = models.CharField(_("taught in"), max_length=5, choices=TeachingLanguage.choices, blank=True)
    contact = models.CharField(_("contact at the school"), max_length=160, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    grades_behind = models.SmallIntegerField(_("grades behind"), null=True, editable=False)

    computed: ClassVar[tuple[str, ...]] = ("grades_behind",)

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("enrolment"), _("enrolments")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="enrolment_case")]

    @property
    def summary(self) -> str:
        grade = _now("grade %(grade)s") % {"grade": self.grade} if self.grade is not None else ""
        return joined(self.school, grade, self.label_of("language"))

    def details(self) -> dict[str, Any]:
        return {"school_kind": self.kind}

    @property
    def _expected(self) -> int | None:
        person = self.case.person
        return expected_grade(person.birth_earliest, person.birth_latest, self.on)

    def settle(self) -> None:
        of_school = self.kind in (SchoolKind.SCHOOL, SchoolKind.SPECIAL, SchoolKind.BOARDING, SchoolKind.HOME)
        expected = self._expected if of_school and self.grade is not None else None
        self.grades_behind = (
            expected - self.grade if expected is not None and self.grade is not None else None
        )

    def refusals(self) -> Errors:
        if self.grade and self.ages and self.ages[1] - SCHOOL_STARTS_AT + 1 + _GRADES_AHEAD < self.grade:
            return {"grade": _now("This grade does not fit the age.")}
        return {}


class AttendanceMonth(Record):
    """Days present of the school days of one month; ``on`` is the first day of the month."""

    on = models.DateField(_("month"), default=timezone.localdate, help_text=_("Any day of the month."))
    days_present = models.PositiveSmallIntegerField(_("days present"), validators=[MaxValueValidator(31)])
    days_total = models.PositiveSmallIntegerField(
        _("school days"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    reason = models.CharField(_("why days were missed"), max_length=200, blank=True)

    computed: ClassVar[tuple[str, ...]] = ("rate", "is_low")
    ahead: ClassVar[int] = 0

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("attendance"), _("attendance by month")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="attendance_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "on"], name="attendance_month_once",
                condition=models.Q(state=RecordState.VALID),
                violation_error_message=_("This month is recorded already."),
            ),
            models.CheckConstraint(
                name="attendance_within_month", condition=models.Q(days_present__lte=models.F("days_total")),
                violation_error_message=_("More days present than school days."),
            ),
        ]  # fmt: skip

    @property
    def rate(self) -> int:
        """Days present of a hundred school days, rounded down: 79.9 is under 80."""
        return self.days_present * 100 // self.days_total

    @property
    def is_low(self) -> bool:
        """Under the warning of 80 in a hundred."""
        return self.days_present * 100 < ATTENDANCE_WARNING * self.days_total

    @property
    def summary(self) -> str:
        values = {"present": self.days_present, "total": self.days_total, "rate": self.rate}
        return joined(
            _now("%(present)s of %(total)s days (%(rate)s %%)") % values,
            _now("under 80 %") if self.is_low else "",
            self.reason,
        )

    def details(self) -> dict[str, Any]:
        return {"rate": self.rate}

    def settle(self) -> None:
        if isinstance(self.on, date):
            self.on = self.on.replace(day=1)

    def _date_refusals(self) -> Errors:
        found = super()._date_refusals()
        born = self.case.person.birth_earliest
        if "on" in found and born and self.on == born.replace(day=1):
            del found["on"]
        return found


class CatchUp(Lasting):
    """Catch-up classes; they close the gap between grade and age."""

    subject = models.CharField(_("subject"), max_length=16, choices=CatchUpSubject.choices)
    provider = models.CharField(_("where"), max_length=160, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    result = models.CharField(
        _("result"), max_length=10, choices=CourseResult.choices, default=CourseResult.RUNNING
    )

    thread: ClassVar[tuple[str, ...]] = ("subject",)

    class Meta(Lasting.Meta):
        verbose_name, verbose_name_plural = _("catch-up class"), _("catch-up classes")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="catchup_case")]

    @property
    def summary(self) -> str:
        return joined(self.label_of("subject"), self.provider, self.label_of("result"))

    def details(self) -> dict[str, Any]:
        return {"catch_up": self.subject}
