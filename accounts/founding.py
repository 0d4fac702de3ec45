"""The beginning of an installation: the country with its regions, and the administrator who then makes everybody else.
Done by the owner, at the console."""

from __future__ import annotations

from django.db import transaction

from .enums import OfficeKind, Role
from .errors import Conflict
from .invitations import invitation_create, link_of
from .models import Office, Profile, User
from .regions import REGIONS
from .services import user_create

COUNTRY = "UZ"


def office_load(code: str, kind: OfficeKind, names: dict[str, str], parent: Office | None) -> Office:
    """An office with its names, made where there is none of this code."""
    office, fresh = Office.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind, "name": names["en"], "names": names, "parent": parent,
            "region_code": code.split("-")[0] if parent else "",
        },
    )  # fmt: skip
    if fresh:
        office.region = office if kind in (OfficeKind.REGION, OfficeKind.COUNTRY) else parent and parent.region
        office.save()
    return office


def country_load() -> Office:
    """The country and its regions; what stands already is left as it is."""
    names = {"en": "Uzbekistan", "uz": "Oʻzbekiston", "uz-cyrl": "Ўзбекистон", "ru": "Узбекистан"}
    country = office_load(COUNTRY, OfficeKind.COUNTRY, names, None)
    for region in REGIONS:
        names = {"en": region.en, "uz": region.uz_latn, "uz-cyrl": region.uz_cyrl, "ru": region.ru}
        office_load(region.code, OfficeKind.REGION, names, country)
    return country


@transaction.atomic
def administrator_found(*, email: str, name: str, language: str) -> str:
    """Make the first administrator, or renew her link while she has no password; returns the link.

    Raises Conflict where another administrator can sign in: she makes all others.
    """
    for one in Profile.objects.filter(role=Role.ADMIN, is_active=True).select_related("user"):
        if one.user.has_usable_password():
            raise Conflict("There is an administrator already; she makes all other users.")
    user = User.objects.filter(email=email.strip().lower()).first()
    profile = Profile.objects.get(pk=user.pk) if user else _administrator(email, name, language)
    if profile.role != Role.ADMIN:
        raise Conflict("This address is somebody else's.")
    return link_of(invitation_create(profile, by_email=False, by=profile))


def _administrator(email: str, name: str, language: str) -> Profile:
    return user_create(email=email, name=name, role=Role.ADMIN, office=country_load(), language=language, by=None)
