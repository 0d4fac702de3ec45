"""A backup that comes back holds what was erased after it was made: it is erased again, from the list outside the
database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from cases.enums import ItemState
from cases.models import Case, RetentionItem, RetentionRule
from cases.services.definers import call
from cases.services.documents import unstore

from .runs import LIST


def list_lines() -> Iterator[str]:
    """The list as the store holds it, in no order."""
    try:
        _folders, names = default_storage.listdir(LIST)
    except FileNotFoundError:
        return
    for name in sorted(names):
        with default_storage.open(f"{LIST}/{name}") as stored:
            yield from stored.read().decode().splitlines()


def erased_again(lines: Iterable[str]) -> dict[str, int]:
    """Erase what the list names and this database still holds. Run as the owner, before anybody signs in."""
    counts = {"erased": 0, "gone already": 0, "unknown": 0}
    for line in filter(str.strip, lines):
        counts[_again(json.loads(line))] += 1
    return counts


def _again(entry: dict[str, Any]) -> str:
    """One line. A case is known by its key and its number together, and by the closing that it was erased after."""
    case = Case.objects.filter(pk=entry["case"], number=entry["number"]).first()
    if case is None:
        return "unknown"
    closed_at = datetime.fromisoformat(entry["closed_at"])
    known = RetentionItem.objects.filter(case=case, kind=entry["kind"], closed_at=closed_at)
    if known.filter(state=ItemState.DONE).exists():
        return "gone already"
    rule = RetentionRule.objects.filter(pk=entry["rule"]).first()
    with transaction.atomic():
        done = json.loads(call("cases_retention_apply", case.pk, entry["kind"], "erased again after a restore")[0][0])
        known.exclude(state=ItemState.DONE).delete()
        RetentionItem.objects.create(
            case=case, number=case.number, kind=entry["kind"], rule=rule, closed_at=closed_at,
            due_on=entry["due_on"], state=ItemState.DONE, counts=done["counts"], listed=True,
            done_at=datetime.fromisoformat(entry["done_at"]),
        )  # fmt: skip
    unstore(*done["files"])
    return "erased"
