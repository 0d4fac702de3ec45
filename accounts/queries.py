"""Questions of the accounts room to the database that more than one door asks."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Agency, AgencyClient

#: Digests serve the door alone.
_SHOWN = (
    "client_id", "previous_until", "expires_at", "ended_at", "created_at", "created_by", "profile__name",
    "profile__agency",
)  # fmt: skip


def programs() -> QuerySet[AgencyClient]:
    """Programs of agencies, newest first, without the digests of their secrets."""
    return AgencyClient.objects.select_related("profile").only(*_SHOWN)


def programs_of(agency: Agency) -> list[AgencyClient]:
    """The programs of one agency: those in force first."""
    return sorted(programs().filter(profile__agency=agency), key=lambda one: not one.in_force)
