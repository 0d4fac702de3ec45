"""Saying that messages were seen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Profile
from cases.models import MessagesSeen


@transaction.atomic
def messages_seen(*, by: Profile, up_to: datetime) -> MessagesSeen:
    """Mark everything recorded up to a moment as seen; never back in time, never ahead of now.

    The moment is that of the newest message on the page, so that one which came in meanwhile stays new.
    """
    seen, fresh = MessagesSeen.objects.get_or_create(user=by, defaults={"up_to": min(up_to, timezone.now())})
    if not fresh and up_to > seen.up_to:
        seen.up_to = min(up_to, timezone.now())
        seen.save(update_fields=["up_to"])
    return seen
