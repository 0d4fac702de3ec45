"""The rehabilitation room of the house."""

from __future__ import annotations

from django.apps import AppConfig


class RehabilitationConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "rehabilitation"

    def ready(self) -> None:
        from . import holdings, labels, panels, receivers, tracked, walls  # noqa: F401
        from .services import housing, psychological  # noqa: F401
