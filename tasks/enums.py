"""Leaves of the tasks room: closed vocabularies."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline


class TaskKind(models.TextChoices):
    """What is to be done. Each kind has an icon (tasks/words.py) and an outcome form."""

    FIRST_RESPONSE = "first_response", _("First response")
    PRESENT_SITUATION = "present_situation", _("Establish the present situation")
    ASSESSMENT = "assessment", _("Comprehensive assessment")
    PLAN = "plan", _("Case plan")
    VISIT = "visit", _("Visit")
    PLAN_REVIEW = "plan_review", _("Plan review")
    VACCINATION = "vaccination", _("Vaccinations")
    DOCUMENT = "document", _("Document")
    REUNIFICATION_VISIT = "reunification_visit", _("Visit after reunification")
    CLOSURE_CHECK = "closure_check", _("Check after closure")
    TRACE = "trace", _("Look for the person")
    OFFER = "offer", _("Offer support again")
    SAFETY = "safety", _("Safety alert: act now")
    OTHER = "other", _("Other")


#: Rules whose tasks are named more closely than by their kind.
TITLES: dict[str, Any] = {
    "birth_certificate": _("Birth certificate"),
    "identity": _("PINFL or identity paper"),
}


#: Kinds that belong to a service whoever makes them.
SERVICES: dict[str, str] = {TaskKind.VACCINATION: Discipline.MEDICAL}


class TaskState(models.TextChoices):
    """A postponed task is still to be done, on a later day."""

    OPEN = "open", _("Open")
    POSTPONED = "postponed", _("Postponed")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVE = (TaskState.OPEN, TaskState.POSTPONED)


class Outcome(models.TextChoices):
    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly done")
    NOBODY_MET = "nobody_met", _("Nobody was met")
    REFUSED = "refused", _("The person refused")
    NOT_NEEDED = "not_needed", _("No longer needed")
    RECORDED = "recorded", _("Recorded in the case")


#: What a person may choose; RECORDED is set where the case itself shows that the work was done.
CHOOSABLE = (Outcome.DONE, Outcome.PARTLY, Outcome.NOBODY_MET, Outcome.REFUSED, Outcome.NOT_NEEDED)


class TaskReason(models.TextChoices):
    """Why a task was postponed or cancelled; the words of the person stand beside it."""

    PERSON = "person", _("In words")
    ON_HOLD = "on_hold", _("The case is on hold")
    CASE_CLOSED = "case_closed", _("The case was closed")
    CASE_REOPENED = "case_reopened", _("The case was reopened")
    FAMILY = "family", _("The family's task replaces it")
    LIFE_EVENT = "life_event", _("A life event ended it")
    UNDONE = "undone", _("Its reason was undone")
    REFUSED = "refused", _("The person refused the service")


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")


class Unit(models.TextChoices):
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class RuleRisk(models.TextChoices):
    """Which level of risk a rule is for. A case without a triage runs on the high-risk clock."""

    ANY = "any", _("Any risk")
    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk")
    LOW = "low", _("Low risk")


class Starts(models.TextChoices):
    """What starts the clock of a rule."""

    REGISTRATION = "registration", _("Registration")
    ASSESSMENT = "assessment", _("The assessment")
    PLAN = "plan", _("The approved plan")
    CLOSURE = "closure", _("Closure")
    LOST_CONTACT = "lost_contact", _("Lost contact")
    PAUSE = "pause", _("A pause of the visits")
    REUNIFICATION = "reunification", _("Reunification, entered by hand")


class AppliesTo(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    CHILDREN = "children", _("Children")
    NO_BIRTH_CERTIFICATE = "no_birth_certificate", _("Children without a birth certificate")
    NO_IDENTITY = "no_identity", _("Persons without PINFL, ID card or passport")


class Historic(models.TextChoices):
    """Whether a rule is for cases whose arrival lies long before their registration."""

    ALSO = "also", _("Also for historic cases")
    NEVER = "never", _("Not for historic cases")
    ONLY = "only", _("Only for historic cases")


class EscalateTo(models.TextChoices):
    NOBODY = "", _("Nobody")
    SUPERVISOR = "supervisor", _("The supervisor")


class MessageKind(models.TextChoices):
    """What is sent once for each recipient and period."""

    DIGEST = "digest", _("Daily digest")
