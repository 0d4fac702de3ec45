"""The kinds of lines of a timeline: one table of labels, icons and audiences, to which each room adds its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile

from .enums import Audience
from .models import Case, TimelineEntry


@dataclass(frozen=True)
class TimelineKind:
    """``text`` may hold %(…)s places that the entry's details fill."""

    text: Any
    icon: str = "point"
    audience: Audience = Audience.CORE
    url: str = ""  # url name that opens the object; its arguments are the case number and the object id
    group: str = "case"


KINDS: dict[str, TimelineKind] = {
    "case_opened": TimelineKind(_("Case opened"), "folder-plus"),
    "case_assigned": TimelineKind(_("Case worker: %(worker)s"), "user-check"),
    "risk_set": TimelineKind(_("Risk set: %(level)s"), "alert-triangle", Audience.CARRIERS),
    "status_changed": TimelineKind(_("Status: %(status)s"), "arrow-right"),
    "grant_made": TimelineKind(_("Access given: %(purpose)s"), "key", Audience.CARRIERS),
    "grant_ended": TimelineKind(_("Access ended: %(purpose)s"), "key-off", Audience.CARRIERS),
    "family_joined": TimelineKind(_("Joined family %(family)s"), "users-group"),
    "family_left": TimelineKind(_("Left family %(family)s"), "users-minus"),
}


def kind_add(code: str, kind: TimelineKind) -> None:
    """Declare a kind of another module or room. Raises ValueError for a code that stands for something else."""
    if KINDS.get(code, kind) != kind:
        raise ValueError(f"timeline kind {code} is taken")
    KINDS[code] = kind


def timeline_add(
    *,
    case: Case | int,
    kind: str,
    by: Profile | None,
    at: datetime | None = None,
    object_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> TimelineEntry:
    """Write a line. ``details`` hold codes and numbers, never content of a protected row."""
    case_id = case if isinstance(case, int) else case.pk
    return TimelineEntry.objects.create(
        case_id=case_id, kind=kind, audience=KINDS[kind].audience, author=by, at=at or timezone.now(),
        object_id=object_id, details=dict(details or {}),
    )  # fmt: skip


#: Codes in ``details`` that are shown by their label, set by the rooms that own the vocabulary.
LABELS: dict[str, Mapping[str, Any]] = {}


def entry_text(entry: TimelineEntry) -> str:
    """The line in the reader's language."""
    kind = KINDS.get(entry.kind)
    if kind is None:
        return entry.kind
    details = {
        key: str(LABELS[key].get(value, value)) if key in LABELS else value for key, value in entry.details.items()
    }
    try:
        return str(kind.text) % details
    except (KeyError, TypeError, ValueError):
        return str(kind.text)
