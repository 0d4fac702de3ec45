"""Has somebody shown lately that it is she who sits there? Asked before data leave or access is given.

Signing in counts, and so does showing password, code or passkey once more; both for a quarter of an hour. A token is
exempt: it was made by somebody who had just shown who she is, it ends after 30 days, and nobody sits before a program.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .errors import NotAllowed


def is_fresh(request: Any) -> bool:
    """True where she showed who she is within settings.ACCOUNT_REAUTHENTICATION_TIMEOUT seconds. Reads no table."""
    if getattr(request, "by_token", False):
        return True
    newest = max((record["at"] for record in get_authentication_records(request, request.user)), default=0.0)
    return bool(time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def ensure_fresh(request: Any) -> None:
    """For the API: raise NotAllowed with the code "reauthenticate" where she has not."""
    if not is_fresh(request):
        raise NotAllowed(_("Show once more who you are: sign in again, then repeat this."), code="reauthenticate")


def page_of(request: Any) -> str:
    """The page to come back to: this one, or the one from which a form or a part of a page was asked for."""
    if request.headers.get("HX-Request"):
        address = request.headers.get("HX-Current-URL", "")
    elif request.method in ("GET", "HEAD"):
        return str(request.get_full_path())
    else:
        address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def send_to(request: Any, target: str) -> HttpResponseBase:
    """Go to another page, from a page or from a part of one."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def ask_again(request: Any) -> HttpResponseBase:
    """To the page that asks who sits there, and then back."""
    return send_to(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': page_of(request)})}")
