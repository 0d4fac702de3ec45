"""Jobs of the accounts room."""

from __future__ import annotations

from celery import shared_task

from .acting import acting_as
from .dbroles import DatabaseRole
from .sealing import BATCH, seal_batch


@shared_task(name="accounts.seal_history", ignore_result=True)
def seal_history() -> None:
    """Seal what has not been sealed, batch by batch."""
    while True:
        with acting_as(DatabaseRole.SYSTEM):
            sealed = seal_batch()
        if sealed < BATCH:
            return
