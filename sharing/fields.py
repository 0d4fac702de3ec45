"""The fields that come from the person and the case. Those of support: see rehabilitation/disclosure.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import clock
from cases.ages import is_child
from cases.enums import DataKind, Precision, Sex
from cases.implicated import implicated_ids
from cases.models import Case, FamilyMember
from cases.services.consents import age_bounds

from .registry import SharedField, field_add

#: Languages of the country's own schools and offices. Any other may tell where somebody has lived.
LOCAL_LANGUAGES = ("uz", "ru", "kaa", "kk", "ky", "tg")

K = DataKind


def text(value: str) -> list[str]:
    """A value that is written as it stands."""
    return [str(value)]


def words(values: list[str]) -> list[str]:
    return [str(value) for value in values]


def _age(case: Case) -> dict[str, int] | None:
    bounds = age_bounds(case.person, clock.today())
    return None if bounds is None else {"least": bounds[0], "most": bounds[1]}


def show_age(value: dict[str, int]) -> list[str]:
    """"7 years", or "between 6 and 8 years" where the birth date is not exact."""
    least, most = value["least"], value["most"]
    if least == most:
        return [ngettext("%(count)d year", "%(count)d years", most) % {"count": most}]
    return [_now("between %(least)d and %(most)d years") % {"least": least, "most": most}]


def _birth_date(case: Case) -> dict[str, str] | None:
    person = case.person
    if person.birth_earliest is None or person.birth_latest is None:
        return None
    return {
        "earliest": person.birth_earliest.isoformat(), "latest": person.birth_latest.isoformat(),
        "precision": person.birth_precision or Precision.DAY,
    }  # fmt: skip


def show_birth_date(value: dict[str, str]) -> list[str]:
    """A date is written no more exactly than it is known."""
    earliest, latest = date.fromisoformat(value["earliest"]), date.fromisoformat(value["latest"])
    if value["precision"] == Precision.DAY:
        return [date_format(earliest, "j E Y")]
    if value["precision"] == Precision.MONTH:
        return [date_format(earliest, "F Y")]
    if earliest.year == latest.year:
        return [str(earliest.year)]
    return [f"{earliest.year}–{latest.year}"]


def show_language(codes: list[str]) -> list[str]:
    """Names of languages in the reader's own."""
    reader = {"uz": "uz_Latn", "uz-cyrl": "uz_Cyrl"}.get(get_language() or "en", get_language() or "en")
    try:
        names = Locale.parse(reader.replace("-", "_")).languages
    except (UnknownLocaleError, ValueError):
        names = Locale.parse("en").languages
    return [", ".join(names.get(code.replace("-", "_"), names.get(code.split("-")[0], code)) for code in codes)]


def _residence(case: Case) -> dict[str, str] | None:
    found = {"region": case.region.name, "district": case.destination_district}
    return found if found["region"] or found["district"] else None


def show_residence(value: dict[str, str]) -> list[str]:
    return [", ".join(filter(None, (value.get("district"), value.get("region"))))]


def _members(case: Case) -> list[FamilyMember]:
    if case.family_id is None:
        return []
    rows = FamilyMember.objects.filter(family_id=case.family_id, left_on=None).select_related("person")
    rows = rows.exclude(person_id__in=implicated_ids([case]))
    return list(rows.order_by("id"))


def _caregivers(case: Case) -> list[str] | None:
    """Names of those who care for a child; an adult has none."""
    if not is_child(case.person, clock.today()):
        return None
    found = [m.person.full_name for m in _members(case) if m.is_caregiver and m.person_id != case.person_id]
    return found or None


def _household(case: Case) -> dict[str, int] | None:
    today = clock.today()
    children = [is_child(member.person, today) for member in _members(case)]
    return {"adults": children.count(False), "children": children.count(True)} if children else None


def show_household(value: dict[str, int]) -> list[str]:
    adults, children = value["adults"], value["children"]
    return [
        ngettext("%(count)d adult", "%(count)d adults", adults) % {"count": adults},
        ngettext("%(count)d child", "%(count)d children", children) % {"count": children},
    ]


def _of_person(name: str) -> Any:
    def value(case: Case) -> Any:
        return getattr(case.person, name) or None

    return value


def _local_languages(case: Case) -> list[str] | None:
    return [code for code in case.person.languages if code.lower() in LOCAL_LANGUAGES] or None


def show_sex(value: str) -> list[str]:
    return [str(Sex(value).label)]


def show_yes(value: bool) -> list[str]:
    return [_now("Yes") if value else _now("No")]



field_add(
    SharedField("surname", _("Surname"), K.IDENTITY, _of_person("surname"), text),
    SharedField("given_name", _("Given name"), K.IDENTITY, _of_person("given_name"), text),
    SharedField("patronymic", _("Patronymic"), K.IDENTITY, _of_person("patronymic"), text),
    SharedField("sex", _("Sex"), K.IDENTITY, _of_person("sex"), show_sex),
    SharedField("age", _("Age"), K.IDENTITY, _age, show_age),
    SharedField("birth_date", _("Date of birth"), K.IDENTITY, _birth_date, show_birth_date),
    SharedField("languages", _("Languages"), K.IDENTITY, _of_person("languages"), show_language),
    SharedField("local_languages", _("Languages"), K.IDENTITY, _local_languages, show_language),
    SharedField("phone", _("Telephone"), K.CONTACT, _of_person("phone"), text),
    SharedField("residence", _("Lives in"), K.CONTACT, _residence, show_residence),
    SharedField("birth_place", _("Birthplace"), K.ORIGIN, _of_person("birth_place"), text),
    SharedField("citizenship", _("Citizenship"), K.ORIGIN, _of_person("citizenship"), text),
    SharedField("caregivers", _("Parent or caregiver"), K.FAMILY, _caregivers, words),
    SharedField("household", _("Household"), K.FAMILY, _household, show_household),
    SharedField("unaccompanied", _("Unaccompanied child"), K.FAMILY, lambda case: case.unaccompanied, show_yes),
)
