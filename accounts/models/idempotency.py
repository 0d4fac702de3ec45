"""Answers kept for repeated creates."""

from __future__ import annotations

from django.db import models

from accounts.fields import EncryptedTextField

from .users import Profile


class IdempotentAnswer(models.Model):
    """The answer to a POST with an ``Idempotency-Key``, kept for a day, so that a repeated create makes nothing twice.

    The body may name a person and is therefore ciphertext."""

    user = models.ForeignKey(Profile, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = EncryptedTextField(null=True)
    content_type = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_once")]

    def __str__(self) -> str:
        return str(self.pk)
