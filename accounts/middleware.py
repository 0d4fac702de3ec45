"""The boundary of a request: a transaction, a role, a user, and a rollback where the answer is a refusal.

``IdentityMiddleware`` stands outside sessions and sign-in and gives them the identity role.
``ActingMiddleware`` stands inside and takes on the user's own role for the view. Both force the answer to be
rendered before their transaction ends (a template or a serializer reads its querysets late).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from . import requestid
from .acting import acting_as
from .dbroles import DatabaseRole
from .gates import stopped
from .models import Profile
from .sessions import session_check
from .tokens import bearer_profile

#: Paths that read no table.
_WITHOUT_DATABASE = ("/health/", "/static/")


def _finish(response: HttpResponseBase) -> HttpResponseBase:
    render = getattr(response, "render", None)
    if callable(render) and not getattr(response, "is_rendered", True):
        response = render()
    if response.status_code >= 400 and not getattr(response, "keeps_writes", False):
        transaction.set_rollback(True)
    return response


def _kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    """No browser keeps what a signed-in user saw: the next one at a shared computer presses "back"."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


class IdentityMiddleware:
    """One transaction for each request, as the identity role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        requestid.begin(secrets.token_hex(8))
        if request.path.startswith(_WITHOUT_DATABASE):
            return self.get_response(request)
        with acting_as(DatabaseRole.IDENTITY):
            response = self.get_response(request)
            if not transaction.get_connection().needs_rollback:
                response = _finish(response)
        response.headers["X-Request-ID"] = requestid.current()
        return response


class ActingMiddleware:
    """Finds the user (session or bearer token) and takes on her role, language and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.profile = None
        if request.path.startswith(_WITHOUT_DATABASE):
            return self.get_response(request)
        request.by_token = False
        profile = bearer_profile(request.headers.get("Authorization", ""))
        if profile is not None:
            request.user, request.by_token = profile.user, True
        else:
            session_check(request)
            profile = self._profile(request)
        if profile is None:
            return self.get_response(request)
        request.profile = profile
        self._activate(request, profile)
        answer = stopped(request, profile)
        if answer is not None:
            return answer
        if request.path.startswith("/account/"):
            return _kept_nowhere(self.get_response(request))
        # With a token there is no session to be saved afterwards.
        with acting_as(profile, to_the_end=request.by_token):
            response = _finish(self.get_response(request))
        return _kept_nowhere(response)

    @staticmethod
    def _profile(request: Any) -> Profile | None:
        if not request.user.is_authenticated:
            return None
        found = Profile.objects.select_related("office", "region", "agency")
        return found.filter(pk=request.user.pk, is_active=True).first()

    @staticmethod
    def _activate(request: Any, profile: Profile) -> None:
        try:
            timezone.activate(ZoneInfo(profile.time_zone))
        except (ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
        if not request.path.startswith("/api/") or "HTTP_ACCEPT_LANGUAGE" not in request.META:
            translation.activate(profile.language)
            request.LANGUAGE_CODE = translation.get_language()
