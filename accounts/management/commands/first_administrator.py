"""``manage.py first_administrator EMAIL NAME``: begin an installation; prints the link that sets her password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import HamrohError
from accounts.founding import administrator_found


class Command(BaseCommand):
    help = "Make the offices of country and regions and the first administrator; print the link that sets her password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="uz")

    def handle(self, *args: Any, email: str, name: str, language: str, **options: Any) -> None:
        try:
            self.stdout.write(administrator_found(email=email, name=name, language=language))
        except HamrohError as error:
            raise CommandError(str(error)) from None
