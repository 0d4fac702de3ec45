"""The sharing room of the house."""

from __future__ import annotations

from django.apps import AppConfig


class SharingConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "sharing"

    def ready(self) -> None:
        from . import fields, holdings, labels, panels, receivers, support_fields, tracked, walls  # noqa: F401
