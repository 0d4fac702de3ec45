"""A create that is sent twice is done once, and answered twice alike: over the API by the header
``Idempotency-Key``, from a form of a page by the token that the page put into it.

Stands inside ActingMiddleware, so the kept answer is written in the transaction of the create: both or neither.
A second request with the same key waits for the first one's end at the unique index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import IdempotentAnswer, Profile

KEPT = timedelta(hours=24)
#: A second press on a slow line, or a form sent again because no answer came. Later it is meant.
FORM_KEPT = timedelta(minutes=10)
_LONGEST = 120
#: Forms that make nothing, or (a complaint) must not leave a trace of who was signed in: done each time they are sent.
_EACH_TIME = ("/account/", "/search/", "/users/search/", "/verify/", "/complaint/", "/api/v1/complaint/")


def form_key(request: HttpRequest) -> str:
    """What a form sent twice has in common: "form:" and a digest of its content. Empty where it does not count.

    Django masks the token of a form anew for each page, so that the same content from a page that was opened again
    has another key. A touch by htmx stays on its page and may return to what it was (here, absent, here).
    """
    token = request.POST.get("csrfmiddlewaretoken", "")
    if not token or request.headers.get("HX-Request") or request.path.startswith(_EACH_TIME):
        return ""
    digest = hashlib.sha256(request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return f"form:{digest.hexdigest()}"


class IdempotencyMiddleware:
    """Replays the answer of a POST to the API whose key was seen within a day, and the redirect of a form that was
    sent with the very same content from the very same page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key", "")
        profile: Profile | None = getattr(request, "profile", None)
        if profile is None or request.method != "POST":
            return self.get_response(request)
        if not request.path.startswith("/api/"):
            return self._form(request, profile)
        if not key or request.path.startswith(_EACH_TIME):
            return self.get_response(request)
        if len(key) > _LONGEST:
            return self._problem(422, "invalid", _("The Idempotency-Key is too long."))
        print_ = hashlib.sha256(request.method.encode() + request.path.encode() + request.body).hexdigest()
        answer, fresh = IdempotentAnswer.objects.get_or_create(
            user=profile, key=key, defaults={"fingerprint": print_}
        )
        if not fresh and answer.created_at > timezone.now() - KEPT:
            return self._replay(answer, print_)
        response = self.get_response(request)
        self._keep(answer, print_, response)
        return response

    def _form(self, request: Any, profile: Profile) -> HttpResponseBase:
        key = form_key(request)
        if not key:
            return self.get_response(request)
        answer, fresh = IdempotentAnswer.objects.get_or_create(
            user=profile, key=key, defaults={"fingerprint": key.removeprefix("form:")}
        )
        if not fresh and answer.status and answer.created_at > timezone.now() - FORM_KEPT:
            return HttpResponseRedirect(answer.body or "/")
        response = self.get_response(request)
        # What was done answers with a redirect; a page (a draft saved, a question asked) may be sent again.
        if response.status_code == HTTPStatus.FOUND:
            answer.status, answer.body, answer.created_at = response.status_code, response["Location"], timezone.now()
            answer.save()
        return response

    def _replay(self, answer: IdempotentAnswer, print_: str) -> HttpResponseBase:
        if answer.fingerprint != print_ or answer.status is None:
            return self._problem(422, "key_reused", _("This Idempotency-Key was used for another request."))
        response = HttpResponse(answer.body or "", status=answer.status, content_type=answer.content_type)
        response["Idempotent-Replay"] = "true"
        return response

    @staticmethod
    def _keep(answer: IdempotentAnswer, print_: str, response: HttpResponseBase) -> None:
        # A refusal is rolled back with everything else, and may be sent again.
        # A secret is shown once, and kept nowhere; asked for again, the answer is that the key was used.
        if response.status_code < 400 and isinstance(response, HttpResponse) and not hasattr(response, "shown_once"):
            answer.fingerprint, answer.status = print_, response.status_code
            answer.body, answer.content_type = response.content.decode(), response.headers["Content-Type"]
            answer.created_at = timezone.now()
            answer.save()

    @staticmethod
    def _problem(status: int, code: str, text: str) -> JsonResponse:
        body = {"type": "about:blank", "title": code, "status": status, "detail": text}
        return JsonResponse(body, status=status, content_type="application/problem+json")
