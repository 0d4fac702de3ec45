"""``manage.py verify_history [--case N]``: check contents, chains and anchors; exit 1 where something is broken.

The first altered or missing row, by the order in which rows were written, is named last, where it is seen.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Event, Seal
from accounts.sealing import Finding, anchors_verify, history_verify


class Command(BaseCommand):
    help = "Verify the history: every event's digest, every case's chain of seals, every day's anchor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", type=int, help="the key of one case; without it, all")

    def handle(self, *args: Any, case: int | None, **options: Any) -> None:
        # From the seals as well: a case whose events are all gone is still to be found.
        events, seals = (model.objects.order_by().values_list("case_id", flat=True) for model in (Event, Seal))
        keys = events.union(seals)
        cases = [case] if case else sorted(keys, key=lambda key: key or 0)
        broken: list[tuple[int | None, Finding]] = []
        for key in cases:
            for finding in history_verify(key):
                if finding.kind != "erased":
                    broken.append((key, finding))
                self._say(key, finding)
        if not case:
            for finding in anchors_verify():
                broken.append((None, finding))
                self.stdout.write(finding.text)
        if broken:
            first = min(broken, key=lambda pair: pair[1].event_id or self._begin(pair[1]))
            raise CommandError(f"{len(broken)} places are broken; the first: {self._where(*first)}")
        self.stdout.write(f"{len(cases)} chains are whole.")

    @staticmethod
    def _begin(finding: Finding) -> int:
        seal = Seal.objects.filter(pk=finding.seal_id or 0).first()
        return seal.first_event if seal else 2**62

    def _say(self, case: int | None, finding: Finding) -> None:
        self.stdout.write(f"case {case}: event {finding.event_id} seal {finding.seal_id}: {finding.text}")

    @staticmethod
    def _where(case: int | None, finding: Finding) -> str:
        event = Event.objects.filter(pk=finding.event_id or 0).first()
        row = f" ({event.table} {event.row_id}, {event.at:%Y-%m-%d %H:%M:%S})" if event else ""
        return f"case {case}, event {finding.event_id}{row}: {finding.text}"
