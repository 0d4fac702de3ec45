"""``manage.py demo``: load the demonstration once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import demo


class Command(BaseCommand):
    help = "Load made-up offices, users and cases. Idempotent. Refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("demonstration data never load in production")

        def say(text: str) -> None:
            if options["verbosity"]:
                self.stdout.write(f"  {text} …")

        fresh = demo.load(say=say)
        if options["verbosity"]:
            self.stdout.write("The demonstration stands." if fresh else "The demonstration stood already.")
