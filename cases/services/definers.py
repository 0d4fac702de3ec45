"""Calling the owner's functions (cases/sql_arrivals.py): their refusals become ours."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, NotFound

_TEXTS = {
    "not_accepted": _("This manifest has not been accepted, or was undone already."),
    "too_late": _("More than 24 hours have passed; what was registered stays."),
    "worked": _("Somebody has worked on these cases already; what was registered stays."),
    "own": _("Nobody decides on what she asked for herself. Somebody else has to."),
    "decided": _("This transfer is decided already."),
    "why": _("Say why."),
    "named": _("Name people of the region who work on cases, a supervisor among them, and not yourself alone."),
    "restricted": _("This case is restricted already."),
    "worker": _("Choose a case worker of the receiving region."),
}


def call(function: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that ``function`` answers. Raises NotFound and Conflict for its own refusals."""
    places = ", ".join(["%s"] * len(values))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {function}({places})", values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
    except DatabaseError as error:
        cause = error.__cause__
        state, code = getattr(cause, "sqlstate", ""), _code(cause)
        if state == "HM404":
            raise NotFound from None
        if state == "HM409":
            raise Conflict(_TEXTS.get(code, ""), code=code) from None
        raise


def _code(cause: BaseException | None) -> str:
    return str(getattr(getattr(cause, "diag", None), "message_primary", "") or "")
