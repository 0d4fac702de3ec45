"""``/oauth/token``: the door of agencies' programs (RFC 6749 §4.4)."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from accounts.clients import client_of
from accounts.enums import FailureReason
from accounts.failures import failure_record
from accounts.oauth import SERVER, credentials_of


@method_decorator(csrf_exempt, name="dispatch")
class TokenView(View):
    """A token for a program, against its client and secret. No cookie counts here."""

    http_method_names = ["post"]

    def post(self, request: Any) -> HttpResponse:
        # Read first: a body of another type than ours is taken apart from what was kept of it.
        sent = request.body.decode("latin-1")
        authorization = request.headers.get("Authorization", "")
        client_id, _secret = credentials_of(authorization, request.POST.dict())
        if not ratelimit.consume(request, action="client_token", key=client_id):
            return self._answer(429, {"error": "temporarily_unavailable"}, {"Retry-After": "60"})
        # Credentials in an address would stand in logs: of the address nothing counts.
        headers = {"Authorization": authorization, "Content-Type": request.headers.get("Content-Type", "")}
        given, body, status = SERVER.create_token_response(request.path, "POST", sent, headers)
        response = self._answer(status, json.loads(body), given)
        if status == 401:
            known = client_of(client_id)
            failure_record(
                reason=FailureReason.CLIENT, address=get_adapter(request).address_of(request),
                user_id=known.pk if known else None,
            )  # fmt: skip
            # A refusal, whose record stays.
            response.keeps_writes = True  # type: ignore[attr-defined]
        return response

    @staticmethod
    def _answer(status: int, body: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
        fixed = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return HttpResponse(json.dumps(body), status=status, headers={**headers, **fixed})
