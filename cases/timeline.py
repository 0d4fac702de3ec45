"""The kinds of lines of a timeline: one table of labels, icons and audiences, to which each room adds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline, Level
from accounts.models import Profile

from .models import Case, TimelineEntry


@dataclass(frozen=True)
class TimelineKind:
    """``text`` may hold %(…)s places that the entry's details fill."""

    text: Any
    icon: str = "point"
    audience: Level = Level.CORE
    url: str = ""  # url name that opens the object; its arguments are the case number and the object id
    group: str = "case"


KINDS: dict[str, TimelineKind] = {
    "case_opened": TimelineKind(_("Case opened"), "folder-plus"),
    "case_assigned": TimelineKind(_("Case worker: %(worker)s"), "user-check"),
    "risk_set": TimelineKind(_("Risk set: %(level)s"), "alert-triangle", Level.CARRIERS),
    "status_changed": TimelineKind(_("Status: %(status)s"), "arrow-right"),
    "grant_made": TimelineKind(_("Access given: %(purpose)s"), "key", Level.CARRIERS),
    "grant_ended": TimelineKind(_("Access ended: %(purpose)s"), "key-off", Level.CARRIERS),
    "grant_extended": TimelineKind(_("Access extended until %(until)s"), "key", Level.CARRIERS),
    "opened_emergency": TimelineKind(_("Opened in an emergency, for 24 hours"), "alert-triangle", Level.CARRIERS),
    "opened_national": TimelineKind(
        _("Opened by the national coordinator, for 24 hours"), "world", Level.CARRIERS
    ),
    "restricted": TimelineKind(_("Restricted to named people"), "lock", Level.CARRIERS),
    "restriction_lifted": TimelineKind(_("No longer restricted"), "lock-open", Level.CARRIERS),
    "need_named": TimelineKind(_("May read what is protected: %(who)s"), "lock-open", Level.CHARGE),
    "need_ended": TimelineKind(_("Need no longer read what is protected: %(who)s"), "lock", Level.CHARGE),
    "implicated": TimelineKind(_("A caregiver is left out of decisions"), "shield", Level.CHARGE),
    "implicated_ended": TimelineKind(_("A caregiver is no longer left out of decisions"), "shield", Level.CHARGE),
    "consent_recorded": TimelineKind(
        _("Consent to share with %(agency)s: %(consent_decision)s"), "signature", Level.CARRIERS
    ),
    "consent_withdrawn": TimelineKind(_("Consent withdrawn: %(agency)s"), "signature-off", Level.CARRIERS),
    "consent_lapsed": TimelineKind(
        _("Consent to share with %(agency)s lapsed: %(consent_lapse)s"), "signature-off", Level.CARRIERS
    ),
    "consent_overridden": TimelineKind(
        _("Sharing with %(agency)s without consent agreed, in the child's best interests"), "scale", Level.CARRIERS
    ),
    "service_decided": TimelineKind(
        _("%(service_area)s: %(consent_decision)s"), "signature", Level.CARRIERS, group="case"
    ),
    "family_joined": TimelineKind(_("Joined family %(family)s"), "users-group"),
    "note_added": TimelineKind(_("%(note_kind)s"), "note", url="cases:note_detail", group="note"),
    "note_added_carriers": TimelineKind(
        _("%(note_kind)s"), "note", Level.CARRIERS, url="cases:note_detail", group="note"
    ),
    "document_added": TimelineKind(
        _("Document: %(document_kind)s"), "file", Level.CARRIERS, url="cases:document_open", group="document"
    ),
    "document_refused": TimelineKind(
        _("Virus found, file destroyed: %(document_kind)s"), "alert-triangle", Level.CARRIERS, group="document"
    ),
    "plan_created": TimelineKind(_("Plan %(version)s begun"), "clipboard-list", group="plan"),
    "plan_submitted": TimelineKind(_("Plan %(version)s sent for approval"), "send", group="plan"),
    "plan_returned": TimelineKind(_("Plan %(version)s returned with comments"), "arrow-back-up", group="plan"),
    "plan_approved": TimelineKind(_("Plan %(version)s approved"), "circle-check", group="plan"),
    "plan_reviewed": TimelineKind(_("Plan %(version)s reviewed"), "refresh", group="plan"),
    "goal_added": TimelineKind(_("Goal set: %(goal_area)s"), "target", group="plan"),
    "goal_closed": TimelineKind(_("Goal: %(goal_state)s (%(goal_area)s)"), "target", group="plan"),
    "step_done": TimelineKind(_("Step done: %(goal_area)s"), "check", group="plan"),
    "life_event": TimelineKind(_("%(life_event)s"), "alert-triangle"),
    "life_event_settled": TimelineKind(_("%(life_event)s: everything seen to"), "checklist"),
    "closure_requested": TimelineKind(_("Closing asked for: %(closure_reason)s"), "lock", Level.CARRIERS),
    "closure_returned": TimelineKind(_("Closing returned with comments"), "arrow-back-up", Level.CARRIERS),
    "case_closed": TimelineKind(_("Case closed: %(closure_reason)s"), "lock"),
    "case_reopened": TimelineKind(_("Case reopened"), "lock-open"),
    "case_held": TimelineKind(_("On hold until %(until)s"), "player-pause"),
    "case_resumed": TimelineKind(_("Work goes on"), "player-play"),
    "family_left": TimelineKind(_("Left family %(family)s"), "users-minus"),
}


#: Kinds that the case worker is told of as a message, where somebody else did it. Each room adds its own.
TELLS: set[str] = {
    "case_assigned", "plan_returned", "plan_approved", "closure_returned", "case_closed", "case_reopened",
    "consent_overridden", "note_added", "note_added_carriers", "document_added", "document_refused", "grant_made",
    "life_event", "transfer_done", "transfer_ended", "child_absent", "manifest_removed", "visit_concern",
    "opened_emergency", "opened_national", "restricted", "restriction_lifted",
}  # fmt: skip


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
    audience: Level | None = None,
) -> TimelineEntry:
    """Write a line. ``details`` hold codes and numbers, never content of a protected row. ``audience`` stands in place
    of the kind's own, where one row of a kind has fewer readers than others."""
    case_id = case if isinstance(case, int) else case.pk
    return TimelineEntry.objects.create(
        case_id=case_id, kind=kind, audience=audience or KINDS[kind].audience, author=by, at=at or timezone.now(),
        object_id=object_id, details=dict(details or {}),
    )  # fmt: skip


def timeline_add_many(
    rows: Sequence[tuple[int, int | None, Mapping[str, Any]]], *, kind: str, by: Profile | None
) -> None:
    """One line of a kind for each (case, object, details), in one statement."""
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        [
            TimelineEntry(
                case_id=case, at=now, kind=kind, audience=KINDS[kind].audience, author=by, object_id=key,
                details=dict(details),
            )
            for case, key, details in rows
        ],
        batch_size=500,
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


#: The groups by which a timeline is filtered, in the order of the buttons; one without a kind is not shown.
GROUPS: dict[str, Any] = {
    "case": _("Case"),
    "note": _("Notes"),
    "visit": _("Visits"),
    "plan": _("Plan"),
    **{discipline.value: discipline.label for discipline in Discipline},
    "task": _("Tasks"),
    "family": _("Family"),
    "document": _("Documents"),
    "sharing": _("Sharing"),
}


def groups() -> list[tuple[str, Any]]:
    """The groups that have kinds, as (code, label)."""
    used = {kind.group for kind in KINDS.values()}
    return [(code, label) for code, label in GROUPS.items() if code in used]


def codes_of(group: str) -> list[str]:
    """The kinds of a group; none for an unknown one."""
    return [code for code, kind in KINDS.items() if kind.group == group]


#: What an opened line shows: kind → function of entry and reader that gives a template and its context, or None.
DETAILS: dict[str, Callable[[TimelineEntry, Profile], tuple[str, Mapping[str, Any]] | None]] = {}


def detail_add(code: str, function: Callable[[TimelineEntry, Profile], tuple[str, Mapping[str, Any]] | None]) -> None:
    """Declare what an opened line of this kind shows. The function reads rows as the reader, through both walls."""
    DETAILS[code] = function
