"""Jobs of this room: thin, idempotent, acting as the system."""

from __future__ import annotations

from celery import shared_task

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole

from .services.states import states_expire


@shared_task(name="rehabilitation.states_expire", ignore_result=True)
def states_expire_job() -> None:
    """Nightly: refresh the states that time has made untrue (a placement that ended yesterday)."""
    with acting_as(DatabaseRole.SYSTEM):
        states_expire()
