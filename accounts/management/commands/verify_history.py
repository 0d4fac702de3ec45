"""``manage.py verify_history [--case N]``: check contents and chains; exit 1 where something is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Event
from accounts.sealing import history_verify


class Command(BaseCommand):
    help = "Verify the history: every event's digest and every case's chain of seals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", type=int, help="the key of one case; without it, all")

    def handle(self, *args: Any, case: int | None, **options: Any) -> None:
        cases = [case] if case else list(Event.objects.order_by().values_list("case_id", flat=True).distinct())
        broken = 0
        for key in cases:
            for finding in history_verify(key):
                broken += finding.kind != "erased"
                self.stdout.write(f"case {key}: event {finding.event_id} seal {finding.seal_id}: {finding.text}")
        if broken:
            raise CommandError(f"{broken} places are broken")
        self.stdout.write(f"{len(cases)} chains are whole.")
