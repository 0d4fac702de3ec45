"""``manage.py openapi``: the API's description in docs/openapi.yaml."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.env import BASE_DIR, VAR_DIR

COMMITTED = BASE_DIR / "docs" / "openapi.yaml"


class Command(BaseCommand):
    help = "Write docs/openapi.yaml; --check fails where the committed one differs or the schema has a warning."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        fresh = VAR_DIR / "openapi.yaml" if options["check"] else COMMITTED
        fresh.parent.mkdir(parents=True, exist_ok=True)
        call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True, lang="en")
        if options["check"] and (not COMMITTED.exists() or COMMITTED.read_text() != fresh.read_text()):
            raise CommandError("docs/openapi.yaml is not up to date: run `.venv/bin/python manage.py openapi`")
