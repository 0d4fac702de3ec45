"""Bearer tokens of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from .clock import midnight
from .conduct import conduct_until
from .errors import NotFound
from .models import ApiToken, Profile, User

LIFETIME = timedelta(days=30)


def token_issue(*, user: User, name: str, lifetime: timedelta = LIFETIME) -> str:
    """Make a token and return its text, which is kept nowhere. It ends with the acceptance of the code of conduct
    where that comes first: a program cannot be asked."""
    text, expires_at = ApiToken.new_text(), timezone.now() + lifetime
    if until := conduct_until(user.pk):
        expires_at = min(expires_at, midnight(until))
    ApiToken.objects.create(user=user, name=name, digest=ApiToken.digest_of(text), expires_at=expires_at)
    return text


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens of a user that are in force, newest first."""
    return ApiToken.objects.filter(user=user, expires_at__gt=timezone.now()).order_by("-id")


def token_end(*, user: User, pk: int) -> None:
    """End a token of this user at once. Raises NotFound for another's."""
    if not tokens_of(user).filter(pk=pk).update(expires_at=timezone.now()):
        raise NotFound


def tokens_forget() -> int:
    """Destroy tokens that ended a day ago or more: programs take one each hour. Acts as the system."""
    gone, _by_table = ApiToken.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()
    return gone


#: Written out: it opens every request of the API, and building it by the ORM took longer than running it.
_BEARER = """
SELECT p.*, u.email, u.is_active AS user_is_active
FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id JOIN accounts_profile p ON p.user_id = u.id
WHERE t.digest = %s AND t.expires_at > now() AND u.is_active AND p.is_active
"""


def bearer_profile(header: str) -> Profile | None:
    """The profile, with its user, of an ``Authorization`` header, or None where it names no valid token."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer" or not text:
        return None
    for profile in Profile.objects.raw(_BEARER, [ApiToken.digest_of(text.strip())]):
        found: Any = profile
        # Whatever else the user has is read when it is asked for.
        names, values = ("id", "email", "is_active"), (profile.pk, found.email, found.user_is_active)
        profile.user = User.from_db(profile._state.db, names, values)
        return profile
    return None
