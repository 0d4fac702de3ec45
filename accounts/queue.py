"""The job base: how a job runs, and the one way to ask for one.

Redis may be lost at any moment, so asking is a courtesy: whatever is not asked for is found by a sweep. A job runs
under a role, carries the id of the request that asked for it, and leaves a row that says what it did. It may run
twice without harm: Celery acknowledges late, and a job that a dead worker held comes back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from . import requestid
from .acting import acting_as
from .dbroles import DatabaseRole
from .models import JobRun

log = logging.getLogger("hamroh.jobs")
_REQUEST = "hamroh_request"
_RETRY: dict[str, Any] = {
    "autoretry_for": (InterfaceError, OperationalError), "retry_backoff": 2, "retry_backoff_max": 120, "max_retries": 7,
}  # fmt: skip


def job(
    name: str, *, acting: DatabaseRole | None = DatabaseRole.SYSTEM, record: bool = True, **options: Any
) -> Callable[[Callable[..., Mapping[str, int] | None]], Any]:
    """Make a job of a function that takes ids and returns what it did, in numbers.

    The whole runs as ``acting``, in one transaction; with None the function takes its roles itself, in short
    transactions. ``record=False`` leaves no row: for small jobs that run all day. ``options`` are Celery's.
    A database that is not there is waited for, about five minutes; what else fails has failed, and is found again.
    """

    def decorate(function: Callable[..., Mapping[str, int] | None]) -> Any:
        def run(task: Any, *args: Any, **kwargs: Any) -> dict[str, int]:
            asked = (getattr(task.request, "headers", None) or {}).get(_REQUEST)
            requestid.begin(asked or f"job-{task.request.id or 'direct'}"[:64])
            recorded: AbstractContextManager[dict[str, int]] = _recorded(name) if record else nullcontext({})
            role: AbstractContextManager[None] = acting_as(acting) if acting else nullcontext()
            with recorded as counts, role:
                counts.update(function(*args, **kwargs) or {})
            return counts

        run.__doc__, run.__name__, run.__module__ = function.__doc__, function.__name__, function.__module__
        made: Any = shared_task(name=name, bind=True, ignore_result=True, typing=False, **_RETRY, **options)
        return made(run)

    return decorate


@contextmanager
def _recorded(name: str) -> Iterator[dict[str, int]]:
    counts: dict[str, int] = {}
    with acting_as(DatabaseRole.SYSTEM):
        run = JobRun.objects.create(name=name, request_id=requestid.current(), started_at=timezone.now())
    try:
        yield counts
    except Exception as error:
        _finish(run, counts, error=type(error).__name__)
        raise
    _finish(run, counts)
    log.info("%s: %s", name, ", ".join(f"{key} {value}" for key, value in counts.items()) or "done")


def _finish(run: JobRun, counts: Mapping[str, int], error: str = "") -> None:
    with acting_as(DatabaseRole.SYSTEM):
        JobRun.objects.filter(pk=run.pk).update(
            finished_at=timezone.now(), failed=bool(error), error=error, counts=dict(counts)
        )


def enqueue(task: Any, *args: Any) -> None:
    """Ask for a job once the transaction is committed. A dead Redis loses the request, never the caller's work."""
    transaction.on_commit(partial(_send, task, args, requestid.current()), robust=True)


def _send(task: Any, args: tuple[Any, ...], request_id: str) -> None:
    try:
        task.apply_async(args, retry=False, headers={_REQUEST: request_id})
    except Exception as error:  # kombu, redis and sockets each have their own
        log.warning("%s could not be asked for (%s); a sweep will find it", task.name, type(error).__name__)
