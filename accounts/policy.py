"""Who may do what: one table, role × resource → actions. An unknown pair raises, an absent row denies.

It answers "may she ever?"; ``visible_to`` of a queryset answers "which ones?", and PostgreSQL holds both
(docs/decisions/0002-two-walls.md). Out of scope is 404, in scope but forbidden is 403. ``manage.py policy`` prints it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from .enums import Discipline, Role
from .errors import NotAllowed
from .models import Profile

#: Every resource with every action that there is for it. A view names one such pair.
ACTIONS: Mapping[str, str] = {
    # accounts
    "me": "view update",
    "api_token": "create end",
    "user": "list view create update",
    "office": "list view create update",
    "agency": "list view create update",
    "agency_client": "list create rotate end",
    "invitation": "create end",
    "access_log": "list",
    "sign_in_failure": "list",
    "message": "list seen",
    "system": "view",
    # cases
    "operation": "list view create update",
    "arrival": "list view create update rollcall triage assign",
    "manifest": "list view import accept undo",
    "case": "list view create update assign close approve_close reopen hold risk status export",
    "person": "list view create update search",
    "identifier": "view create",
    "family": "list view create update",
    "visit": "list view create",
    "transfer": "list view create accept",
    "note": "list view create",
    "document": "list view create",
    "plan": "list view create update submit approve return review",
    "goal": "list view create update",
    "life_event": "list view create",
    "grant": "list create extend end",
    # A case out of scope: for 24 hours, with a reason, told at once, reviewed by another.
    "opening": "list view create review",
    # What the national coordinator sees in an opening.
    "opened_case": "view",
    "restriction": "list create name lift",
    # The whole of a worker's cases: covered for a time, or handed over for good.
    "caseload": "view cover handover",
    "need_to_know": "list create end",
    "implication": "list create end",
    "history": "view",
    "consent": "list view create withdraw approve",
    "service_consent": "list view create",
    "retention": "list view create approve due",
    "legal_hold": "list create end",
    # rehabilitation
    "medical": "list view create update",
    "psychological": "list view create update",
    "session_note": "view create",
    "safety_alert": "list view create update",
    "instruction": "list view create update",
    "education": "list view create update",
    "housing": "list view create update",
    "employment": "list view create update",
    "service": "list view create update",
    # tasks
    "task": "list view create complete postpone extend handover",
    "task_rule": "list view update",
    "job": "list",
    # sharing
    "agreement": "list view create update",
    # An agency's "list" and "view" of summaries are the released ones that are addressed to it.
    "summary": "list view build release withdraw handover",
    "received": "list view answer",
    "disclosure": "list",
    "person_request": "list view create decide export",
    "demand": "list view create decide",
    "complaint": "list close",
    # insights
    "dashboard": "view",
    "team": "view",
    "approvals": "view decide",
    "figures": "view refresh",
    "target": "update",
    "report": "list view export",
    "protection": "view",
    "odd_pattern": "list review",
}

#: Steps that let data out or give access: asked of a person only within a quarter of an hour of showing who she is
#: (accounts/freshness.py). Approving a summary's release asks for itself (insights).
FRESH: frozenset[tuple[str, str]] = frozenset({
    ("api_token", "create"),
    ("agency_client", "create"),
    ("agency_client", "rotate"),
    ("invitation", "create"),
    ("grant", "create"),
    ("summary", "release"),
    ("person_request", "export"),
    ("report", "export"),
})

_CORE = {
    "me": "view update",
    "api_token": "create end",
    "office": "list view",
    "agency": "list view",
}
_DISCIPLINES = tuple(Discipline.values)

TABLE: Mapping[Role, Mapping[str, str]] = {
    Role.SOCIAL_WORKER: {
        **_CORE,
        "message": "list seen",
        "operation": "list view",
        "case": "list view create update close reopen hold risk status",
        "person": "list view create update search",
        "identifier": "view create",
        "family": "list view create update",
        "visit": "list view create",
        "transfer": "list view create",
        "note": "list view create",
        "document": "list view create",
        "plan": "list view create update submit review",
        "goal": "list view create update",
        "life_event": "list view create",
        "grant": "list",
        "opening": "list view create",
        "need_to_know": "list",
        "implication": "list create end",
        "history": "view",
        "consent": "list view create withdraw",
        "service_consent": "list view create",
        **dict.fromkeys(_DISCIPLINES, "list view create update"),
        "psychological": "list view create update",
        "safety_alert": "list view create update",
        "instruction": "list view create update",
        "service": "list view create update",
        "task": "list view create complete postpone handover",
        "agreement": "list view",
        "summary": "list view build withdraw handover",
        "person_request": "list view create export",
    },
    Role.SPECIALIST: {
        **_CORE,
        "message": "list seen",
        "case": "list view",
        "person": "list view search",
        "family": "list view",
        "note": "list view create",
        "plan": "list view",
        "goal": "list view",
        # Which discipline a specialist has is asked in may(): she writes only in her own.
        **dict.fromkeys(_DISCIPLINES, "list view create update"),
        "session_note": "view create",
        "safety_alert": "list view create update",
        "instruction": "list view create update",
        "service": "list view create update",
        "task": "list view complete postpone",
    },
    Role.SUPERVISOR: {
        **_CORE,
        "message": "list seen",
        "operation": "list view create update",
        "arrival": "list view create update rollcall triage assign",
        "manifest": "list view import accept undo",
        "case": "list view create update assign close approve_close reopen hold risk status export",
        "person": "list view create update search",
        "identifier": "view create",
        "family": "list view create update",
        "visit": "list view create",
        "transfer": "list view create accept",
        "note": "list view create",
        "document": "list view create",
        "plan": "list view create update submit approve return review",
        "goal": "list view create update",
        "life_event": "list view create",
        "grant": "list create extend end",
        "opening": "list view create review",
        "restriction": "list create name lift",
        "caseload": "view cover handover",
        "need_to_know": "list create end",
        "implication": "list create end",
        "history": "view",
        "consent": "list view create withdraw approve",
        "service_consent": "list view create",
        **dict.fromkeys(_DISCIPLINES, "list view create update"),
        "safety_alert": "list view create update",
        "instruction": "list view create update",
        "service": "list view create update",
        "task": "list view create complete postpone extend handover",
        "task_rule": "list view",
        "agreement": "list view create update",
        "summary": "list view build release withdraw handover",
        "person_request": "list view create export",
        "dashboard": "view",
        "team": "view",
        "approvals": "view decide",
        "figures": "view refresh",
        "report": "list view export",
    },
    Role.NATIONAL: {
        **_CORE,
        "agency": "list view create update",
        "operation": "list view create update",
        "case": "list",
        "opening": "list view create",
        "opened_case": "view",
        "task_rule": "list view update",
        "agreement": "list view create update",
        "dashboard": "view",
        "figures": "view refresh",
        "target": "update",
        "report": "list view export",
        # The second person for terms and destructions; she sees figures, no case number.
        "retention": "list view approve",
    },
    Role.DPO: {
        **_CORE,
        "access_log": "list",
        "agency_client": "list",
        "sign_in_failure": "list",
        "opening": "list view review",
        "restriction": "list name",
        "agreement": "list view",
        "disclosure": "list",
        "person_request": "list view decide",
        "demand": "list view create decide",
        "retention": "list view create approve due",
        "legal_hold": "list create end",
        "protection": "view",
        "odd_pattern": "list review",
    },
    Role.ADMIN: {
        **_CORE,
        "user": "list view create update",
        "office": "list view create update",
        "agency": "list view create update",
        "agency_client": "list create rotate end",
        "invitation": "create end",
        "job": "list",
        "system": "view",
    },
    Role.AGENCY: {
        "me": "view update",
        "api_token": "create end",
        "summary": "list view",
        "received": "list view answer",
        # Only for the Ombudsman's office; for others there are none.
        "complaint": "list close",
    },
    Role.AGENCY_CLIENT: {
        "me": "view",
        "summary": "list view",
        "received": "list view answer",
    },
}

_WRITES = frozenset({"create", "update"})
_GRID: Mapping[Role, Mapping[str, frozenset[str]]] = {
    role: {resource: frozenset(text.split()) for resource, text in rows.items()} for role, rows in TABLE.items()
}
_KNOWN: Mapping[str, frozenset[str]] = {resource: frozenset(text.split()) for resource, text in ACTIONS.items()}


def may(profile: Profile | None, resource: str, action: str) -> bool:
    """May somebody of this role ever do this? Raises KeyError for a pair that the table does not know."""
    if action not in _KNOWN[resource]:
        raise KeyError(f"{resource} has no action {action}")
    if profile is None:
        return False
    role = Role(profile.role)
    if action not in _GRID[role].get(resource, frozenset()):
        return False
    if role is Role.SPECIALIST:
        if resource in _DISCIPLINES and action in _WRITES:
            return resource in profile.disciplines
        if resource in ("session_note", "safety_alert", "psychological"):
            return Discipline.PSYCHOLOGICAL in profile.disciplines
        if resource == "instruction" and action in _WRITES:
            # Everybody on the case reads it; psychologists agree it with the case worker.
            return Discipline.PSYCHOLOGICAL in profile.disciplines
    return True


def may_look(profile: Profile, resource: str) -> bool:
    """May she see any row of this resource?"""
    return any(may(profile, resource, action) for action in _KNOWN[resource] & {"view", "list"})


def ensure(profile: Profile | None, resource: str, action: str) -> None:
    """Raise NotAllowed where ``may`` says no."""
    if not may(profile, resource, action):
        raise NotAllowed("This is not for your role.")


def refuse_own(by: Profile, *askers: Profile | int | None) -> None:
    """Conflict of interest: nobody decides on what she asked for, wrote or gets herself. Every service that approves,
    returns, releases or gives something calls this with all who had a part in it. Raises NotAllowed."""
    if by.pk in {one.pk if isinstance(one, Profile) else one for one in askers}:
        raise NotAllowed(_("Nobody decides on what she asked for herself. Somebody else has to."))


def refuse_elsewhere(by: Profile, region_id: int) -> None:
    """A case is decided on in its own region: who covers one elsewhere or opened it in an emergency works on it, and
    approves, releases or assigns nothing. Raises NotAllowed."""
    if by.region_id != region_id:
        raise NotAllowed(_("A supervisor of the case's region decides."))
