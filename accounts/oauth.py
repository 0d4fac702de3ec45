"""OAuth 2 client credentials (RFC 6749 §4.4) by oauthlib: what it asks of us. The door is accounts/views/oauth.py."""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

from django.utils import timezone
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator

from .clients import TOKEN_LIFETIME, client_authenticate, client_token
from .models import ApiToken

#: There is one scope: what the agency may read and answer (accounts/policy.py).
SCOPES = ["agency"]


def credentials_of(authorization: str, body: dict[str, str]) -> tuple[str, str]:
    """Client and secret from the header (Basic) or from the body; the header alone counts where there is one."""
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote_plus(client_id), unquote_plus(secret)
    return body.get("client_id", ""), body.get("client_secret", "")


class Validator(RequestValidator):
    """Programs of agencies, one grant, one scope."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        client_id, secret = credentials_of(request.headers.get("Authorization", ""), dict(request.decoded_body or ()))
        request.client = client_authenticate(client_id, secret) if client_id and secret else None
        request.client_id = client_id
        return request.client is not None

    def validate_grant_type(self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any,
                            **kwargs: Any) -> bool:
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        return SCOPES

    def validate_scopes(self, client_id: str, scopes: list[str], client: Any, request: Any, *args: Any,
                        **kwargs: Any) -> bool:
        return set(scopes) <= set(SCOPES)

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        client_token(request.client, token["access_token"], seconds=token["expires_in"])


def _seconds(request: Any) -> int:
    """An hour, but not beyond the program's own end."""
    left: timedelta = request.client.expires_at - timezone.now()
    return max(1, int(min(TOKEN_LIFETIME, left).total_seconds()))


SERVER = BackendApplicationServer(
    Validator(), token_generator=lambda request: ApiToken.new_text(), token_expires_in=_seconds
)
