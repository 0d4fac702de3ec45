"""What wakes this room's jobs. A lost message does no harm: the sweep finds the rows (sharing/jobs.py)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.queue import enqueue
from cases.signals import retention_told

from .jobs import answer_notice
from .services.rights import request_tell
from .signals import summary_answered


@receiver(summary_answered)
def notice_soon(sender: Any, answer_id: int, **_: Any) -> None:
    enqueue(answer_notice, answer_id)


@receiver(retention_told)
def tell_request(sender: Any, run_id: int, **_: Any) -> None:
    """In the transaction of the destruction, so that the request never says less than what was done."""
    request_tell(run_id)
