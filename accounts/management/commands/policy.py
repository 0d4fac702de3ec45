"""``manage.py policy``: print the table of who may do what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.policy import ACTIONS, TABLE


class Command(BaseCommand):
    help = "Print the policy: role, resource, actions."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for role, rows in TABLE.items():
            self.stdout.write(f"\n{role.label}")
            for resource in ACTIONS:
                if resource in rows:
                    self.stdout.write(f"  {resource:16} {rows[resource]}")
