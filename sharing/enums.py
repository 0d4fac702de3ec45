"""Leaves of the sharing room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SummaryState(models.TextChoices):
    """Built by one, released by another; ended by time, by withdrawal or by the agreement's end."""

    BUILT = "built", _("Waiting for release")
    RETURNED = "returned", _("Returned")
    RELEASED = "released", _("Released")
    ENDED = "ended", _("Ended")


#: What may follow what.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    SummaryState.BUILT: (SummaryState.RETURNED, SummaryState.RELEASED, SummaryState.ENDED),
    SummaryState.RETURNED: (SummaryState.ENDED,),
    SummaryState.RELEASED: (SummaryState.ENDED,),
    SummaryState.ENDED: (),
}


class EndReason(models.TextChoices):
    EXPIRED = "expired", _("Its time was over")
    WITHDRAWN = "withdrawn", _("Withdrawn by the office")
    CONSENT = "consent", _("Consent withdrawn")
    LAPSED = "lapsed", _("Consent lapsed")
    SUPERSEDED = "superseded", _("A newer version replaces it")
    AGREEMENT = "agreement", _("The agreement ended")


class Channel(models.TextChoices):
    """How a summary was read."""

    WEB = "web", _("Page")
    PDF = "pdf", _("PDF")
    API = "api", _("Program")


class AnswerKind(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    SERVICE_GIVEN = "service_given", _("Service given")
    QUESTION = "question", _("Question")


class AnswerWay(models.TextChoices):
    """How an agency's answer came; what does not come through the house is written down by the case worker."""

    ONLINE = "online", _("By the agency itself")
    LETTER = "letter", _("By letter")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person")


#: What a case worker may write down.
TOLD_WAYS = (AnswerWay.LETTER, AnswerWay.TELEPHONE, AnswerWay.IN_PERSON)


class HandoverWay(models.TextChoices):
    """How a printed summary went to an agency."""

    IN_PERSON = "in_person", _("Given by hand")
    POST = "post", _("By registered post")
    COURIER = "courier", _("By courier")


class Change(models.TextChoices):
    """What a newer version tells otherwise than the one that the agency read last."""

    ADDED = "added", _("New")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("No longer told")


class LegalBasis(models.TextChoices):
    """On what a disclosure rests. In a closed centre a consent is not free, so it never stands alone there."""

    CONSENT = "consent", _("Consent of the person")
    CAREGIVER = "caregiver", _("Consent of who holds authority over the child")
    BEST_INTERESTS = "best_interests", _("Best interests of the child")


class RightKind(models.TextChoices):
    """What a person may ask of the house about herself."""

    ACCESS = "access", _("To see what is held about her")
    CORRECTION = "correction", _("To correct it")
    RESTRICTION = "restriction", _("To restrict its use")
    ERASURE = "erasure", _("To erase it")


class DecisionState(models.TextChoices):
    OPEN = "open", _("Waiting for a decision")
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")


#: What may be chosen as a decision, with its words.
DECISIONS = [(state, words) for state, words in DecisionState.choices if state != DecisionState.OPEN]


class ToldPerson(models.TextChoices):
    """Whether the person learned of a demand about her."""

    TOLD = "told", _("Told")
    FORBIDDEN = "forbidden", _("The law forbids it")
    NOT_REACHED = "not_reached", _("She could not be reached")
