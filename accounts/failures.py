"""Failed sign-ins: recorded where they happen, destroyed when their time is over."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from . import requestid
from .enums import FailureReason
from .models import SignInFailure, User

#: How long a failure is kept: long enough to see a pattern, not for ever.
KEPT = timedelta(days=180)


def failure_record(*, reason: FailureReason, address: str | None, user_id: int | None = None) -> None:
    """Record a failed sign-in. Plain SQL, because Django's INSERT returns the key and sign-in reads no log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_signinfailure (at, user_id, address, reason, request_id) "
            "VALUES (clock_timestamp(), %s, %s, %s, %s)",
            [user_id, address, reason.value, requestid.current()],
        )


def user_of(email: str) -> int | None:
    """The user behind what was typed, if there is one; what was typed goes no further."""
    return User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()


def failures_forget() -> int:
    """Destroy what is older than KEPT; returns how many. Acts as the system."""
    gone, _by_table = SignInFailure.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return gone
