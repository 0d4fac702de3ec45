"""``Idempotency-Key``: a create that is sent twice is done once, and answered twice alike.

Stands inside ActingMiddleware, so the kept answer is written in the transaction of the create: both or neither.
A second request with the same key waits for the first one's end at the unique index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import IdempotentAnswer, Profile

KEPT = timedelta(hours=24)
_LONGEST = 120


class IdempotencyMiddleware:
    """Replays the answer of a POST to the API whose key was seen within a day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key", "")
        profile: Profile | None = getattr(request, "profile", None)
        if not key or profile is None or request.method != "POST" or not request.path.startswith("/api/"):
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

    def _replay(self, answer: IdempotentAnswer, print_: str) -> HttpResponseBase:
        if answer.fingerprint != print_ or answer.status is None:
            return self._problem(422, "key_reused", _("This Idempotency-Key was used for another request."))
        response = HttpResponse(answer.body or "", status=answer.status, content_type=answer.content_type)
        response["Idempotent-Replay"] = "true"
        return response

    @staticmethod
    def _keep(answer: IdempotentAnswer, print_: str, response: HttpResponseBase) -> None:
        # A refusal is rolled back with everything else, and may be sent again.
        if response.status_code < 400 and isinstance(response, HttpResponse):
            answer.fingerprint, answer.status = print_, response.status_code
            answer.body, answer.content_type = response.content.decode(), response.headers["Content-Type"]
            answer.created_at = timezone.now()
            answer.save()

    @staticmethod
    def _problem(status: int, code: str, text: str) -> JsonResponse:
        body = {"type": "about:blank", "title": code, "status": status, "detail": text}
        return JsonResponse(body, status=status, content_type="application/problem+json")
