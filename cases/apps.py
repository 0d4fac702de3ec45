"""The cases room of the house."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "cases"

    def ready(self) -> None:
        from . import (  # noqa: F401
            details,
            holdings,
            labels,
            leaving,
            tracked,
            walls,
            walls_access,
            walls_arrivals,
            walls_retention,
        )
