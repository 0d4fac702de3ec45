"""What a service may raise. The pages and the API turn these into answers; the text is for the user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


class HamrohError(Exception):
    """Base of all refusals. ``code`` is stable and for programs, ``message`` is translated and for people."""

    status = 400
    code = "error"
    #: Whether what was written before the refusal stays (accounts/middleware.py rolls back otherwise).
    keeps_writes = False

    def __init__(self, message: Any = "", *, code: str | None = None, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code
        self.fields = dict(fields or {})


class Invalid(HamrohError):
    """The input cannot be taken; ``fields`` says which and why."""

    status = 422
    code = "invalid"


class NotAllowed(HamrohError):
    """In scope, but this role (or this person, as the author) may not."""

    status = 403
    code = "not_allowed"


class NotFound(HamrohError):
    """Outside the scope, or not there: the answer is the same."""

    status = 404
    code = "not_found"


class Conflict(HamrohError):
    """Somebody changed it first, or the state does not allow the step."""

    status = 409
    code = "conflict"


class Missed(NotFound):
    """Not there, or outside the scope, and the asking was counted."""

    keeps_writes = True


class Limited(HamrohError):
    """Too many wrong answers; nothing is answered for a while."""

    status = 429
    code = "limited"


class TooMany(HamrohError):
    """Too many tries in too short a time."""

    status = 429
    code = "too_many"

    def __init__(self) -> None:
        super().__init__(_("Too many attempts. Wait a few minutes, then try again."))
