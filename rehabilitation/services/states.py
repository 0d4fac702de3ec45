"""Keeps the one row for each case and kind of support that cards and family rows read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case as When_
from django.db.models import Q, Value, When
from django.utils import timezone

from accounts.enums import Discipline
from cases.models import Case
from rehabilitation.enums import AlertStage, ServiceStage
from rehabilitation.models import Lasting, SafetyAlert, Service, SupportState
from rehabilitation.specs import MODULE, MODULES, ModuleSpec, RecordSpec

_BATCH = 500


def newest_of(spec: RecordSpec, case_ids: Sequence[int]) -> dict[int, list[Any]]:
    """Case → the newest valid record of each thread, newest first; of a lasting kind a running one before all
    others."""
    model = spec.model
    rows: Any = model.objects.valid().filter(case_id__in=case_ids)
    order: list[Any] = ["-on", "-id"]
    if issubclass(model, Lasting):
        today = timezone.localdate()
        runs = Q(until=None) | Q(until__gt=today)
        order.insert(0, When_(When(runs, on__lte=today, then=Value(0)), default=Value(1)))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("case_id", *model.thread, *order).distinct("case_id", *model.thread):
        found[row.case_id].append(row)
    for threads in found.values():
        threads.sort(key=lambda one: (one.on, one.pk), reverse=True)
    return found


def state_refresh(case_id: int, module: ModuleSpec) -> SupportState:
    """Read the newest records of one kind of support and write how it stands. One statement for each record
    kind."""
    return _write([case_id], module)[0]


def _write(case_ids: Sequence[int], module: ModuleSpec) -> list[SupportState]:
    """The states of many cases in as many statements as for one."""
    found = {spec.code: newest_of(spec, case_ids) for spec in module.counted}
    if module.code is Discipline.PSYCHOLOGICAL:
        found["alert"] = {}
        for alert in SafetyAlert.objects.filter(case_id__in=case_ids).exclude(stage=AlertStage.CLOSED).only("case_id"):
            found["alert"][alert.case_id] = [alert]
    services = Counter(
        Service.objects.valid()
        .filter(case_id__in=case_ids, module=module.code.value, stage=ServiceStage.REQUESTED)
        .values_list("case_id", flat=True)
    )
    states = [
        _state(case_id, module, {code: rows.get(case_id, []) for code, rows in found.items()}, services[case_id])
        for case_id in case_ids
    ]
    changed = ["code", "tone", "details", "until", "last_on", "last_kind", "next_on", "open_services"]
    SupportState.objects.bulk_create(
        states, update_conflicts=True, unique_fields=["case", "module"], update_fields=[*changed, "updated_at"]
    )
    return states


def _state(case_id: int, module: ModuleSpec, rows: dict[str, list[Any]], open_services: int) -> SupportState:
    state = module.state(rows)
    records = [(code, one) for code, found in rows.items() if code != "alert" for one in found]
    last_kind, last = max(records, key=lambda pair: (pair[1].on, pair[1].pk), default=("", None))
    return SupportState(
        case_id=case_id,
        module=module.code.value,
        code=state.code if records or rows.get("alert") else "nothing",
        tone=state.tone,
        details=dict(state.details),
        until=state.until,
        last_on=last.on if last else None,
        last_kind=last_kind,
        next_on=min((one.next_on for _code, one in records if _is_due(one)), default=None),
        open_services=open_services,
        updated_at=timezone.now(),
    )


def _is_due(record: Any) -> bool:
    """Its next date still counts: what has ended asks for nothing."""
    return record.next_on is not None and not (isinstance(record, Lasting) and record.until)


def states_refresh(case_ids: Iterable[int], *, modules: Iterable[ModuleSpec] = MODULES) -> int:
    """Write the states of several cases anew (after bulk work, or when a day made them untrue). Returns how
    many."""
    count = 0
    ids, chosen = sorted(set(case_ids)), tuple(modules)
    for start in range(0, len(ids), _BATCH):
        for module in chosen:
            count += len(_write(ids[start : start + _BATCH], module))
    return count


def states_expire() -> int:
    """Refresh the states that time has made untrue (a placement ended yesterday). Idempotent."""
    today = timezone.localdate()
    over = SupportState.objects.filter(until__lte=today).order_by("id").values_list("case_id", "module")
    count = 0
    for case_id, module in over.iterator(chunk_size=500):
        count += states_refresh([case_id], modules=[MODULE[module]])
    return count


def case_ids_of(cases: Any) -> list[int]:
    """The keys of a queryset of cases."""
    return list(Case.objects.filter(pk__in=cases).values_list("pk", flat=True))
