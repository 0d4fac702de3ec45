"""What stands between signing in and the house: each gate sends to the page that opens it.

Asked by ActingMiddleware, as the identity role, before the user's own role is taken. A token passes: a program can set
nothing up, and whoever made the token had passed (accounts/tokens.py). What a gate once found is kept in the session,
so that a request costs no statement.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .clock import today
from .conduct import VERSION, conduct_until
from .enums import SECOND_FACTOR_ROLES
from .freshness import page_of, send_to
from .models import Profile

#: The pages behind which the gates are opened, and what a person needs there.
_BEFORE = ("/account/", "/language/", "/i18n/", "/help/")
#: A page beside them that is behind the gates.
_BEHIND = ("/account/tokens/",)
_SECOND_FACTOR, _CONDUCT = "second_factor", "conduct"
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Gate(NamedTuple):
    """``passed`` may ask the database; ``code`` is for programs."""

    code: str
    passed: Callable[[Any, Profile], bool]
    url_name: str
    text: Promise


def second_factor_needed(profile: Profile) -> bool:
    """Does this installation ask a second factor of her role?"""
    return bool(settings.SECOND_FACTOR_REQUIRED) and profile.role in SECOND_FACTOR_ROLES


def _second_factor(request: Any, profile: Profile) -> bool:
    if not second_factor_needed(profile) or request.session.get(_SECOND_FACTOR):
        return True
    if not is_mfa_enabled(request.user, _FACTORS):
        return False
    request.session[_SECOND_FACTOR] = True
    return True


def second_factor_forget(request: Any) -> None:
    """Ask anew: a factor was removed."""
    request.session.pop(_SECOND_FACTOR, None)


def _conduct(request: Any, profile: Profile) -> bool:
    kept = request.session.get(_CONDUCT) or {}
    if kept.get("version") == VERSION and today().isoformat() < kept["until"]:
        return True
    until = conduct_until(profile.pk)
    if until is None:
        return False
    request.session[_CONDUCT] = {"version": VERSION, "until": until.isoformat()}
    return True


GATES: tuple[Gate, ...] = (
    Gate("second_factor", _second_factor, "mfa_index", _("Set up a second factor first.")),
    Gate("conduct", _conduct, "conduct", _("Read and accept the code of conduct first.")),
)


def stopped(request: Any, profile: Profile) -> HttpResponseBase | None:
    """The answer of the first gate that is closed; None where all are open."""
    open_page = request.path.startswith(_BEFORE) and not request.path.startswith(_BEHIND)
    if request.by_token or open_page:
        return None
    for gate in GATES:
        if not gate.passed(request, profile):
            return _answer(request, gate)
    return None


def _answer(request: Any, gate: Gate) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": gate.code, "status": 403, "detail": str(gate.text)}
        return JsonResponse(body, status=403, content_type="application/problem+json")
    # The number beside an entry of the navigation asks from the gate's page too: sent there, it would load it for ever.
    if request.headers.get("HX-Request") and page_of(request).startswith(_BEFORE):
        return HttpResponse(status=204)
    return send_to(request, reverse(gate.url_name))
