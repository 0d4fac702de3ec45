"""A throw-away copy of the test database, where a suite may commit, drop checks, and sign in as the real web login.

Inside pytest's own transaction nothing is committed, and the owner's connection cannot become the web login. A copy
costs a second, is shared by all tests of a module, and is dropped after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from config import embedded
from config import env as environment

from .live import make_copy, on_cluster


@contextmanager
def database_copy(suffix: str) -> Iterator[str]:
    """Django's connection points to a copy of the test database, as the owner; yields its name, drops it at the end.

    The caller has unblocked the database (``django_db_setup``, ``django_db_blocker``).
    """
    usual = str(connection.settings_dict["NAME"])
    name = make_copy(suffix)
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        on_cluster("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name)


@contextmanager
def signed_in_as(login: str, **values: Any) -> Iterator[None]:
    """Django's connection signs in as "web" or "jobs" instead of the owner. ``values``: other settings of it."""
    parts = conninfo_to_dict(embedded.database_url(environment.load(), login))
    changed = {"USER": parts["user"], "PASSWORD": parts["password"], **values}
    before = {key: connection.settings_dict[key] for key in changed}
    connection.close()
    connection.settings_dict.update(changed)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
