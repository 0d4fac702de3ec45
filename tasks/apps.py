"""The tasks room of the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TasksConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "tasks"

    def ready(self) -> None:
        from . import holdings, labels, leaving, panels, receivers, tracked, visiting, walls  # noqa: F401
        from .shipping import rules_ship

        post_migrate.connect(rules_ship, sender=self, dispatch_uid="tasks.rules_ship")
