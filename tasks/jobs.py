"""Jobs of the tasks room: thin, idempotent; each says in numbers what it did."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.queue import enqueue, job

from .services.alerts import alert_tasks_make
from .services.digests import SEND_HOUR, digests_send
from .services.escalation import escalate
from .services.planning import plan_for_cases, plan_recent, sweep, sweep_is_missing


@job("tasks.plan_cases", acting=None, record=False)
def plan_cases(case_ids: Sequence[int]) -> dict[str, int]:
    """Bring the tasks of these cases up to date."""
    return plan_for_cases(case_ids)


@job("tasks.plan_recent", acting=None, record=False)
def plan_recent_cases(minutes: int = 30) -> dict[str, int]:
    """Plan for what changed lately, whether or not a job was asked for."""
    return plan_recent(minutes=minutes)


@job("tasks.sweep", acting=None)
def sweep_cases() -> dict[str, int]:
    """Every case, every rule: nothing due is forgotten, whatever was lost."""
    return sweep()


@job("tasks.catch_up", acting=None, record=False)
def catch_up() -> dict[str, int]:
    """Ask for the nightly sweep where the night went by without one: beat was down, or Redis lost it."""
    if sweep_is_missing():
        enqueue(sweep_cases)
        return {"asked": 1}
    return {"asked": 0}


@job("tasks.alerts", record=False)
def make_alert_tasks(alert_ids: Sequence[int] | None = None) -> dict[str, int]:
    """Work at once for those who must act on a safety alert; without ids, for all that are not closed."""
    return {"made": alert_tasks_make(alert_ids)}


@job("tasks.escalate")
def escalate_overdue() -> dict[str, int]:
    """Tell supervisors what is overdue for longer than its rule bears."""
    return {"escalated": escalate()}


@job("tasks.digest", acting=None)
def send_digests(from_hour: int = SEND_HOUR) -> dict[str, int]:
    """The morning's e-mail to everyone whose morning it is. Never twice for one day."""
    return digests_send(from_hour=from_hour)
