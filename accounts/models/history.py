"""What happened: one table of changes for the whole house, one of readings, and the seals of their chain.

Written by a trigger of the owner (accounts/history.py), never by the application's roles. An event keeps the row
as it was written; secret columns are ciphertext there as well. ``digest`` is the SHA-256 of salt and content;
erasure nulls content and salt and leaves the digest, so that the chain still holds.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from accounts.enums import AccessKind


class Event(models.Model):
    """One change of one row."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    table = models.CharField(max_length=63, db_column="table_name")
    row_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=6)
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=63)
    request_id = models.CharField(max_length=64)
    reason = models.TextField()
    data = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    digest = models.BinaryField()
    erased_at = models.DateTimeField(null=True)
    erased_rule = models.CharField(max_length=80, blank=True)
    seal_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "history_event"
        indexes = [
            models.Index(fields=["case_id", "id"], name="event_case"),
            models.Index(fields=["table", "row_id"], name="event_row"),
            models.Index(fields=["id"], name="event_unsealed", condition=models.Q(seal_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.table} {self.row_id}"


class Seal(models.Model):
    """A link of one case's chain: the digest over the previous link and the digests of its events."""

    id = models.BigAutoField(primary_key=True)
    case_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    # 1: over the digests of the contents; 2: over who, when, what and why as well.
    version = models.SmallIntegerField(default=1)

    class Meta:
        db_table = "history_seal"
        indexes = [models.Index(fields=["case_id", "-id"], name="seal_case")]

    def __str__(self) -> str:
        return str(self.pk)


class Anchor(models.Model):
    """The day's end of all chains: a digest over the anchor before and every seal since. It is logged as well, so that
    who cuts off the newest end of a chain is contradicted by a line outside of the database."""

    day = models.DateField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    last_seal = models.BigIntegerField()
    seals = models.IntegerField()
    digest = models.BinaryField()

    class Meta:
        db_table = "history_anchor"
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)


class AccessLog(models.Model):
    """One reading of a case, a document, a secret. Append-only: no role may change a row."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=AccessKind.choices)
    case_id = models.BigIntegerField(null=True)
    object_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=64)
    count = models.IntegerField(default=1)

    class Meta:
        db_table = "history_access"
        indexes = [
            models.Index(fields=["case_id", "-id"], name="access_case"),
            models.Index(fields=["actor_id", "-id"], name="access_actor"),
            # A log only grows, so its blocks are in the order of time: a small index finds the last days.
            BrinIndex(fields=["at"], name="access_at"),
            models.Index(fields=["-id"], name="access_exports", condition=models.Q(kind=AccessKind.EXPORT)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
