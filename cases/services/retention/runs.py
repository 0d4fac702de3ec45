"""A destruction: prepared, counted (the dry run), agreed by a second person, carried out item by item, written down.

Counting and erasing are jobs. Every item is one transaction, so a killed worker's run goes on where it stood.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Profile
from accounts.policy import refuse_own
from accounts.queue import enqueue
from cases.enums import ItemState, RetentionKind, RunState
from cases.models import LegalHold, RetentionItem, RetentionRun
from cases.search.persons import forget_indexes
from cases.services.definers import call
from cases.services.documents import unstore
from cases.signals import retention_told

from .requests import items_for_request

log = logging.getLogger("hamroh.retention")
#: Items in one run; what is more waits for the next one.
LARGEST = 5000
#: Items between two looks at the run, and in one file of the list of what was erased.
BATCH = 100
_S = DatabaseRole.SYSTEM


@transaction.atomic
def run_prepare(*, by: Profile, kinds: Sequence[str] = ()) -> RetentionRun:
    """Begin a destruction of what is due (of these kinds; all without): a job counts exactly what would go.

    Raises Invalid for an unknown kind, Conflict where nothing is due.
    """
    if set(kinds) - set(RetentionKind.values):
        raise Invalid(fields={"kinds": _("Choose one of the list.")})
    due = RetentionItem.objects.filter(state=ItemState.DUE).exclude(case__in=_held())
    if not (due.filter(kind__in=kinds) if kinds else due).exists():
        raise Conflict(_("Nothing is due."))
    run = RetentionRun.objects.create(kinds=list(kinds), created_by=by)
    count_soon(run)
    return run


def count_soon(run: RetentionRun) -> None:
    from cases.jobs import retention_count_job

    enqueue(retention_count_job, run.pk)


def _held() -> QuerySet[Any, Any]:
    return LegalHold.objects.filter(lifted_at=None).values("case_id")


def run_count(run_id: int) -> int:
    """The dry run: take what is due into the run and count, by the conditions of the erasure, what would go. Takes the
    system's role itself, in short transactions; may run twice. Returns how many items it has."""
    with transaction.atomic(), acting_as(_S):
        run = RetentionRun.objects.select_for_update().get(pk=run_id)
        if run.state != RunState.COUNTING:
            return run.total
        if run.for_case_id is not None:
            run.kept = items_for_request(run)
        elif not run.items.exists():
            _take(run)
        run.total = run.items.count()
        run.save(update_fields=["kept", "total", "updated_at"])
    with acting_as(_S):
        keys = list(RetentionItem.objects.filter(run=run_id, counts={}).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with acting_as(_S):
            for key in keys[start : start + BATCH]:
                counts = json.loads(call("cases_retention_preview", key)[0][0])
                RetentionItem.objects.filter(pk=key).update(counts=counts)
    with acting_as(_S):
        # Nothing to agree to where nothing goes: what stays is the answer.
        state = RunState.READY if RetentionItem.objects.filter(run=run_id).exists() else RunState.DONE
        changed = RetentionRun.objects.filter(pk=run_id, state=RunState.COUNTING).update(
            state=state, counts=_sums(run_id), updated_at=timezone.now()
        )
        if changed:
            retention_told.send(RetentionRun, run_id=run_id)
    return len(keys)


def _take(run: RetentionRun) -> None:
    due = RetentionItem.objects.filter(state=ItemState.DUE).exclude(case__in=_held())
    if run.kinds:
        due = due.filter(kind__in=run.kinds)
    keys = due.order_by("due_on", "pk").values_list("pk", flat=True)[:LARGEST]
    RetentionItem.objects.filter(pk__in=list(keys)).update(run=run, state=ItemState.WAITING, counts={})


def _sums(run_id: int, *states: str) -> dict[str, dict[str, int]]:
    """Rows by kind of data and table; under "items" how many cases that kind goes of."""
    items = RetentionItem.objects.filter(run=run_id)
    if states:
        items = items.filter(state__in=states)
    sums: dict[str, dict[str, int]] = {}
    for kind, counts in items.values_list("kind", "counts").iterator():
        of_kind = sums.setdefault(kind, {"items": 0})
        of_kind["items"] += 1
        for table, rows in counts.items():
            of_kind[table] = of_kind.get(table, 0) + rows
    return sums


@transaction.atomic
def run_decide(run: RetentionRun, *, approve: bool, by: Profile) -> RetentionRun:
    """Agree as the second person to what the dry run found, or refuse it; whoever made it may take it back.

    Raises NotAllowed for the own run, Conflict where it is not counted yet, empty or decided.
    """
    locked = RetentionRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if locked is None:
        raise NotFound
    if locked.state not in (RunState.READY, RunState.COUNTING) or (approve and locked.state != RunState.READY):
        raise Conflict(_("This was decided before, or is still being counted."))
    if approve:
        refuse_own(by, locked.created_by_id)
    locked.state = RunState.APPROVED if approve else RunState.REFUSED
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at", "updated_at"])
    from cases.jobs import retention_run_job

    enqueue(retention_run_job, locked.pk)
    return locked


def run_carry_out(run_id: int) -> dict[str, int]:
    """Erase what a second person agreed to, and write it down; gives the items of a refused run back. Takes its roles
    itself: the system's to look, the retention's to erase. May be stopped anywhere, and run twice."""
    with acting_as(_S):
        run = RetentionRun.objects.get(pk=run_id)
        if run.state == RunState.REFUSED:
            given_back = _give_back(run)
            retention_told.send(RetentionRun, run_id=run_id)
            return {"given back": given_back}
        if run.state not in (RunState.APPROVED, RunState.RUNNING):
            return {}
        RetentionRun.objects.filter(pk=run_id).update(state=RunState.RUNNING)
    erased = 0
    while keys := _next(run_id):
        for key in keys:
            erased += _erase(key)
        _write_down(run_id)
    _write_down(run_id)
    forget_indexes()
    with acting_as(_S):
        sums = _sums(run_id, ItemState.DONE)
        RetentionRun.objects.filter(pk=run_id).update(
            state=RunState.DONE, erased=sums, finished_at=timezone.now(), updated_at=timezone.now()
        )
        retention_told.send(RetentionRun, run_id=run_id)
    return {"erased": erased}


def _give_back(run: RetentionRun) -> int:
    """By schedule they are due again; what one person asked for is no longer in the list."""
    if run.for_case_id is not None:
        return run.items.filter(state=ItemState.WAITING).update(state=ItemState.SKIPPED)
    return run.items.filter(state=ItemState.WAITING).update(state=ItemState.DUE, run=None, counts={})


def _next(run_id: int) -> list[int]:
    with acting_as(_S):
        waiting = RetentionItem.objects.filter(run=run_id, state=ItemState.WAITING)
        return list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _erase(key: int) -> int:
    try:
        with acting_as(DatabaseRole.RETENTION):
            return int(call("cases_retention_erase", key)[0][0] == ItemState.DONE)
    except DatabaseError as error:
        # One case that cannot go must not keep the others; the run's page names it.
        log.error("item %d was not erased (%s)", key, type(error.__cause__).__name__)
        with acting_as(_S):
            RetentionItem.objects.filter(pk=key, state=ItemState.WAITING).update(state=ItemState.FAILED)
        return 0


def _write_down(run_id: int) -> None:
    """Remove the stored papers of what was erased, and add it to the list outside the database: a backup is older than
    what was erased since, and is held against this list when it comes back (manage.py after_restore)."""
    with acting_as(_S):
        done = list(RetentionItem.objects.filter(run=run_id, state=ItemState.DONE, listed=False).order_by("pk"))
    if not done:
        return
    lines = "".join(line_of(item) for item in done)
    default_storage.save(f"{LIST}/{run_id}-{done[0].pk}.jsonl", ContentFile(lines.encode()))
    for item in done:
        unstore(*item.files)
    with acting_as(_S):
        RetentionItem.objects.filter(pk__in=[item.pk for item in done]).update(listed=True, files=[])


#: The folder of the store that holds the list of what was erased: numbers, kinds, days; no person's data.
LIST = "erased"


def line_of(item: RetentionItem) -> str:
    """One line of the list."""
    values: Mapping[str, object] = {
        "case": item.case_id, "number": item.number, "kind": item.kind, "rule": item.rule_id,
        "closed_at": item.closed_at.isoformat(), "due_on": item.due_on.isoformat(),
        "done_at": item.done_at.isoformat() if item.done_at else None,
    }  # fmt: skip
    return json.dumps(values) + "\n"


def runs_continue() -> dict[str, int]:
    """Take up what a lost message or a dead worker left: runs to be counted, carried out, given back."""
    with acting_as(_S):
        counting = list(RetentionRun.objects.filter(state=RunState.COUNTING).values_list("pk", flat=True))
        agreed = RetentionRun.objects.filter(state__in=[RunState.APPROVED, RunState.RUNNING])
        refused = RetentionRun.objects.filter(state=RunState.REFUSED, items__state=ItemState.WAITING).distinct()
        others = [*agreed.values_list("pk", flat=True), *refused.values_list("pk", flat=True)]
    for key in counting:
        run_count(key)
    for key in others:
        run_carry_out(key)
    return {"counted": len(counting), "carried out": len(others)}
