"""Agencies: added and changed by the national coordinator or an administrator."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AgencyKind
from accounts.errors import Invalid
from accounts.models import Agency, Office, Profile

#: What a caller may set.
FIELDS = ("name", "names", "kind", "region", "country", "works_on_paper", "is_active")


@transaction.atomic
def agency_create(
    *,
    name: str,
    kind: str,
    by: Profile,
    names: dict[str, str] | None = None,
    region: Office | None = None,
    country: str = "UZ",
    works_on_paper: bool = False,
) -> Agency:
    """Add an agency. Raises Invalid."""
    agency = Agency(
        name=name.strip(), kind=kind, names=names or {}, region=region, country=country, works_on_paper=works_on_paper
    )
    _check(agency)
    agency.save()
    return agency


@transaction.atomic
def agency_update(agency: Agency, *, by: Profile, **values: Any) -> Agency:
    """Change an agency; its kind only while nobody has an agreement with it, since the table goes by kind.

    Raises Invalid, TypeError for a field that is none.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    if values.get("kind", agency.kind) != agency.kind and agency.agreements.exists():
        raise Invalid(fields={"kind": _("There are agreements with it. Add another agency instead.")})
    for key, value in values.items():
        setattr(agency, key, value)
    _check(agency)
    agency.save()
    return agency


def _check(agency: Agency) -> None:
    problems: dict[str, Any] = {}
    if not agency.name:
        problems["name"] = _("Give the name.")
    if agency.kind not in AgencyKind.values:
        problems["kind"] = _("Choose the kind.")
    if problems:
        raise Invalid(fields=problems)
