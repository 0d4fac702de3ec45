"""What belongs to signing in, beside allauth's tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import FailureReason


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
