"""Papers and the virus scanner: nothing opens before it has looked, and what it refuses is destroyed and told."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.errors import Invalid, NotFound
from cases.clamd import ScannerAway, scan, scanner_is_set
from cases.enums import ScanState
from cases.models import Document
from cases.signals import document_refused
from cases.timeline import timeline_add

from .documents import document_content, document_level, unstore

log = logging.getLogger("hamroh.scans")


@transaction.atomic
def document_scanned(document: Document, *, found: str) -> Document:
    """Write down what the scanner said; "" is nothing. A refused paper is destroyed, and its case told. Idempotent.

    Acts as the system.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.scan != ScanState.UNSCANNED:
        return document
    document.scan, document.scanned_at = ScanState.INFECTED if found else ScanState.CLEAN, timezone.now()
    document.save(update_fields=["scan", "scanned_at", "updated_at"])
    if found:
        timeline_add(
            case=document.case_id, kind="document_refused", by=None, object_id=document.pk,
            details={"document_kind": document.kind}, audience=document_level(document.kind),
        )  # fmt: skip
        document_refused.send(Document, document_id=document.pk)
        transaction.on_commit(partial(unstore, document.key, document.thumb_key))
    return document


def scan_now(content: bytes) -> None:
    """For a file that is no document of a case: scanned while it is uploaded, where there is a scanner. Raises Invalid
    where something was found, or the scanner is away."""
    try:
        found = scan(content) if scanner_is_set() else ""
    except ScannerAway:
        raise Invalid(fields={"file": _("The virus scanner does not answer. Try again later.")}) from None
    if found:
        raise Invalid(fields={"file": _("A virus was found in this file.")})


def documents_scan(ids: list[int] | None = None, *, limit: int = 200) -> dict[str, int]:
    """Scan these papers, or all that wait. Takes its role in short transactions: a scan may last a minute. Where the
    scanner is away, everything stays closed until the next round. Idempotent."""
    counts = {"clean": 0, "infected": 0}
    if not scanner_is_set():
        return counts
    with acting_as(DatabaseRole.SYSTEM):
        waiting = Document.objects.filter(scan=ScanState.UNSCANNED)
        rows = list((waiting if ids is None else waiting.filter(pk__in=ids)).order_by("pk")[:limit])
    for document in rows:
        try:
            found = scan(document_content(document))
        except NotFound:
            continue
        except ScannerAway as error:
            log.warning("the virus scanner is away (%s); %s files wait", error, len(rows) - sum(counts.values()))
            break
        with acting_as(DatabaseRole.SYSTEM):
            state = document_scanned(document, found=found).scan
        counts["infected" if state == ScanState.INFECTED else "clean"] += 1
    return counts
