"""What the cases room announces to this one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from accounts.models import Profile
from cases.signals import health_noted

from .services.medical import health_notes_add


@receiver(health_noted, dispatch_uid="rehabilitation.health")
def _on_health(sender: Any, notes: Sequence[tuple[int, str]], by: Profile | None, **_: Any) -> bool:
    """Keep the health notes of a manifest here; True says that the sender may forget them."""
    health_notes_add(dict(notes), by=by)
    return True
