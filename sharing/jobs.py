"""Jobs of the sharing room: thin, idempotent; each says in numbers what it did."""

from __future__ import annotations

from django.utils import timezone

from accounts import clock
from accounts.queue import job

from .services.agreements import agreements_warn
from .services.answers import answers_notice
from .services.destructions import consents_lapse, destructions_notice
from .services.summaries import summaries_expire


@job("sharing.answer_notice", record=False)
def answer_notice(answer_id: int) -> dict[str, int]:
    """Tell the case and its worker of one answer."""
    return {"noticed": len(answers_notice([answer_id]))}


@job("sharing.agreements_warn")
def warn_of_agreements() -> dict[str, int]:
    """Daily: what ends within 30 days becomes the task of who is responsible."""
    return {"warned": len(agreements_warn(clock.today()))}


@job("sharing.sweep", record=False)
def sweep() -> dict[str, int]:
    """Answers that nobody was told of; summaries whose time is over; consents that lapsed; what was destroyed."""
    now = timezone.now()
    return {
        "noticed": len(answers_notice()), "expired": len(summaries_expire(now)), "lapsed": len(consents_lapse()),
        **destructions_notice(now),
    }  # fmt: skip
