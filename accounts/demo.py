"""The demonstration's offices and users. Loaded by ``manage.py demo`` and never in production."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from .conduct import VERSION, conduct_accept
from .enums import AgencyKind, Discipline, OfficeKind, Role
from .founding import country_load, office_load
from .models import Agency, Office, Profile, User

CAPITAL = "TK"

#: Districts that the sample manifest and the demo users need, below their regions.
DISTRICTS = {
    "TK": ["Chilonzor", "Yunusobod"],
    "SA": ["Urgut"],
    "TO": ["Chirchiq"],
    "FA": ["Quva"],
    "AN": ["Asaka"],
    "NG": ["Chust"],
    "SU": ["Denov"],
    "XO": ["Urganch"],
    "QA": ["Shahrisabz"],
    "BU": ["Gʻijduvon"],
}
CENTRE = "TK-centre"

#: E-mail → name, role, office code or agency name, what else.
USERS: dict[str, tuple[str, Role, str, dict[str, Any]]] = {
    "worker@example.org": ("Dilnoza Yusupova", Role.SOCIAL_WORKER, "TK-Chilonzor", {"language": "en"}),
    "worker2@example.org": ("Aziza Hamidova", Role.SOCIAL_WORKER, "SA-Urgut", {"language": "uz"}),
    "worker3@example.org": ("Sherzod Qosimov", Role.SOCIAL_WORKER, "TK-Yunusobod", {"language": "ru"}),
    "specialist@example.org": (
        "Malika Rasulova", Role.SPECIALIST, "TK", {"disciplines": [Discipline.PSYCHOLOGICAL.value]},
    ),
    "supervisor@example.org": ("Gulchehra Ismoilova", Role.SUPERVISOR, "TK", {}),
    "supervisor2@example.org": ("Botir Normatov", Role.SUPERVISOR, "SA", {"language": "ru"}),
    "national@example.org": ("Kamola Saidova", Role.NATIONAL, "UZ", {}),
    "dpo@example.org": ("Rustam Olimov", Role.DPO, "UZ", {}),
    "admin@example.org": ("Farrux Aliyev", Role.ADMIN, "UZ", {}),
    "clinic@example.org": ("Dr. Nodira Azimova", Role.AGENCY, "Family Clinic No. 14", {}),
    "ngo@example.org": ("Barno Karimova", Role.AGENCY, "Mehribon NGO", {}),
}  # fmt: skip

AGENCIES: dict[str, tuple[AgencyKind, dict[str, str]]] = {
    "Family Clinic No. 14": (
        AgencyKind.HEALTH, {"uz": "14-oilaviy poliklinika", "ru": "Семейная поликлиника № 14"},
    ),
    "Mehribon NGO": (AgencyKind.NGO, {"uz": "“Mehribon” NNT", "ru": "ННО «Мехрибон»"}),
    "Chilonzor School Department": (
        AgencyKind.EDUCATION, {"uz": "Chilonzor xalq taʼlimi boʻlimi", "ru": "Отдел народного образования Чиланзара"},
    ),
}  # fmt: skip


def offices_load() -> None:
    """The country, its 14 regions, some districts, and the adaptation centre of the capital."""
    country_load()
    for code, districts in DISTRICTS.items():
        region = Office.objects.get(code=code)
        for district in districts:
            office_load(f"{code}-{district}", OfficeKind.DISTRICT, {"en": district, "uz": district}, region)
    names = {
        "en": "Adaptation centre, Tashkent", "uz": "Moslashuv markazi, Toshkent",
        "uz-cyrl": "Мослашув маркази, Тошкент", "ru": "Адаптационный центр, Ташкент",
    }  # fmt: skip
    office_load(CENTRE, OfficeKind.CENTRE, names, Office.objects.get(code=CAPITAL))


def agencies_load() -> None:
    """A clinic, an NGO and a school department."""
    for name, (kind, names) in AGENCIES.items():
        Agency.objects.get_or_create(name=name, defaults={"kind": kind, "names": {"en": name, **names}})


@transaction.atomic
def users_load() -> None:
    """The demo users, all with HAMROH_DEMO_PASSWORD. An existing user keeps what was changed."""
    for email, (name, role, place, extra) in USERS.items():
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(email, settings.HAMROH_DEMO_PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        where: dict[str, Any] = {}
        if role is Role.AGENCY:
            where["agency"] = Agency.objects.get(name=place)
        else:
            office = Office.objects.get(code=place)
            where.update(office=office, region=office.region)
        profile = Profile.objects.create(user=user, name=name, role=role, **where, **extra)
        conduct_accept(profile, version=VERSION)
