"""A strict Content-Security-Policy on every answer (Django has its own from 6.0 on)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def policy(issuer: str = "") -> str:
    """The policy. A form may lead to the state identity service, where one is configured, and to nobody else."""
    parts = urlsplit(issuer)
    service = f" {parts.scheme}://{parts.netloc}" if issuer else ""
    return "; ".join((
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        f"form-action 'self'{service}",
    ))  # fmt: skip


class ContentSecurityPolicyMiddleware:
    """Sets the policy where a view has not set a stricter one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = policy(settings.OIDC_ISSUER)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        return response
