"""What wakes this room's jobs. A lost message does no harm: the sweep finds the rows (sharing/jobs.py)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.queue import enqueue

from .jobs import answer_notice
from .signals import summary_answered


@receiver(summary_answered)
def notice_soon(sender: Any, answer_id: int, **_: Any) -> None:
    enqueue(answer_notice, answer_id)
