"""Errors as application/problem+json (RFC 9457). Never the text of an exception that we did not write."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, ProgrammingError
from django.http import Http404
from django.utils.translation import gettext as _
from psycopg import errors as pg
from rest_framework import exceptions, status
from rest_framework.response import Response

from accounts.errors import Conflict, HamrohError

CONTENT_TYPE = "application/problem+json"


def problem(code: str, http_status: int, detail: str, **more: Any) -> Response:
    """One problem document."""
    body = {"type": "about:blank", "title": code, "status": http_status, "detail": detail, **more}
    return Response(body, status=http_status, content_type=CONTENT_TYPE)


def _messages(detail: Any) -> Any:
    if isinstance(detail, dict):
        return {key: _messages(value) for key, value in detail.items()}
    if isinstance(detail, list):
        return [_messages(value) for value in detail]
    return str(detail)


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets the error become a 500 without details."""
    if isinstance(error, IntegrityError):
        # Its text repeats the row, and the row may be one that the user cannot see.
        error = Conflict(_("This contradicts what is stored."))
    if isinstance(error, ProgrammingError) and isinstance(error.__cause__, pg.InsufficientPrivilege):
        error = Http404()
    if isinstance(error, DataError):
        return problem("invalid", 400, _("A value cannot be stored."))
    if isinstance(error, HamrohError):
        more = {"errors": {key: [str(value)] for key, value in error.fields.items()}} if error.fields else {}
        response = problem(error.code, error.status, str(error.message) or _("This is not possible."), **more)
        response.keeps_writes = error.keeps_writes  # type: ignore[attr-defined]
        return response
    if isinstance(error, Http404):
        return problem("not_found", 404, _("There is nothing here, or it is not for you."))
    if isinstance(error, PermissionDenied):
        return problem("not_allowed", 403, _("This is not for your role."))
    if isinstance(error, exceptions.ValidationError):
        return problem("invalid", status.HTTP_422_UNPROCESSABLE_ENTITY, _("Some fields need mending."),
                       errors=_messages(error.detail))
    if isinstance(error, exceptions.APIException):
        response = problem(str(error.default_code), error.status_code, str(error.detail))
        header = getattr(error, "auth_header", None)
        if header:
            response["WWW-Authenticate"] = header
        wait = getattr(error, "wait", None)
        if wait is not None:
            response["Retry-After"] = str(math.ceil(wait))
        return response
    return None
