"""The only way out: which fields an agency of a kind may get for a purpose. Absence means nothing leaves.

Read it as a list of permissions, never as a list of exceptions. A field leaves only where this table, an agreement
in force and a consent in force all name it (sharing/coverage.py). Schools, employers and housing offices never learn
of operation, origin or birthplace: ``ORIGIN_FIELDS`` stand in none of their rows, and a test holds it. A pair that
is not here cannot be chosen. ``manage.py disclosures`` prints it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.enums import AgencyKind, Role
from cases.enums import SharingPurpose

A, P = AgencyKind, SharingPurpose


@dataclass(frozen=True)
class Disclosure:
    """``fields`` in the order of the page; ``released_by`` the role that lets it go, never the one who built it;
    ``days`` how long a summary may be read at most."""

    fields: tuple[str, ...]
    released_by: Role = Role.SUPERVISOR
    days: int = 90


#: What tells where somebody was, or comes from. ``languages`` may: only those of the country are harmless.
ORIGIN_FIELDS = frozenset({"birth_place", "citizenship", "languages", "employment_training", "employment_job"})
#: Who must never get one of them.
NEVER_ORIGIN_KINDS = frozenset({A.EDUCATION, A.EMPLOYMENT, A.HOUSING})
NEVER_ORIGIN_PURPOSES = frozenset({P.SCHOOLING, P.WORK, P.HOUSING, P.MATERIAL_AID})

_NAME = ("surname", "given_name", "patronymic")
_HOME = ("housing_placement", "housing_rooms", "housing_adequate", "housing_services")
# Not jobs and courses of the past: they may lie abroad.
_WORK = ("employment_wish", "employment_skills", "employment_services")
# What was agreed for everybody; scores, alerts and notes are not even offered.
_SUPPORT = ("psychological_instruction", "psychological_services")

TABLE: Mapping[tuple[AgencyKind, SharingPurpose], Disclosure] = {
    (A.HEALTH, P.HEALTH_CARE): Disclosure(
        (*_NAME, "birth_date", "age", "sex", "languages", "phone", "caregivers", "medical_screening",
         "medical_conditions", "medical_allergies", "medical_vaccinations", "medical_growth", "medical_referral",
         "medical_services")
    ),
    (A.HEALTH, P.PSYCHOSOCIAL): Disclosure(
        (*_NAME, "age", "sex", "languages", "phone", "caregivers", *_SUPPORT)
    ),
    (A.EDUCATION, P.SCHOOLING): Disclosure(
        (*_NAME, "age", "sex", "local_languages", "caregivers", "phone", "residence", "education_level",
         "education_grade", "education_language", "education_catch_up", "education_services"),
        days=180,
    ),
    (A.EMPLOYMENT, P.WORK): Disclosure(
        ("surname", "given_name", "age", "sex", "local_languages", "phone", "residence", *_WORK)
    ),
    (A.HOUSING, P.HOUSING): Disclosure(
        ("surname", "given_name", "phone", "residence", "household", *_HOME)
    ),
    (A.SOCIAL_PROTECTION, P.BENEFITS): Disclosure(
        (*_NAME, "birth_date", "sex", "phone", "residence", "caregivers", "household", "unaccompanied",
         "employment_benefit", "employment_services", "housing_placement")
    ),
    (A.SOCIAL_PROTECTION, P.HOUSING): Disclosure(
        ("surname", "given_name", "phone", "residence", "household", *_HOME)
    ),
    (A.CIVIL_REGISTRY, P.CIVIL_DOCUMENTS): Disclosure(
        (*_NAME, "birth_date", "sex", "birth_place", "citizenship", "caregivers", "residence")
    ),
    (A.NGO, P.PSYCHOSOCIAL): Disclosure(
        ("given_name", "age", "sex", "languages", "phone", "caregivers", *_SUPPORT)
    ),
    (A.NGO, P.MATERIAL_AID): Disclosure(("given_name", "age", "sex", "phone", "residence", "household")),
    (A.NGO, P.SCHOOLING): Disclosure(
        ("given_name", "age", "sex", "local_languages", "caregivers", "phone", "education_level",
         "education_catch_up", "education_services")
    ),
    (A.NGO, P.WORK): Disclosure(("given_name", "age", "sex", "local_languages", "phone", *_WORK)),
    (A.INTERNATIONAL, P.MATERIAL_AID): Disclosure(("age", "sex", "residence", "household")),
    (A.INTERNATIONAL, P.FAMILY_TRACING): Disclosure(
        (*_NAME, "birth_date", "sex", "birth_place", "citizenship", "languages"), days=180
    ),
    (A.OMBUDSMAN, P.FAMILY_TRACING): Disclosure(
        (*_NAME, "birth_date", "sex", "birth_place", "citizenship", "languages", "unaccompanied"), days=180
    ),
}  # fmt: skip


def disclosure(kind: str, purpose: str) -> Disclosure | None:
    """The row for a kind of agency and a purpose; None where nothing may leave."""
    return TABLE.get((AgencyKind(kind), SharingPurpose(purpose))) if purpose in SharingPurpose.values else None


def purposes_of(kind: str) -> list[SharingPurpose]:
    """The purposes for which an agency of a kind may be told anything."""
    return [purpose for one, purpose in TABLE if one == kind]
