"""``manage.py policy``: print who may do what, and how sensitive the rows of a case are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts import levels
from accounts.enums import Level
from accounts.policy import ACTIONS, TABLE


class Command(BaseCommand):
    help = "Print the policy: role, resource, actions; level, readers, tables."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for role, rows in TABLE.items():
            self.stdout.write(f"\n{role.label}")
            for resource in ACTIONS:
                if resource in rows:
                    self.stdout.write(f"  {resource:16} {rows[resource]}")
        for level in Level:
            self.stdout.write(f"\nLevel {level.value}: {level.label}")
            for table, entry in levels.TABLE.items():
                some = ", ".join(value for value, one in entry.values.items() if one is level)
                if some or entry.level is level:
                    self.stdout.write(f"  {table:36} {f'{entry.column}: {some}' if some else ''}".rstrip())
