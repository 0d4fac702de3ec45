"""What wakes this room's jobs. A lost message does no harm: the sweep finds the rows (sharing/jobs.py)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import Profile
from accounts.queue import enqueue
from cases.signals import caregiver_left_out, retention_told

from .jobs import answer_notice
from .services.rights import request_tell
from .services.summaries import summaries_without
from .signals import summary_answered


@receiver(summary_answered)
def notice_soon(sender: Any, answer_id: int, **_: Any) -> None:
    enqueue(answer_notice, answer_id)


@receiver(retention_told)
def tell_request(sender: Any, run_id: int, **_: Any) -> None:
    """In the transaction of the destruction, so that the request never says less than what was done."""
    request_tell(run_id)


@receiver(caregiver_left_out, dispatch_uid="sharing.left_out")
def _on_left_out(sender: Any, case_id: int, name: str, by: Profile, **_: Any) -> None:
    summaries_without(case_id, name, by=by)
