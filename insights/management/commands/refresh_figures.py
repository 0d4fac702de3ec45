"""``manage.py refresh_figures``: count the figures now, without waiting for the minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from insights.services.refresh import figures_refresh


class Command(BaseCommand):
    help = "Count the figures of the dashboards now."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(DatabaseRole.SYSTEM):
            counts = figures_refresh()
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()) or "another is at work")
