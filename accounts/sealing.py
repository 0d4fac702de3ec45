"""The chain of each case's history: sealed in batches, verified, and whole after an erasure.

A seal is the SHA-256 over the previous seal of the case and the digests of the events since. One chain for each
case: a single head would make every writer wait. Events without a case (offices, persons) form the chain "no case".
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from .models import Anchor, Event, Seal

log = logging.getLogger("hamroh.history")

#: What a seal covers beside the digest of the content: who, when, what and why cannot be altered either.
_ABOUT = """concat_ws('|', id, extract(epoch from at), table_name, row_id, verb, coalesce(actor_id, 0), actor_role,
request_id, reason)"""
_SEALED = f"SELECT digest, sha256(digest || convert_to({_ABOUT}, 'UTF8')) FROM history_event WHERE "
_VERSION = 2

#: Events in one batch; a batch is one transaction.
BATCH = 5000


def _link(previous: bytes, digests: Iterable[bytes]) -> bytes:
    chain = hashlib.sha256(previous)
    for digest in digests:
        chain.update(digest)
    return chain.digest()


def _digests(where: str, value: int | list[int], version: int) -> list[bytes]:
    """What a seal of this version links, event by event."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SEALED} {where} ORDER BY id", [value])
        return [bytes(row[0 if version == 1 else 1]) for row in cursor.fetchall()]


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
            digest=_link(previous, _digests("id = ANY(%s)", [e.pk for e in found], _VERSION)), version=_VERSION,
        )  # fmt: skip
        Event.objects.filter(pk__in=[e.pk for e in found]).update(seal_id=seal.pk)
    return len(events)


@dataclass(frozen=True)
class Finding:
    """One thing that a verification has to say."""

    kind: str  # "broken_content", "broken_chain", "broken_anchor", "erased"
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
        whole = bytes(seal.digest) == _link(previous, _digests("seal_id = %s", seal.pk, seal.version))
        if bytes(seal.previous) != previous or not whole:
            text = f"a row was altered, added or removed between events {seal.first_event} and {seal.last_event}"
            findings.append(Finding("broken_chain", _first_gone(seal), seal.pk, text))
        previous = bytes(seal.digest)
    return findings


def _first_gone(seal: Seal) -> int | None:
    """The first or last event of a seal, where it is missing; what lies between has no number of its own."""
    there = set(Event.objects.filter(seal_id=seal.pk).values_list("id", flat=True))
    return next((key for key in (seal.first_event, seal.last_event) if key not in there), None)


@transaction.atomic
def anchor_make(day: date) -> Anchor | None:
    """Anchor every seal that no anchor covers yet; one for each day, None where nothing is new. Acts as the system."""
    last = Anchor.objects.order_by("-day").first()
    if last is not None and last.day >= day:
        return None
    seals = list(Seal.objects.filter(pk__gt=last.last_seal if last else 0).order_by("id"))
    if not seals:
        return None
    digest = _link(bytes(last.digest) if last else b"", (bytes(one.digest) for one in seals))
    anchor = Anchor.objects.create(day=day, last_seal=seals[-1].pk, seals=len(seals), digest=digest)
    log.info("history anchor %s: %s over %d seals", day.isoformat(), digest.hex(), len(seals))
    return anchor


def anchors_verify() -> list[Finding]:
    """The first anchor that the seals no longer bear out: whole ends of chains that were cut off show here."""
    previous, after = b"", 0
    for anchor in Anchor.objects.order_by("day"):
        seals = Seal.objects.filter(pk__gt=after, pk__lte=anchor.last_seal).order_by("id")
        digests = [bytes(one) for one in seals.values_list("digest", flat=True)]
        if _link(previous, digests) != bytes(anchor.digest) or len(digests) != anchor.seals:
            text = f"the anchor of {anchor.day.isoformat()} does not hold: {len(digests)} of {anchor.seals} seals"
            return [Finding("broken_anchor", None, None, text)]
        previous, after = bytes(anchor.digest), anchor.last_seal
    return []


@transaction.atomic
def history_erase(event_ids: Iterable[int], *, rule: str) -> int:
    """Null content and salt of events; digests stay. Run as the retention role, which alone may."""
    return Event.objects.filter(pk__in=list(event_ids), erased_at=None).update(
        data=None, salt=None, erased_at=timezone.now(), erased_rule=rule
    )
