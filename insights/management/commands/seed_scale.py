"""``manage.py seed_scale --cases N``: invented cases for measurements. Never in production."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from insights.seeding import seed


class Command(BaseCommand):
    help = "Fill the database with invented cases (1,000,000 take some minutes). Never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True)

    def handle(self, *args: Any, cases: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("not in production")
        start = time.monotonic()

        def say(label: str) -> None:
            self.stdout.write(f"{time.monotonic() - start:7.1f} s  {label}")

        try:
            seed(cases, say=say)
        except RuntimeError as error:
            raise CommandError(str(error)) from None
        say("statistics")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        say("done")
