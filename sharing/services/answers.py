"""What an agency answers, and what the office replies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.timeline import timeline_add
from sharing.enums import AnswerKind
from sharing.models import Release, SummaryAnswer
from sharing.signals import summary_answered

from .notices import answer_task

_TEXT_LENGTH = 2000


@transaction.atomic
def answer_add(
    release: Release, *, kind: str, by: Profile, text: str = "", service_on: date | None = None, **told: Any
) -> SummaryAnswer:
    """Accept, decline with a reason, report a service with its day, or ask. ``told`` is how an answer came that the
    agency did not write itself (sharing/services/papers.py). Raises Invalid; Conflict where the referral was accepted
    or declined before."""
    problems = _problems(kind, text.strip(), service_on)
    if problems:
        raise Invalid(fields=problems)
    decided = {AnswerKind.ACCEPTED, AnswerKind.DECLINED}
    if kind in decided and release.answers.filter(kind__in=decided).exists():
        raise Conflict(_("Your agency has answered before. Ask a question instead."))
    answer = SummaryAnswer.objects.create(
        release=release, kind=kind, text=text.strip(), service_on=service_on, by=by, **told
    )
    summary_answered.send(SummaryAnswer, answer_id=answer.pk)
    return answer


def _problems(kind: str, text: str, service_on: date | None) -> dict[str, Any]:
    if kind not in AnswerKind.values:
        return {"kind": _("Choose an answer.")}
    if len(text) > _TEXT_LENGTH:
        return {"text": _("This is too long.")}
    if kind == AnswerKind.DECLINED and not text:
        return {"text": _("Say why you decline.")}
    if kind == AnswerKind.QUESTION and not text:
        return {"text": _("Write your question.")}
    if kind == AnswerKind.SERVICE_GIVEN:
        if service_on is None:
            return {"service_on": _("Give the day of the service.")}
        if service_on > clock.today():
            return {"service_on": _("This day lies in the future.")}
    return {}


@transaction.atomic
def answer_reply(answer: SummaryAnswer, *, text: str, by: Profile) -> SummaryAnswer:
    """Reply to a question, once. Raises Invalid, Conflict."""
    if not text.strip() or len(text) > _TEXT_LENGTH:
        raise Invalid(fields={"text": _("Write a reply of at most 2,000 signs.")})
    if answer.kind != AnswerKind.QUESTION or answer.replied_at is not None:
        raise Conflict(_("There is no open question here."))
    answer.reply, answer.replied_by, answer.replied_at = text.strip(), by, timezone.now()
    answer.save(update_fields=["reply", "replied_by", "replied_at"])
    return answer


def answers_notice(keys: Iterable[int] | None = None) -> list[SummaryAnswer]:
    """Put answers on the timelines of their cases, which an agency cannot reach, and make a task where a step is
    due. Acts as the system; idempotent.

    Without ``keys`` all that nobody has noticed yet. Returns those that were noticed now.
    """
    waiting = SummaryAnswer.objects.filter(noticed_at=None)
    if keys is not None:
        waiting = waiting.filter(pk__in=list(keys))
    noticed = []
    for key in list(waiting.order_by("id").values_list("pk", flat=True)[:1000]):
        with transaction.atomic():
            answer = waiting.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
            if answer is None:
                continue
            answer.noticed_at = timezone.now()
            answer.save(update_fields=["noticed_at"])
            summary = answer.release.summary
            timeline_add(
                case=summary.case_id, kind="agency_answered", by=None, at=answer.at, object_id=summary.pk,
                details={"agency": summary.agency.name, "agency_answer": answer.kind},
            )  # fmt: skip
            answer_task(answer, summary)
            noticed.append(answer)
    return noticed
