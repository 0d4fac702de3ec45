"""Leases: a long job runs once at a time, and a killed one is taken over where it stopped."""

from __future__ import annotations

from django.db import connection

_TAKE = """
INSERT INTO accounts_lease AS l (name, holder, until, position)
VALUES (%(name)s, %(holder)s, now() + make_interval(secs => %(seconds)s), 0)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until, position =
  CASE WHEN l.holder <> '' AND l.until > now() - interval '6 hours' THEN l.position ELSE 0 END
WHERE l.holder = '' OR l.holder = excluded.holder OR l.until < now()
RETURNING position
"""
_KEEP = """
UPDATE accounts_lease SET until = now() + make_interval(secs => %(seconds)s), position = %(position)s
WHERE name = %(name)s AND holder = %(holder)s
"""
_GIVE_BACK = "UPDATE accounts_lease SET holder = '', position = 0 WHERE name = %(name)s AND holder = %(holder)s"


def lease_take(name: str, *, holder: str, seconds: int) -> int | None:
    """Take the lease and return where the last holder stopped (0 for a fresh start); None while another holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"name": name, "holder": holder, "seconds": seconds})
        row = cursor.fetchone()
    return row[0] if row else None


def lease_keep(name: str, *, holder: str, seconds: int, position: int) -> bool:
    """Prolong it and remember the position; False where another has taken it over."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"name": name, "holder": holder, "seconds": seconds, "position": position})
        return bool(cursor.rowcount)


def lease_give_back(name: str, *, holder: str) -> None:
    """The work is done: the next holder starts afresh."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"name": name, "holder": holder})
