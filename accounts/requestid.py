"""The id of the request or job that is running, for logs and history."""

from __future__ import annotations

from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The running request's id, empty outside one."""
    return _current.get()


def begin(request_id: str) -> None:
    """Name the request or job that runs in this context from now on."""
    _current.set(request_id)
