"""Codes that stand in timeline entries, with the labels that readers see."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .enums import (
    Audience,
    CaseStatus,
    ClosureReason,
    ConsentDecision,
    DocumentKind,
    GoalArea,
    GoalState,
    GrantPurpose,
    IdentifierKind,
    LifeEventKind,
    NoteKind,
    NotSeen,
    PlaceKind,
    Risk,
    Safety,
)
from .timeline import LABELS, TimelineKind, kind_add

LABELS.update(
    level=dict(Risk.choices),
    status=dict(CaseStatus.choices),
    purpose=dict(GrantPurpose.choices),
    visit_place=dict(PlaceKind.choices),
    not_seen=dict(NotSeen.choices),
    safety=dict(Safety.choices),
    note_kind=dict(NoteKind.choices),
    document_kind=dict(DocumentKind.choices),
    goal_area=dict(GoalArea.choices),
    goal_state=dict(GoalState.choices),
    life_event=dict(LifeEventKind.choices),
    closure_reason=dict(ClosureReason.choices),
    consent_decision=dict(ConsentDecision.choices),
    paper=dict(IdentifierKind.choices),
)

_VISIT_PAGE = "cases:visit_detail"
kind_add("visit_seen", TimelineKind(_("Visited: %(visit_place)s"), "home-check", url=_VISIT_PAGE, group="visit"))
kind_add(
    "visit_not_seen",
    TimelineKind(_("Not seen on a visit: %(not_seen)s"), "home-x", url=_VISIT_PAGE, group="visit"),
)
kind_add(
    "visit_concern",
    TimelineKind(_("Concern for safety: %(safety)s"), "alert-octagon", Audience.CARRIERS, _VISIT_PAGE, "visit"),
)
kind_add("newborn", TimelineKind(_("A child was born: %(number)s"), "baby-carriage", group="family"))
kind_add("person_changed", TimelineKind(_("Personal details changed"), "pencil", group="person"))
kind_add("name_added", TimelineKind(_("Another name added"), "signature", group="person"))
kind_add("paper_added", TimelineKind(_("Paper recorded: %(paper)s"), "id", Audience.CARRIERS, group="person"))
