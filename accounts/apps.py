"""The accounts room of the house."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def _raise_walls(app_config: AppConfig, **_: Any) -> None:
    """After the last room's migrations: row rules and history triggers, as declared now."""
    if app_config is [one for one in apps.get_app_configs() if one.models_module][-1]:
        from .raising import raise_walls

        raise_walls()


class AccountsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "accounts"

    def ready(self) -> None:
        from . import holdings, receivers, tracked, walls  # noqa: F401

        post_migrate.connect(_raise_walls, dispatch_uid="accounts.raise_walls")
