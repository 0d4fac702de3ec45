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


class LegalBasis(models.TextChoices):
    """On what a disclosure rests. In a closed centre a consent is not free, so it never stands alone there."""

    CONSENT = "consent", _("Consent of the person")
    CAREGIVER = "caregiver", _("Consent of who holds authority over the child")
    BEST_INTERESTS = "best_interests", _("Best interests of the child")
