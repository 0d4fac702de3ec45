"""Codes that stand in timeline entries, with the labels that readers see."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.enums import Level

from .enums import (
    CaseStatus,
    ClosureReason,
    ConsentDecision,
    ConsentLapse,
    DocumentKind,
    GoalArea,
    GoalState,
    GrantPurpose,
    IdentifierKind,
    LifeEventKind,
    NoteKind,
    NotSeen,
    PlaceKind,
    Presence,
    Risk,
    Safety,
    ServiceArea,
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
    service_area=dict(ServiceArea.choices),
    document_kind=dict(DocumentKind.choices),
    goal_area=dict(GoalArea.choices),
    goal_state=dict(GoalState.choices),
    life_event=dict(LifeEventKind.choices),
    closure_reason=dict(ClosureReason.choices),
    consent_decision=dict(ConsentDecision.choices),
    consent_lapse=dict(ConsentLapse.choices),
    paper=dict(IdentifierKind.choices),
    presence=dict(Presence.choices),
)

_VISIT_PAGE = "cases:visit_detail"
kind_add("visit_seen", TimelineKind(_("Visited: %(visit_place)s"), "home-check", url=_VISIT_PAGE, group="visit"))
kind_add(
    "visit_not_seen",
    TimelineKind(_("Not seen on a visit: %(not_seen)s"), "home-x", url=_VISIT_PAGE, group="visit"),
)
kind_add(
    "visit_concern",
    TimelineKind(_("Concern for safety: %(safety)s"), "alert-octagon", Level.CARRIERS, _VISIT_PAGE, "visit"),
)
kind_add("newborn", TimelineKind(_("A child was born: %(number)s"), "baby-carriage"))
kind_add("person_changed", TimelineKind(_("Personal details changed"), "pencil"))
kind_add("name_added", TimelineKind(_("Another name added"), "signature"))
kind_add("paper_added", TimelineKind(_("Paper recorded: %(paper)s"), "id", Level.CARRIERS))

kind_add("roll_call", TimelineKind(_("Roll-call at landing: %(presence)s"), "plane-arrival"))
kind_add("child_absent", TimelineKind(_("A child on the manifest did not arrive"), "alert-octagon"))
kind_add("manifest_changed", TimelineKind(_("Changed by a revised manifest"), "file-diff", Level.CARRIERS))
kind_add(
    "manifest_removed", TimelineKind(_("No longer on the revised manifest"), "file-minus", Level.CARRIERS)
)
kind_add("transfer_asked", TimelineKind(_("Transfer proposed to %(office)s"), "arrows-right", Level.CARRIERS))
kind_add("transfer_done", TimelineKind(_("Transferred to %(office)s"), "arrows-right"))
kind_add("transfer_ended", TimelineKind(_("Transfer to %(office)s not carried out"), "arrow-back", Level.CARRIERS))
