"""``manage.py import_manifest FILE --operation "Mehr-3" --arrival-date 2020-12-08 [--dry-run] [--json]``"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.errors import HamrohError
from accounts.models import Office
from cases.enums import ManifestStatus
from cases.manifest.checking import check_lines
from cases.manifest.codes import Outcome
from cases.manifest.columns import find_header, read_lines
from cases.manifest.persons import ManifestPerson
from cases.manifest.reading import read_sheet
from cases.models import Manifest
from cases.services.arrivals import arrival_find
from cases.services.manifests import manifest_accept, manifest_find, manifest_upload
from cases.services.manifests.matching import known_persons

NEEDS_MENDING = 3


class Command(BaseCommand):
    """Runs as the system, which sees everybody."""

    help = "Import the manifest of a flight: good rows become cases. Exits 0, or 3 where some rows need mending."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--operation", required=True, help="made where it is missing")
        parser.add_argument("--arrival-date", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--centre", help="code of the receiving office (the first adaptation centre)")
        parser.add_argument("--revised", action="store_true", help="this file revises the arrival's last manifest")
        parser.add_argument("--dry-run", action="store_true", help="check only; nothing is kept")
        parser.add_argument("--json", action="store_true", help="print one JSON list and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        try:
            with acting_as(DatabaseRole.SYSTEM):
                results, news = _dry(data, options) if options["dry_run"] else _import(data, options)
        except HamrohError as error:
            raise CommandError(_words(error)) from None
        self._print(results, news, as_json=options["json"])
        if any(row["outcome"] == Outcome.ERROR for row in results):
            sys.exit(NEEDS_MENDING)

    def _print(self, results: Sequence[dict[str, Any]], news: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(results, ensure_ascii=False, indent=1))
            return
        for row in results:
            if row["codes"]:
                self.stdout.write(f"row {row['row']}: {row['outcome']}  {', '.join(row['codes'])}")
        told = [f"{sum(row['outcome'] == one for row in results)} {one}" for one in Outcome.values]
        self.stdout.write(f"{', '.join(told)}. {news}")


def _words(error: HamrohError) -> str:
    fields = "; ".join(f"{name}: {text}" for name, text in error.fields.items())
    return " ".join(filter(None, (str(error.message), fields)))


def _results(manifest: Manifest) -> list[dict[str, Any]]:
    return [row.result() for row in manifest.rows.order_by("number")]


def _dry(data: bytes, options: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    sheet = read_sheet(data)
    lines = read_lines(sheet, find_header(sheet))
    known = manifest_find(data, lines=lines)
    if known is not None and known.status == ManifestStatus.ACCEPTED:
        return _results(known), "Imported already."

    def find_matches(persons: Sequence[ManifestPerson], /) -> list[bool]:
        found = known_persons(persons)
        return [bool(found.get(person.row)) for person in persons]

    checked = check_lines(
        lines, today=timezone.localdate(), arrived_on=options["arrival_date"], find_matches=find_matches
    )
    return [row.result() for row in checked], "Nothing was kept."


def _import(data: bytes, options: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    known = manifest_find(data)
    if known is None or known.status != ManifestStatus.ACCEPTED:
        centre = None
        if options["centre"]:
            centre = Office.objects.filter(code=options["centre"]).first()
            if centre is None:
                raise CommandError(f"no office has the code {options['centre']}")
        arrival = arrival_find(
            operation=options["operation"], on=options["arrival_date"], by=None, centre=centre
        )
        last = arrival.manifests.filter(status=ManifestStatus.ACCEPTED).order_by("-id").first()
        known = manifest_upload(
            arrival=arrival, data=data, file_name=options["file"].name, by=None,
            revision_of=last if options["revised"] else None,
        )  # fmt: skip
    before = known.counts.get("made", 0)
    manifest = manifest_accept(known, by=None)
    made = manifest.counts.get("made", 0) - (before if manifest.pk == known.pk else 0)
    return _results(manifest), f"{made} registered."
