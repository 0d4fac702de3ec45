"""What belongs to signing in, beside allauth's tables."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import FailureReason

from .users import Profile


class SignInFailure(models.Model):
    """A sign-in that failed, for the data protection officer. Of somebody unknown, nothing she typed is kept.

    ``user_id`` is bare, so that a row neither holds nor needs a right on the user. Destroyed after ``failures.KEPT``.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    user_id = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    reason = models.CharField(_("why"), max_length=13, choices=FailureReason.choices)
    request_id = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="failure_user"),
            models.Index(fields=["at"], name="failure_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.reason}"


class ConductAcceptance(models.Model):
    """Somebody accepted the code of conduct: which version, when, and in what language she read it."""

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["profile", "version", "accepted_at"], name="conduct_newest")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.version}"


class Invitation(models.Model):
    """A link with which a new user sets her password, once: this row's signed key (accounts/invitations.py)."""

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="invitations")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    by_email = models.BooleanField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.created_at:%Y-%m-%d}"


class AgencyClient(models.Model):
    """A program of an agency, which signs in by OAuth 2 client credentials as a user of the role "agency client".

    Of its secrets only digests are kept. After a rotation the secret before it stays valid until ``previous_until``.
    """

    profile = models.OneToOneField(Profile, models.PROTECT, primary_key=True, related_name="agency_client")
    client_id = models.CharField(max_length=40, unique=True)
    secret_digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.client_id

    @property
    def in_force(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def ends_soon(self) -> bool:
        """In force, but for no more than 30 days."""
        return self.in_force and self.expires_at < timezone.now() + timedelta(days=30)
