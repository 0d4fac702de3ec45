"""A file comes in: read, kept encrypted for 30 days, its columns assigned."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import crypto
from accounts.errors import Conflict
from accounts.models import Profile
from cases.enums import ManifestStatus
from cases.manifest.codes import Outcome
from cases.manifest.columns import Header, Line, find_header, read_lines, with_mapping
from cases.manifest.reading import read_sheet
from cases.models import Arrival, Manifest, ManifestFile, ManifestRow
from cases.services.bulk import ciphertext, columns_update

from .checking import manifest_check

RAW_DAYS = 30
_BATCH = 500
_FILE_NAME = re.compile(r"[^\w.\- ()]+")


@transaction.atomic
def manifest_upload(
    *,
    arrival: Arrival,
    data: bytes,
    file_name: str,
    by: Profile | None,
    revision_of: Manifest | None = None,
) -> Manifest:
    """Take a file. The same file, or the same content in another file, gives the manifest that stands there already.

    Columns that are not understood are dropped until ``manifest_map`` assigns them; where no column holds names the
    manifest waits for that. Raises ManifestError for a file that cannot be read, Conflict for one that was accepted
    under another arrival.
    """
    header, lines = _read(data)
    known = manifest_find(data, arrival=arrival, lines=lines)
    if known is not None and known.arrival_id == arrival.pk:
        return known
    if known is not None and known.status == ManifestStatus.ACCEPTED:
        raise Conflict(_("This file was accepted already, for another arrival."), code="already_accepted")
    manifest = Manifest.objects.create(
        arrival=arrival, region=arrival.reception_centre.region or arrival.reception_centre,
        revision_of=revision_of, file_name=_harmless(file_name), size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), titles_text=json.dumps(header.titles, ensure_ascii=False),
        raw_until=timezone.localdate() + timedelta(days=RAW_DAYS), created_by=by,
    )  # fmt: skip
    ManifestFile.objects.bulk_create([ManifestFile(manifest=manifest, data=crypto.encrypt(data))])
    _assign(manifest, header, lines)
    return manifest


def _read(data: bytes) -> tuple[Header, list[Line]]:
    sheet = read_sheet(data)
    header = find_header(sheet)
    return header, read_lines(sheet, header) if header.names_found else []


def manifest_find(
    data: bytes, *, arrival: Arrival | None = None, lines: Sequence[Line] | None = None
) -> Manifest | None:
    """The manifest in sight, not undone, that was made of this very file, or of the same content and accepted.

    One of ``arrival`` comes first, then an accepted one. Raises ManifestError for a file that cannot be read.
    """
    content = _content_hash(_read(data)[1] if lines is None else lines)
    same_file = Q(sha256=hashlib.sha256(data).hexdigest())
    same_content = Q(content_hash=content, status=ManifestStatus.ACCEPTED) if content else Q(pk=None)
    found = Manifest.objects.filter(same_file | same_content).exclude(status=ManifestStatus.UNDONE)
    at = arrival.pk if arrival else None
    rows = sorted(found, key=lambda one: (one.arrival_id != at, one.status != ManifestStatus.ACCEPTED, -one.pk))
    return rows[0] if rows else None


def _content_hash(lines: Sequence[Line]) -> str:
    """Of the cells alone: a file saved again, or with another title above, has the same."""
    told = [sorted(line.cells.items()) for line in lines if line.cells]
    if not told:
        return ""
    return crypto.keyed_hash(json.dumps(told, ensure_ascii=False))


def _harmless(name: str) -> str:
    name = _FILE_NAME.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return name[-120:] or "manifest"


@transaction.atomic
def manifest_map(manifest: Manifest, *, chosen: Mapping[int, str | None], by: Profile) -> Manifest:
    """Lay the user's choice (column index → field, None drops the column) over the assignment and check anew.

    What was decided about rows stays. Raises ManifestError, and Conflict for a manifest that has been accepted or
    whose file is destroyed.
    """
    manifest = Manifest.objects.select_for_update().get(pk=manifest.pk)
    if manifest.status not in (ManifestStatus.UPLOADED, ManifestStatus.CHECKED):
        raise Conflict(_("This manifest has been accepted; its columns stay as they are."))
    file = ManifestFile.objects.filter(manifest=manifest).first()
    if file is None:
        raise Conflict(_("The file has been destroyed; upload it again."))
    sheet = read_sheet(crypto.decrypt(bytes(file.data)))
    header = with_mapping(find_header(sheet), chosen)
    _assign(manifest, header, read_lines(sheet, header))
    return manifest


def manifest_header(manifest: Manifest) -> Header:
    """The header as it is assigned now; ``unknown`` are the columns that are dropped."""
    titles = tuple(manifest.titles)
    mapping = manifest.columns
    unknown = {index: title for index, title in enumerate(titles) if index not in mapping and title}
    return Header(0, titles, mapping, unknown)


def _assign(manifest: Manifest, header: Header, lines: Sequence[Line]) -> None:
    manifest.mapping = {str(index): name for index, name in header.mapping.items()}
    manifest.content_hash = _content_hash(lines)
    manifest.status = ManifestStatus.CHECKED if header.names_found else ManifestStatus.UPLOADED
    manifest.save()
    if not header.names_found:
        return
    present = {row.number: row for row in manifest.rows.all()}
    fresh = []
    for line in lines:
        row = present.get(line.row) or ManifestRow(manifest=manifest, number=line.row, outcome=Outcome.SKIPPED)
        row.cells = dict(line.cells)
        fresh.append(row)
    ManifestRow.objects.bulk_create([row for row in fresh if row.pk is None], batch_size=_BATCH)
    known = [row for row in fresh if row.number in present]
    columns_update(
        "cases_manifestrow",
        [row.pk for row in known],
        {"cells_text": ("bytea", [ciphertext(row.cells_text) for row in known])},
    )
    manifest_check(manifest)
