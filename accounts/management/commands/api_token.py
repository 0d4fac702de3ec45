"""``manage.py api_token EMAIL``: print a bearer token of a user. Refused in production."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.tokens import token_issue


class Command(BaseCommand):
    help = "Print a bearer token of a user for the API, valid 30 days. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("in production nobody becomes somebody else; users make their own tokens")
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"there is no active user {email}")
        self.stdout.write(token_issue(user=user, name="manage.py api_token"))
