"""What has to be seen to after each life event: codes, in the order of work, with the texts that readers see.

Common practice of case management (Inter-Agency Guidelines 2014); a paper never blocks a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .enums import LifeEventKind

#: code → what is to be done.
ITEMS: Mapping[str, Any] = {
    "certificate": _("Death certificate received or asked for"),
    "family_told": _("The family was told in person"),
    "siblings_cared": _("Children left behind: who cares for them tonight and from now on is settled"),
    "grief": _("Support in grief offered to each member of the family"),
    "burial": _("Help with the burial offered"),
    "pension": _("Survivors' benefits asked for"),
    "shares_ended": _("Summaries given to agencies ended or corrected"),
    "last_address": _("Last address visited, neighbours and mahalla asked"),
    "relatives_asked": _("Relatives and school or work place asked"),
    "supervisor_told": _("Supervisor told"),
    "police_missing": _("Missing child: reported as missing"),
    "whereabouts": _("New address and contact kept"),
    "authority_abroad": _("Responsible authority there told, with consent"),
    "papers_given": _("Copies of school, health and identity papers given along"),
    "reason_known": _("Place and reason learned from the authority"),
    "lawyer": _("A lawyer is in place"),
    "child_apart": _("Child: held apart from adults, a guardian or worker may visit"),
    "dependants": _("Children and others who depend on the person are cared for"),
    "decision_copy": _("Copy of the decision kept"),
    "siblings_contact": _("Contact with siblings agreed"),
    "follow_up_agreed": _("Visits after the placement agreed"),
    "reasons_heard": _("Reasons heard and written down"),
    "safety_checked": _("No child is in danger by the refusal, or the supervisor decided what to do"),
    "door_open": _("The person knows how to come back"),
    "assess_adult": _("Assessed anew as an adult; own wishes written down"),
    "own_consent": _("Consents asked for anew in the own name"),
    "id_card": _("Identity card asked for"),
    "housing_income": _("Housing and income after coming of age settled"),
    "guardian_checked": _("Guardian and household checked"),
    "guardian_decision": _("Decision on guardianship kept"),
    "child_heard": _("The child was heard alone"),
    "kin_updated": _("Family and kin links brought up to date"),
    "consent_guardian": _("Consents asked for anew from the guardian"),
}

LIFE_EVENT_CHECKLISTS: Mapping[str, tuple[str, ...]] = {
    LifeEventKind.DEATH: (
        "supervisor_told", "family_told", "siblings_cared", "certificate", "burial", "grief", "pension", "shares_ended",
    ),
    LifeEventKind.LOST_CONTACT: ("last_address", "relatives_asked", "supervisor_told", "police_missing"),
    LifeEventKind.MOVED_ABROAD: ("whereabouts", "papers_given", "authority_abroad", "shares_ended"),
    LifeEventKind.DETAINED: ("reason_known", "supervisor_told", "lawyer", "child_apart", "dependants"),
    LifeEventKind.ADOPTED: ("decision_copy", "child_heard", "siblings_contact", "kin_updated", "follow_up_agreed"),
    LifeEventKind.REFUSED: ("reasons_heard", "safety_checked", "supervisor_told", "door_open"),
    LifeEventKind.CAME_OF_AGE: ("assess_adult", "own_consent", "id_card", "housing_income"),
    LifeEventKind.NEW_GUARDIAN: (
        "guardian_checked", "guardian_decision", "child_heard", "kin_updated", "consent_guardian",
    ),
}  # fmt: skip
