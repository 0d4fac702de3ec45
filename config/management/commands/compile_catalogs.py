"""``manage.py compile_catalogs``: the binary catalogues of the interface's texts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config import catalogs


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po where it changed; Uzbek in Cyrillic letters is derived."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--force", action="store_true", help="compile all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        written = catalogs.compile_all(force=options["force"])
        if options["verbosity"]:
            self.stdout.write(f"Compiled {', '.join(written)}." if written else "Nothing changed.")
