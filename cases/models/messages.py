"""How far a user has read her messages (cases/messages.py)."""

from __future__ import annotations

from django.db import models

from accounts.models import Profile


class MessagesSeen(models.Model):
    """Everything recorded up to this moment has been seen by its user."""

    user = models.OneToOneField(Profile, models.CASCADE, primary_key=True, related_name="+")
    up_to = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.up_to:%Y-%m-%d %H:%M}"
