"""Jobs of the sharing room: thin, idempotent; the beat table stands in config/celery.py."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole

from .services.answers import answers_notice
from .services.summaries import summaries_expire

logger = logging.getLogger(__name__)


def enqueue(job: Any, *arguments: int) -> None:
    """Send a job; a dead queue is no error, the sweep will find the row."""
    try:
        job.delay(*arguments)
    except (OperationalError, OSError):
        logger.warning("the queue does not answer; the sweep will do this work")


@shared_task(name="sharing.answer_notice")
def answer_notice(answer_id: int) -> None:
    """One answer onto its case's timeline."""
    with acting_as(DatabaseRole.SYSTEM):
        answers_notice([answer_id])


@shared_task(name="sharing.sweep")
def sweep() -> None:
    """Answers that nobody was told of; summaries whose time is over."""
    with acting_as(DatabaseRole.SYSTEM):
        answers_notice()
        summaries_expire(timezone.now())
