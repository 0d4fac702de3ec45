"""The demo users, and small helpers of the demonstration's steps."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Profile
from cases.models import Case

_USERS: dict[str, Profile] = {}


def users_read() -> None:
    """Read the demo users as the owner: who acts as one of them cannot read the table of users."""
    for profile in Profile.objects.select_related("user", "office", "region", "agency"):
        _USERS[profile.user.email.partition("@")[0]] = profile


def user(name: str) -> Profile:
    """The profile of ``name@example.org``."""
    return _USERS[name]


def day(offset: int) -> date:
    """Today plus so many days (negative: ago)."""
    return timezone.localdate() + timedelta(days=offset)


def case_of(surname: str, given_name: str) -> Case:
    """A case of the demonstration, by its person's name."""
    found = Case.objects.select_related("person", "family", "office", "region")
    return found.get(person__surname=surname, person__given_name=given_name, arrival__isnull=False)
