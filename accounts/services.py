"""The writes of the accounts room: own settings, users and offices by the administrator."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from .enums import AGENCY_ROLES, Discipline, Role
from .errors import Invalid
from .leaving import leaving_check
from .models import Agency, Office, Profile, User


@transaction.atomic
def profile_settings(profile: Profile, *, language: str | None = None, time_zone: str | None = None) -> Profile:
    """Change one's own language and time zone. Raises Invalid."""
    if language is not None:
        if language not in dict(settings.LANGUAGES):
            raise Invalid(fields={"language": _("This language is not offered.")})
        profile.language = language
    if time_zone is not None:
        if time_zone not in zoneinfo.available_timezones():
            raise Invalid(fields={"time_zone": _("This time zone is not known.")})
        profile.time_zone = time_zone
    profile.save(update_fields=["language", "time_zone"])
    return profile


def _place(role: str, office: Office | None, agency: Agency | None) -> dict[str, Any]:
    if role in AGENCY_ROLES:
        if agency is None:
            raise Invalid(fields={"agency": _("An agency's user belongs to an agency.")})
        return {"agency": agency, "office": None, "region": None}
    if office is None:
        raise Invalid(fields={"office": _("Choose the office.")})
    return {"agency": None, "office": office, "region": office.region}


def _role_check(role: str) -> dict[str, Any]:
    """What is wrong with a role of a person. Programs of agencies have a way of their own (accounts/clients.py)."""
    return {"role": _("A program is made at its agency.")} if role == Role.AGENCY_CLIENT else {}


@transaction.atomic
def user_create(
    *,
    by: Profile | None,
    email: str,
    name: str,
    role: str,
    office: Office | None = None,
    agency: Agency | None = None,
    disciplines: Sequence[str] = (),
    language: str = "en",
) -> Profile:
    """Make a user without a password: she sets one behind her invitation (accounts/invitations.py). Raises Invalid."""
    email = email.strip().lower()
    fields: dict[str, Any] = _role_check(role)
    if User.objects.filter(email=email).exists():
        fields["email"] = _("There is a user with this address already.")
    if role == Role.SPECIALIST and not set(disciplines) & set(Discipline.values):
        fields["disciplines"] = _("A specialist has at least one discipline.")
    if fields:
        raise Invalid(fields=fields)
    user = User.objects.create_user(email)
    return Profile.objects.create(
        user=user, name=name, role=role, disciplines=list(disciplines), language=language,
        **_place(role, office, agency),
    )  # fmt: skip


@transaction.atomic
def user_update(
    profile: Profile,
    *,
    by: Profile,
    name: str,
    role: str,
    office: Office | None,
    agency: Agency | None,
    disciplines: Sequence[str],
    is_active: bool,
) -> Profile:
    """Change a user's name, role and place. Nobody changes the own role or locks herself out.

    Raises Invalid, and Conflict where she would leave cases or tasks behind (accounts/leaving.py).
    """
    if profile.role == Role.AGENCY_CLIENT:
        raise Invalid(_("A program is changed at its agency."))
    if wrong := _role_check(role):
        raise Invalid(fields=wrong)
    if profile.pk == by.pk and (role != profile.role or not is_active):
        raise Invalid(_("You cannot change your own role or switch yourself off."))
    place = _place(role, office, agency)
    moves = profile.region_id is not None and place["region"] != profile.region
    if role != profile.role or moves or (profile.is_active and not is_active):
        leaving_check(profile)
    for key, value in {**place, "name": name, "role": role, "is_active": is_active}.items():
        setattr(profile, key, value)
    profile.disciplines = list(disciplines)
    profile.save()
    User.objects.filter(pk=profile.pk).update(is_active=is_active)
    return profile


@transaction.atomic
def office_create(*, by: Profile, kind: str, name: str, code: str, parent: Office) -> Office:
    """Add an office below another. Raises Invalid for a code that is taken."""
    if Office.objects.filter(code=code).exists():
        raise Invalid(fields={"code": _("This code is taken.")})
    office = Office.objects.create(
        kind=kind, name=name, names={}, code=code, parent=parent, region=parent.region,
        region_code=parent.region_code,
    )  # fmt: skip
    if kind == "region":
        office.region = office
        office.save(update_fields=["region"])
    return office
