"""The chain of each case's history: sealed in batches, verified, and whole after an erasure.

A seal is the SHA-256 over the previous seal of the case and the digests of the events since. One chain for each
case: a single head would make every writer wait. Events without a case (offices, persons) form the chain "no case".
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from .models import Event, Seal

#: Events in one batch; a batch is one transaction.
BATCH = 5000


def _link(previous: bytes, digests: Iterable[bytes]) -> bytes:
    chain = hashlib.sha256(previous)
    for digest in digests:
        chain.update(digest)
    return chain.digest()


@transaction.atomic
def seal_batch(*, size: int = BATCH) -> int:
    """Seal the oldest unsealed events; returns how many. Run as the system, one at a time (advisory lock)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('history_seal'))")
        if not cursor.fetchone()[0]:
            return 0
    events = list(Event.objects.filter(seal_id=None).order_by("id").only("id", "case_id", "digest")[:size])
    by_case: dict[int | None, list[Event]] = defaultdict(list)
    for event in events:
        by_case[event.case_id].append(event)
    for case_id, found in by_case.items():
        last = Seal.objects.filter(case_id=case_id).order_by("-id").first()
        previous = bytes(last.digest) if last else b""
        seal = Seal.objects.create(
            case_id=case_id, first_event=found[0].pk, last_event=found[-1].pk, previous=previous,
            digest=_link(previous, (bytes(e.digest) for e in found)),
        )  # fmt: skip
        Event.objects.filter(pk__in=[e.pk for e in found]).update(seal_id=seal.pk)
    return len(events)


@dataclass(frozen=True)
class Finding:
    """One thing that a verification has to say."""

    kind: str  # "broken_content", "broken_chain", "erased"
    event_id: int | None
    seal_id: int | None
    text: str


def history_verify(case_id: int | None) -> list[Finding]:
    """Check a case's chain. An erased event is reported with its rule; its digest still carries the chain."""
    findings = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, data IS NULL, erased_at, erased_rule, digest = sha256(salt || convert_to(data::text, 'UTF8')) "
            "FROM history_event WHERE case_id IS NOT DISTINCT FROM %s ORDER BY id",
            [case_id],
        )
        for key, gone, erased_at, rule, whole in cursor.fetchall():
            if gone and erased_at:
                findings.append(Finding("erased", key, None, f"erased on {erased_at:%Y-%m-%d}, under {rule}"))
            elif not whole:
                findings.append(Finding("broken_content", key, None, "the content is not what was written"))
    previous = b""
    for seal in Seal.objects.filter(case_id=case_id).order_by("id"):
        digests = Event.objects.filter(seal_id=seal.pk).order_by("id").values_list("digest", flat=True)
        if bytes(seal.previous) != previous or bytes(seal.digest) != _link(previous, (bytes(d) for d in digests)):
            findings.append(Finding("broken_chain", None, seal.pk, "the chain is broken here"))
        previous = bytes(seal.digest)
    return findings


@transaction.atomic
def history_erase(event_ids: Iterable[int], *, rule: str) -> int:
    """Null content and salt of events; digests stay. Run as the retention role, which alone may."""
    return Event.objects.filter(pk__in=list(event_ids), erased_at=None).update(
        data=None, salt=None, erased_at=timezone.now(), erased_rule=rule
    )
