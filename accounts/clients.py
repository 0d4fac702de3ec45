"""Programs of agencies: made, given a new secret, ended by the administrator; they sign in by client credentials.

A program is a user of its agency with the role "agency client", so policy, row rules and log hold for it as for people.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .enums import Role
from .errors import Conflict, Invalid
from .models import Agency, AgencyClient, ApiToken, Profile, User

#: A program is looked at again after a year at the latest.
LONGEST = timedelta(days=366)
#: After a rotation the secret before it stays valid so long, for the agency to put the new one in place.
OVERLAP = timedelta(hours=24)
TOKEN_LIFETIME = timedelta(hours=1)
_CLIENT_ID = re.compile(r"hc_[0-9a-f]{24}")


def _digest(secret: str) -> str:
    """SHA-256; a secret has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_secret() -> str:
    return "hcs_" + secrets.token_urlsafe(32)


@transaction.atomic
def client_create(*, agency: Agency, name: str, days: int, by: Profile) -> tuple[AgencyClient, str]:
    """Make a program of an agency, valid for ``days``; returns it with its secret, which is kept nowhere.

    Raises Invalid for an agency that is switched off and for a term above LONGEST.
    """
    if not agency.is_active:
        raise Invalid(_("This agency is switched off."))
    if not 1 <= days <= LONGEST.days:
        raise Invalid(fields={"days": _("Between one day and a year.")})
    client_id, secret = "hc_" + secrets.token_hex(12), _new_secret()
    # A user needs an address; this one receives nothing, and no password opens it.
    user = User.objects.create_user(f"{client_id}@clients.invalid")
    profile = Profile.objects.create(user=user, name=name, role=Role.AGENCY_CLIENT, agency=agency)
    client = AgencyClient.objects.create(
        profile=profile, client_id=client_id, secret_digest=_digest(secret), created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    return client, secret


@transaction.atomic
def client_rotate(client: AgencyClient, *, by: Profile) -> str:
    """Give a program a new secret and return it; the one before stays valid for OVERLAP. Raises Conflict."""
    client = AgencyClient.objects.select_for_update().get(pk=client.pk)
    if not client.in_force:
        raise Conflict(_("This program is no longer in force."))
    secret = _new_secret()
    client.previous_digest, client.previous_until = client.secret_digest, timezone.now() + OVERLAP
    client.secret_digest = _digest(secret)
    client.save(update_fields=["previous_digest", "previous_until", "secret_digest"])
    return secret


@transaction.atomic
def client_end(client: AgencyClient, *, by: Profile) -> AgencyClient:
    """End a program now: its secret and every token of it. Twice does no harm."""
    client = AgencyClient.objects.select_for_update().get(pk=client.pk)
    if client.ended_at is None:
        client.ended_at = timezone.now()
        client.save(update_fields=["ended_at"])
        Profile.objects.filter(pk=client.pk).update(is_active=False)
        User.objects.filter(pk=client.pk).update(is_active=False)
    return client


def client_of(client_id: str) -> AgencyClient | None:
    """The program of this name, in force or not; what cannot be a name is not looked up."""
    if not _CLIENT_ID.fullmatch(client_id):
        return None
    return AgencyClient.objects.select_related("profile__agency").filter(client_id=client_id).first()


def client_authenticate(client_id: str, secret: str) -> AgencyClient | None:
    """The program in force that has this secret, or the one before it within OVERLAP; else None."""
    found = client_of(client_id)
    given = _digest(secret)
    now = hmac.compare_digest(given, found.secret_digest if found else _digest(""))
    before = bool(found and found.previous_until and found.previous_until > timezone.now()) and hmac.compare_digest(
        given, found.previous_digest if found else ""
    )
    if found is None or not (now or before) or not found.in_force:
        return None
    return found if found.profile.is_active and found.profile.agency and found.profile.agency.is_active else None


def client_token(client: AgencyClient, text: str, *, seconds: int) -> None:
    """Keep the digest of a token that a program was given."""
    ApiToken.objects.create(
        user_id=client.pk, name="client credentials", digest=ApiToken.digest_of(text),
        expires_at=timezone.now() + timedelta(seconds=seconds),
    )  # fmt: skip
