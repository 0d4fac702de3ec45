"""``manage.py make_catalogs``: bring the catalogues up to the texts of the code and the templates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import catalogs


class Command(BaseCommand):
    help = "Find every text of the interface and renew locale/*/LC_MESSAGES/django.po."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail where texts are missing or gone")
        parser.add_argument("--untranslated", metavar="LANGUAGE", help="print the texts without a translation")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["untranslated"]:
            for message, context in catalogs.untranslated(options["untranslated"]):
                self.stdout.write(f"{message!r}" + (f"  ({context})" if context else ""))
            return
        found = catalogs.collect()
        for language in catalogs.WRITTEN:
            if options["check"]:
                self._check(language, catalogs.keys(found))
            elif catalogs.renew(language, found):
                self.stdout.write(f"{language}: {len(catalogs.untranslated(language))} texts have no translation.")

    @staticmethod
    def _check(language: str, wanted: set[Any]) -> None:
        there = catalogs.keys(catalogs.read(language))
        if there != wanted:
            raise CommandError(
                f"locale/{language} is not up to date ({len(wanted - there)} missing, {len(there - wanted)} gone): "
                "run `.venv/bin/python manage.py make_catalogs`"
            )
