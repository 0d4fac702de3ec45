"""Who signs in. The rest of the house points to Profile, whose key is the user's.

The user table belongs to the identity role alone; a profile carries no secret, so the other database roles may
read it and join with it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.dbroles import DatabaseRole
from accounts.enums import AGENCY_ROLES, Discipline, Role

from .organisations import Agency, Office


class UserManager(BaseUserManager["User"]):
    """Users by e-mail."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An e-mail address and a password."""

    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.email


_DATABASE_ROLES = {
    Role.SOCIAL_WORKER: DatabaseRole.CASEWORKER,
    Role.SPECIALIST: DatabaseRole.SPECIALIST,
    Role.SUPERVISOR: DatabaseRole.SUPERVISOR,
    Role.NATIONAL: DatabaseRole.NATIONAL,
    Role.DPO: DatabaseRole.DPO,
    Role.ADMIN: DatabaseRole.ADMIN,
    Role.AGENCY: DatabaseRole.AGENCY,
    Role.AGENCY_CLIENT: DatabaseRole.AGENCY,
}


class Profile(models.Model):
    """What the house knows of a user: role, place, language."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="profile")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    disciplines = ArrayField(models.CharField(max_length=20, choices=Discipline.choices), default=list, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="profiles")
    region = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="profiles")
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tashkent")
    is_active = models.BooleanField(_("active"), default=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="profile_place_fits_role",
                condition=models.Q(role__in=AGENCY_ROLES, agency__isnull=False, office__isnull=True)
                | (~models.Q(role__in=AGENCY_ROLES) & models.Q(agency__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def database_role(self) -> DatabaseRole:
        """The kind that requests of this user take on."""
        return _DATABASE_ROLES[Role(self.role)]


class ApiToken(models.Model):
    """A bearer token. Only its digest is kept; the text is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(text: str) -> str:
        """SHA-256 of a token's text; a token has 256 random bits, so no salt is needed."""
        return hashlib.sha256(text.encode()).hexdigest()

    @staticmethod
    def new_text() -> str:
        return "hamroh_" + secrets.token_urlsafe(32)
