"""``manage.py disclosures``: the one table of what may leave, for people to read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sharing.policy import TABLE
from sharing.registry import label


class Command(BaseCommand):
    help = "Print which fields an agency of a kind may get for a purpose, and who releases them."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for (kind, purpose), row in sorted(TABLE.items()):
            self.stdout.write(f"{kind.label} · {purpose.label} (at most {row.days} days, by: {row.released_by.label})")
            self.stdout.write("  " + ", ".join(label(code) for code in row.fields))
