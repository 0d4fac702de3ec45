"""Who the database thinks we are: the one place that takes on a role.

A request, a job and a command run inside ``acting_as``; outside it a login has no rights at all. The settings
are local to the transaction, so a pooled connection never carries one user to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

from . import requestid
from .dbroles import DatabaseRole
from .models import Profile

_SET = """SELECT set_config('role', %s, true), set_config('app.user_id', %s, true),
set_config('app.region_id', %s, true), set_config('app.agency_id', %s, true),
set_config('app.request_id', %s, true)"""


@dataclass(frozen=True)
class Actor:
    """What the database is told: the role, and the numbers that its row rules compare with."""

    role: str
    user_id: int | None = None
    region_id: int | None = None
    agency_id: int | None = None

    @classmethod
    def of(cls, who: Profile | DatabaseRole) -> Actor:
        if isinstance(who, DatabaseRole):
            return cls(role=who.value)
        return cls(who.database_role.value, who.pk, who.region_id, who.agency_id)


_NOBODY = Actor(role="none")
_current: ContextVar[Actor] = ContextVar("actor", default=_NOBODY)


def current_actor() -> Actor:
    """Who acts in this context; role "none" outside ``acting_as``."""
    return _current.get()


def _tell(actor: Actor) -> None:
    def text(number: int | None) -> str:
        return "" if number is None else str(number)

    with connection.cursor() as cursor:
        cursor.execute(
            _SET, [actor.role, text(actor.user_id), text(actor.region_id), text(actor.agency_id), requestid.current()]
        )


@contextmanager
def acting_as(who: Profile | DatabaseRole, *, to_the_end: bool = False) -> Iterator[None]:
    """Run a transaction (a savepoint, where one is open) as a user or as a named system role.

    Restores the role that it found, where anything can follow in the same transaction: releasing a savepoint would
    keep the inner one, rolling back to it restores the outer by itself, and then no statement may be sent before the
    rollback. ``to_the_end`` says that nothing follows in the open transaction: no savepoint, and the role stays.
    """
    actor = Actor.of(who)
    outer = _current.get()
    nested = connection.in_atomic_block
    token = _current.set(actor)
    try:
        with transaction.atomic(savepoint=not to_the_end):
            _tell(actor)
            yield
            # At the end of the outermost transaction the settings end by themselves.
            if nested and not to_the_end and not connection.needs_rollback:
                _tell(outer)
    finally:
        _current.reset(token)


def set_reason(reason: str) -> None:
    """Say why the following changes of this transaction are made; their history keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.reason', %s, true)", [reason])
