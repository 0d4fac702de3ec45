"""Leaves: the closed vocabularies of the accounts room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who somebody is here; decides the row of accounts/policy.py and the role in the database."""

    SOCIAL_WORKER = "social_worker", _("Social worker")
    SPECIALIST = "specialist", _("Specialist")
    SUPERVISOR = "supervisor", _("Supervisor")
    NATIONAL = "national", _("National coordinator")
    DPO = "dpo", _("Data protection officer")
    ADMIN = "admin", _("Administrator")
    AGENCY = "agency", _("Agency user")
    AGENCY_CLIENT = "agency_client", _("Agency client")


#: The roles that carry cases: they may be assigned or invited to one.
CASE_ROLES = (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR)
AGENCY_ROLES = (Role.AGENCY, Role.AGENCY_CLIENT)
#: Whom a stolen password alone must not impersonate: all who see cases, and those who make users or read the logs.
SECOND_FACTOR_ROLES = (*CASE_ROLES, Role.NATIONAL, Role.DPO, Role.ADMIN)


class Discipline(models.TextChoices):
    """The five kinds of support; a specialist writes only in the own ones."""

    MEDICAL = "medical", _("Medical")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    EDUCATION = "education", _("Education")
    HOUSING = "housing", _("Housing")
    EMPLOYMENT = "employment", _("Employment")


class Level(models.TextChoices):
    """How sensitive a row of a case is; who reaches which level stands in accounts/levels.py."""

    CORE = "core", _("Everybody on the case")
    CARRIERS = "carriers", _("Case worker and supervisor")
    PSYCHOLOGICAL = "psychological", _("Psychologists of the case, case worker, supervisor")
    CHARGE = "charge", _("Who is in charge of the case: its worker and supervisor")
    PROTECTED = "protected", _("Doctors of the case, and people named for it")
    SESSION = "session", _("Psychologists of the case alone")


class OfficeKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DISTRICT = "district", _("District")
    CENTRE = "centre", _("Adaptation centre")


class AgencyKind(models.TextChoices):
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education")
    EMPLOYMENT = "employment", _("Employment")
    HOUSING = "housing", _("Housing")
    SOCIAL_PROTECTION = "social_protection", _("Social protection")
    CIVIL_REGISTRY = "civil_registry", _("Civil registry")
    NGO = "ngo", _("Non-governmental organisation")
    INTERNATIONAL = "international", _("International organisation")
    OMBUDSMAN = "ombudsman", _("Ombudsman")


class FailureReason(models.TextChoices):
    """Why a sign-in failed."""

    PASSWORD = "password", _("Wrong e-mail or password")
    SECOND_FACTOR = "second_factor", _("Wrong code of the second factor")
    CLIENT = "client", _("Wrong secret of an agency's program")
    PROVIDER = "provider", _("Signed in at the state identity service, but no user here")
    LOCKED = "locked", _("Refused after too many failures")


class AccessKind(models.TextChoices):
    """What was read, in the log of accesses."""

    CASE = "case", _("Case opened")
    FAMILY = "family", _("Family opened")
    DOCUMENT = "document", _("Document opened")
    IDENTIFIER = "identifier", _("Identifier shown")
    HISTORY = "history", _("History opened")
    EXPORT = "export", _("Exported")
    SEARCH = "search", _("Searched")
    MANIFEST = "manifest", _("Manifest opened")
