"""How a kind of support stands, in one line: pure functions of the newest records, and the words for their
codes.

Each function looks at danger first, then at what is missing, then at what is in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.timeline import LABELS

from .enums import (
    OPEN_REFERRALS,
    OPEN_SEARCHES,
    Adequacy,
    Attendance,
    BenefitStage,
    ConditionKind,
    CourseResult,
    Nutrition,
    ScreeningFinding,
    Tone,
)

#: Newest records of a case, by the code of their spec; a lasting kind has its running ones first.
Rows = Mapping[str, Sequence[Any]]
#: At this many grades behind its age a child needs catch-up classes.
_BEHIND = 2


@dataclass(frozen=True)
class State:
    """``details`` hold codes, numbers, ISO dates (in names that end in ``_on``) and short names for the
    text."""

    code: str
    tone: Tone
    details: Mapping[str, Any] = field(default_factory=dict)
    until: date | None = None


TEXTS: dict[str, Any] = {
    "nothing": _("Nothing recorded yet"),
    "ended": _("Ended on %(until_on)s"),
    "malnutrition": _("%(nutrition)s, measured on %(measured_on)s"),
    "screening_urgent": _("Urgent care needed since %(screened_on)s"),
    "referral_open": _("Waiting for: %(to)s"),
    "screening_follow_up": _("Screened, follow-up needed"),
    "unscreened": _("Not yet screened"),
    "conditions": ngettext_lazy("%(count)s current condition", "%(count)s current conditions", "count"),
    "screened": _("Screened, nothing found"),
    "alert_open": _("Safety alert open"),
    "positive": _("%(instrument)s: %(band)s, no session since"),
    "in_sessions": _("In sessions"),
    "session_missed": _("Last session missed"),
    "incomplete": _("%(instrument)s is incomplete"),
    "result": _("%(instrument)s: %(band)s"),
    "result_outside": _("%(instrument)s: total %(total)s"),
    "attendance_low": _("%(school)s, present %(rate)s %%"),
    "behind": ngettext_lazy(
        "%(school)s, %(count)s grade behind", "%(school)s, %(count)s grades behind", "count"
    ),
    "enrolled": _("%(school)s, grade %(grade)s"),
    "enrolled_no_grade": _("%(school)s"),
    "left_school": _("No longer enrolled"),
    "catch_up": _("Catch-up class: %(catch_up)s"),
    "unenrolled": _("Not enrolled"),
    "inadequate": _("%(placement)s, not adequate"),
    "uninspected": _("%(placement)s, not yet inspected"),
    "housed": _("%(placement)s, adequate"),
    "unhoused": _("No home recorded"),
    "working": _("Works: %(contract)s"),
    "in_training": _("In training: %(course)s"),
    "searching": _("Looking for work: %(search_stage)s"),
    "benefit": _("Receives: %(benefit)s"),
    "wish": _("%(wish)s"),
    "without_work": _("Neither work nor training"),
}


def text_of(code: str, details: Mapping[str, Any]) -> str:
    """A state in the reader's language."""
    shown = {}
    for key, value in details.items():
        if key in LABELS:
            value = str(LABELS[key].get(value, value))
        elif key.endswith("_on"):
            value = date_format(date.fromisoformat(value), "j M Y")
        shown[key] = value
    try:
        return str(TEXTS[code] % shown)
    except (KeyError, TypeError, ValueError):
        return str(TEXTS["nothing"])


#: Ages, in full years, at which the absence of a record asks for something.
_EXPECTED = {"psychological": (8, 150), "education": (7, 17)}
#: What stands there while nothing is recorded.
_MISSING = {
    "medical": "unscreened", "psychological": "unscreened", "education": "unenrolled", "housing": "unhoused",
}  # fmt: skip


def missing(module: str, ages: tuple[int, int] | None) -> State:
    """How a kind of support stands where nothing is recorded: a gap for those whom it concerns, else nothing."""
    youngest, oldest = _EXPECTED.get(module, (0, 150))
    concerns = ages is None or (ages[1] >= youngest and ages[0] <= oldest)
    if module in _MISSING and concerns:
        return State(_MISSING[module], Tone.WATCH)
    return State("nothing", Tone.NONE)


def _first(rows: Rows, code: str) -> Any:
    found = rows.get(code, ())
    return found[0] if found else None


def _newest(found: Sequence[Any]) -> Any:
    return max(found, key=lambda one: (one.on, one.pk), default=None)


def medical(rows: Rows) -> State:
    growth = next((one for one in rows["growth"] if one.nutrition), None)
    if growth and growth.nutrition != Nutrition.NORMAL:
        tone = Tone.ALARM if growth.nutrition == Nutrition.SEVERE else Tone.WATCH
        return State(
            "malnutrition", tone, {"nutrition": growth.nutrition, "measured_on": growth.on.isoformat()}
        )
    screening = _first(rows, "screening")
    if screening and screening.finding == ScreeningFinding.URGENT:
        return State("screening_urgent", Tone.ALARM, {"screened_on": screening.on.isoformat()})
    waiting = _newest([one for one in rows["medical_referral"] if one.stage in OPEN_REFERRALS])
    if waiting:
        return State("referral_open", Tone.WATCH, {"to": waiting.to})
    if screening is None:
        return State("unscreened", Tone.WATCH)
    if screening.finding == ScreeningFinding.FOLLOW_UP:
        return State("screening_follow_up", Tone.WATCH)
    running = [one for one in rows["condition"] if one.is_current and one.kind != ConditionKind.ALLERGY]
    if running:
        reported = any(one.kind == ConditionKind.REPORTED for one in running)
        return State("conditions", Tone.WATCH if reported else Tone.GOOD, {"count": len(running)})
    return State("screened", Tone.GOOD)


def psychological(rows: Rows) -> State:
    if rows.get("alert"):
        return State("alert_open", Tone.ALARM)
    result, session = _newest(rows["result"]), _first(rows, "session")
    if result and result.positive and (session is None or session.on < result.on):
        return State("positive", Tone.WATCH, {"instrument": result.instrument, "band": result.band})
    if session and session.attendance == Attendance.MISSED:
        return State("session_missed", Tone.WATCH)
    if session and (result is None or session.on >= result.on):
        return State("in_sessions", Tone.GOOD)
    if result is None:
        return State("unscreened", Tone.WATCH)
    if result.total is None:
        return State("incomplete", Tone.WATCH, {"instrument": result.instrument})
    if not result.band:
        return State("result_outside", Tone.GOOD, {"instrument": result.instrument, "total": result.total})
    return State("result", Tone.GOOD, {"instrument": result.instrument, "band": result.band})


def education(rows: Rows) -> State:
    enrolment, month = _first(rows, "enrolment"), _first(rows, "attendance")
    if enrolment and enrolment.is_current:
        details: dict[str, Any] = {"school": enrolment.school}
        if month and month.is_low and month.on >= enrolment.on.replace(day=1):
            return State("attendance_low", Tone.WATCH, {**details, "rate": month.rate}, enrolment.until)
        if (enrolment.grades_behind or 0) >= _BEHIND:
            return State("behind", Tone.WATCH, {**details, "count": enrolment.grades_behind}, enrolment.until)
        if enrolment.grade is None:
            return State("enrolled_no_grade", Tone.GOOD, details, enrolment.until)
        return State("enrolled", Tone.GOOD, {**details, "grade": enrolment.grade}, enrolment.until)
    course = next((one for one in rows["catch_up"] if _runs(one)), None)
    if course:
        return State("catch_up", Tone.WATCH, {"catch_up": course.subject}, course.until)
    return State("left_school" if enrolment else "unenrolled", Tone.WATCH)


def housing(rows: Rows) -> State:
    placement = _first(rows, "placement")
    if placement is None:
        return State("unhoused", Tone.WATCH)
    if not placement.is_current:
        return State("ended", Tone.WATCH, {"until_on": (placement.until or placement.on).isoformat()})
    details = {"placement": placement.kind}
    inspection = _first(rows, "inspection")
    of_this = inspection and (inspection.placement_id == placement.pk or (
        inspection.placement_id is None and inspection.on >= placement.on
    ))  # fmt: skip
    if not of_this:
        return State("uninspected", Tone.WATCH, details, placement.until)
    if inspection.adequacy == Adequacy.INADEQUATE:
        return State("inadequate", Tone.WATCH, details, placement.until)
    return State("housed", Tone.GOOD, details, placement.until)


def _runs(one: Any) -> bool:
    """A course that has begun, has not ended and was not left."""
    return one.is_current and one.result == CourseResult.RUNNING


def employment(rows: Rows) -> State:
    job = _first(rows, "job")
    if job and job.is_current:
        return State("working", Tone.GOOD, {"contract": job.contract}, job.until)
    course = next((one for one in rows["training"] if _runs(one)), None)
    if course:
        return State("in_training", Tone.GOOD, {"course": course.course}, course.until)
    search = _newest([one for one in rows["job_search"] if one.stage in OPEN_SEARCHES])
    if search:
        return State("searching", Tone.WATCH, {"search_stage": search.stage})
    paid = next(
        (one for one in rows["benefit"] if one.is_current and one.stage == BenefitStage.GRANTED), None
    )
    if paid:
        return State("benefit", Tone.GOOD, {"benefit": paid.kind}, paid.until)
    skills = _first(rows, "skills")
    if skills and job is None:
        return State("wish", Tone.WATCH if skills.wish == "now" else Tone.GOOD, {"wish": skills.wish})
    return State("without_work", Tone.WATCH)
