"""``manage.py bootstrap_roles``: make or mend the cluster's roles (see accounts/bootstrap.py)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.bootstrap import bootstrap_cluster


class Command(BaseCommand):
    help = "Create the database's logins and kinds, and who may take which. Idempotent."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DATABASE_ADMIN_URL:
            raise CommandError("set DATABASE_ADMIN_URL to a superuser of the cluster")
        bootstrap_cluster(
            settings.DATABASE_ADMIN_URL,
            database=settings.DATABASES["default"]["NAME"],
            passwords=settings.DATABASE_LOGIN_PASSWORDS,
        )
        if options["verbosity"]:
            self.stdout.write("The cluster's roles stand.")
