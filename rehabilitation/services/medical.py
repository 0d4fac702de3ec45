"""Health notes of a manifest: they go to the medical records and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Profile
from cases.models import TimelineEntry
from cases.timeline import KINDS
from rehabilitation.enums import ConditionKind, ProtectedResult
from rehabilitation.models import Condition, ProtectedFinding
from rehabilitation.protected import protected_kind
from rehabilitation.specs import MEDICAL

from .states import states_refresh

_NAME = 200


@transaction.atomic
def health_notes_add(notes: Mapping[int, str], *, by: Profile | None) -> int:
    """Keep what a manifest says of health (case id → text) as reported, not yet examined; what has readers of its own
    becomes a protected finding. In bulk. Returns how many.

    A second call with the same text for a case makes nothing twice.
    """
    texts = {case_id: text.strip() for case_id, text in notes.items() if text.strip()}
    kinds = {case_id: kind for case_id, text in texts.items() if (kind := protected_kind(text))}
    made: list[Any] = [
        *_conditions({key: text for key, text in texts.items() if key not in kinds}, by),
        *_findings({key: (kind, texts[key]) for key, kind in kinds.items()}, by),
    ]
    _tell([one for one in made if isinstance(one, Condition)], "condition", by)
    _tell([one for one in made if isinstance(one, ProtectedFinding)], "protected_finding", by)
    states_refresh([one.case_id for one in made], modules=[MEDICAL])
    return len(made)


def _conditions(texts: Mapping[int, str], by: Profile | None) -> list[Condition]:
    known = set(
        Condition.objects.filter(case__in=texts, kind=ConditionKind.REPORTED).values_list("case_id", "name")
    )
    return Condition.objects.bulk_create(
        Condition(
            case_id=case_id, kind=ConditionKind.REPORTED, name=text[:_NAME], created_by=by, on=timezone.localdate(),
            note=text if len(text) > _NAME else "",
        )
        for case_id, text in texts.items()
        if (case_id, text[:_NAME]) not in known
    )  # fmt: skip


def _findings(texts: Mapping[int, tuple[str, str]], by: Profile | None) -> list[ProtectedFinding]:
    reported = ProtectedFinding.objects.filter(case__in=texts, result=ProtectedResult.REPORTED)
    known = {(one.case_id, one.note) for one in reported}
    return ProtectedFinding.objects.bulk_create(
        ProtectedFinding(
            case_id=case_id, kind=kind, result=ProtectedResult.REPORTED, note=text, created_by=by,
            on=timezone.localdate(),
        )
        for case_id, (kind, text) in texts.items()
        if (case_id, text) not in known
    )  # fmt: skip


def _tell(records: Sequence[Any], kind: str, by: Profile | None) -> None:
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            case_id=one.case_id, kind=kind, audience=KINDS[kind].audience, author=by, at=now, object_id=one.pk,
            details=one.details(),
        )
        for one in records
    )  # fmt: skip
