"""Bearer tokens of the API."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from .models import ApiToken, User

LIFETIME = timedelta(days=30)


def token_issue(*, user: User, name: str, lifetime: timedelta = LIFETIME) -> str:
    """Make a token and return its text, which is kept nowhere."""
    text = ApiToken.new_text()
    ApiToken.objects.create(
        user=user, name=name, digest=ApiToken.digest_of(text), expires_at=timezone.now() + lifetime
    )
    return text


def bearer_user(header: str) -> User | None:
    """The user, with her profile, of an ``Authorization`` header, or None where it names no valid token."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer" or not text:
        return None
    token = (
        ApiToken.objects.select_related("user__profile__office", "user__profile__region", "user__profile__agency")
        .filter(digest=ApiToken.digest_of(text.strip()), expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )
    return token.user if token else None
