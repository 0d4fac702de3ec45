"""Health notes of a manifest: they go to the medical records and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import Profile
from cases.models import TimelineEntry
from cases.timeline import KINDS
from rehabilitation.enums import ConditionKind
from rehabilitation.models import Condition
from rehabilitation.specs import MEDICAL

from .states import states_refresh

_NAME = 200


@transaction.atomic
def health_notes_add(notes: Mapping[int, str], *, by: Profile | None) -> int:
    """Keep what a manifest says of health (case id → text) as reported, not yet examined. In bulk. Returns
    how many.

    A second call with the same text for a case makes nothing twice.
    """
    texts = {case_id: text.strip() for case_id, text in notes.items() if text.strip()}
    known = set(
        Condition.objects.filter(case__in=texts, kind=ConditionKind.REPORTED).values_list("case_id", "name")
    )
    today, now = timezone.localdate(), timezone.now()
    made = Condition.objects.bulk_create(
        Condition(
            case_id=case_id, kind=ConditionKind.REPORTED, name=text[:_NAME], created_by=by, on=today,
            note=text if len(text) > _NAME else "",
        )
        for case_id, text in texts.items()
        if (case_id, text[:_NAME]) not in known
    )  # fmt: skip
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            case_id=one.case_id, kind="condition", audience=KINDS["condition"].audience, author=by, at=now,
            object_id=one.pk, details=one.details(),
        )
        for one in made
    )  # fmt: skip
    states_refresh([one.case_id for one in made], modules=[MEDICAL])
    return len(made)
