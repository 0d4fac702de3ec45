"""``manage.py env``: every environment variable, what it means and what it is now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config import env as environment


class Command(BaseCommand):
    help = "Print the environment variables that Hamroh reads, with their values; secrets are masked."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        env = environment.load()
        for variable in environment.VARIABLES:
            value, given = env[variable.name], variable.name in env.given
            shown = ",".join(value) if variable.kind == "list" else str(value)
            if variable.secret and shown:
                shown = "********"
            source = "given" if given else "default" if value == variable.default else "generated"
            needed = f" Production: needed by {', '.join(variable.required)}." if variable.required else ""
            self.stdout.write(f"{variable.name}={shown}  ({source})\n    {variable.help}.{needed}")
