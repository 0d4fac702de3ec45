"""The shipped schedule becomes rows after the migrations; rows that are there keep what the coordinator changed."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connection

from .schedule import shipped


def rules_ship(app_config: AppConfig | None = None, **_: Any) -> None:
    """Add the rules of the shipped schedule that are missing. Runs as the owner, after ``migrate`` and ``flush``."""
    from .models import TaskRule

    if TaskRule._meta.db_table in connection.introspection.table_names():
        TaskRule.objects.bulk_create([TaskRule(**row) for row in shipped()], ignore_conflicts=True)
