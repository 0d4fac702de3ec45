"""What becomes work for the case worker: an agency's question, a refusal, the end of a summary."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from cases.models import Case
from sharing.enums import AnswerKind
from sharing.models import Summary, SummaryAnswer
from tasks.services.tasks import task_create

#: After the end of a summary: look again whether the agency needs to know more.
_AFTER_END = timedelta(days=7)


def answer_task(answer: SummaryAnswer, summary: Summary) -> None:
    """A question is due today, a refusal tomorrow; acceptance and service need no step. Acts as the system."""
    today = clock.today()
    with words_of_worker(summary.case):
        if answer.kind == AnswerKind.QUESTION:
            _task(summary.case, _("Reply to the question of an agency"), today)
        elif answer.kind == AnswerKind.DECLINED:
            _task(summary.case, _("An agency declined: find another way"), today + timedelta(days=1))


def expiry_task(summary: Summary) -> None:
    """The time of something that was released is over. Acts as the system."""
    with words_of_worker(summary.case):
        due = clock.today() + _AFTER_END
        _task(summary.case, _("Sharing with an agency has ended: is it still needed?"), due)


def destruction_task(summary: Summary) -> None:
    """The agency has not said that it destroyed what it holds. Acts as the system."""
    with words_of_worker(summary.case):
        _task(summary.case, _("Ask an agency whether the data was destroyed"), clock.today())


def lapse_task(case: Case) -> None:
    """A consent lapsed: ask again, the right one this time. Acts as the system."""
    with words_of_worker(case):
        _task(case, _("Ask again for consent to share with an agency"), clock.today() + _AFTER_END)


def words_of_worker(case: Case) -> translation.override:
    """The title of a task in the language of whom it is for."""
    return translation.override(case.worker.language if case.worker else "en")


def _task(case: Case, title: str, due_on: date) -> None:
    # Specialists read titles of tasks, but not with whom the case is shared.
    if case.is_open and case.worker_id is not None:
        task_create(case, title=title, due_on=due_on, by=None)
