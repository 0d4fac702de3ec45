"""The API trusts the middleware: a session (with its CSRF token) or a bearer token."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class HamrohAuthentication(SessionAuthentication):
    """The user that ActingMiddleware found; a session also needs its CSRF token for writes."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        inner: Any = request._request
        if getattr(inner, "profile", None) is None:
            return None
        if not inner.by_token:
            self.enforce_csrf(request)
        return inner.user, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="hamroh"'


class HamrohAuthenticationScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema tells of it."""

    target_class = HamrohAuthentication
    name = ["bearer", "program"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        program = {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {"agency": "What the agency may do."}}}
        return [
            {"type": "http", "scheme": "bearer", "description": "A token that a user made under her account."},
            {
                "type": "oauth2", "flows": program,
                "description": "A program of an agency: client and secret come from the administrator, a token is "
                "valid for an hour. At most 300 requests a minute.",
            },
        ]  # fmt: skip

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """One or the other."""
        return [{"bearer": []}, {"program": ["agency"]}]
