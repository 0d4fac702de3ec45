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
_SEALED = f"sha256(digest || convert_to({_ABOUT}, 'UTF8'))"
_VERSION = 2

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
        cursor.execute(
            f"SELECT id, case_id, {_SEALED} FROM history_event WHERE seal_id IS NULL ORDER BY id LIMIT %s", [size]
        )
        events = cursor.fetchall()
    by_case: dict[int | None, list[tuple[int, bytes]]] = defaultdict(list)
    for key, case_id, digest in events:
        by_case[case_id].append((key, bytes(digest)))
    for case_id, found in by_case.items():
        last = Seal.objects.filter(case_id=case_id).order_by("-id").first()
        previous = bytes(last.digest) if last else b""
        seal = Seal.objects.create(
            case_id=case_id, first_event=found[0][0], last_event=found[-1][0], previous=previous,
            digest=_link(previous, (digest for _key, digest in found)), version=_VERSION,
        )  # fmt: skip
        Event.objects.filter(pk__in=[key for key, _digest in found]).update(seal_id=seal.pk)
    return len(events)


@dataclass(frozen=True)
class Finding:
    """One thing that a verification has to say."""

    kind: str  # "broken_content", "broken_chain", "broken_anchor", "erased"
    event_id: int | None
    seal_id: int | None
    text: str


@dataclass(frozen=True)
class _Event:
    """What a verification reads of an event; ``links`` are its digests for seals of version 1 and 2."""

    id: int
    seal_id: int | None
    erased: str
    whole: bool
    links: tuple[bytes, bytes]


def _events(case_id: int | None) -> list[_Event]:
    where, values = ("case_id IS NULL", []) if case_id is None else ("case_id = %s", [case_id])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, seal_id, CASE WHEN data IS NULL AND erased_at IS NOT NULL THEN "
            "format('erased on %%s, under %%s', erased_at::date, erased_rule) ELSE '' END, "
            "coalesce(digest = sha256(salt || convert_to(data::text, 'UTF8')), false), "
            f"digest, {_SEALED} FROM history_event WHERE {where} ORDER BY id",
            values,
        )
        return [
            _Event(key, seal, erased, whole, (bytes(first), bytes(second)))
            for key, seal, erased, whole, first, second in cursor.fetchall()
        ]


def history_verify(case_id: int | None) -> list[Finding]:
    """Check a case's chain. An erased event is reported with its rule; its digest still carries the chain."""
    findings = []
    sealed: dict[int, list[_Event]] = defaultdict(list)
    for event in _events(case_id):
        if event.erased:
            findings.append(Finding("erased", event.id, None, event.erased))
        elif not event.whole:
            findings.append(Finding("broken_content", event.id, None, "the content is not what was written"))
        if event.seal_id is not None:
            sealed[event.seal_id].append(event)
    previous = b""
    for seal in Seal.objects.filter(case_id=case_id).order_by("id"):
        under = sealed.pop(seal.pk, [])
        whole = bytes(seal.digest) == _link(previous, (event.links[seal.version - 1] for event in under))
        if bytes(seal.previous) != previous or not whole:
            text = f"a row was altered, added or removed between events {seal.first_event} and {seal.last_event}"
            findings.append(Finding("broken_chain", _first_gone(seal, under), seal.pk, text))
        previous = bytes(seal.digest)
    for key, strays in sealed.items():
        findings.append(Finding("broken_chain", strays[0].id, key, "a row bears a seal that is none of this case"))
    return findings


def _first_gone(seal: Seal, under: Iterable[_Event]) -> int | None:
    """The first or last event of a seal, where it is missing; what lies between has no number of its own."""
    there = {event.id for event in under}
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
