"""Is a printed page genuine, and may it still be used? For whoever holds the page, without an account."""

from __future__ import annotations

from django.db import connection

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from cases.numbers import number_read


def page_verify(text: str) -> str:
    """"running", "ended", or "" for a code that no page bears. Nothing else is told."""
    code = number_read(text)
    if code is None:
        return ""
    with acting_as(DatabaseRole.IDENTITY), connection.cursor() as cursor:
        cursor.execute("SELECT sharing_verify(%s)", [code])
        row = cursor.fetchone()
    return str(row[0] or "") if row else ""
