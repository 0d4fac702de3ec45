"""Consent recorded, withdrawn, overridden. The rules of age are those of shared practice: an adult decides for
herself; for a child the caregiver, and her own word is sought from 6 to 11 and weighs from 12.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.enums import Level, Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Agency, Profile
from accounts.policy import refuse_elsewhere, refuse_own
from cases.access import ensure_reach
from cases.ages import birth_of, is_child
from cases.dates import age_range
from cases.enums import (
    Assent,
    ConsentDecision,
    ConsentGiver,
    ConsentLapse,
    ConsentManner,
    DataKind,
    DocumentKind,
    SharingPurpose,
)
from cases.implicated import left_out_problems
from cases.models import Case, Consent, Document, FamilyMember, Person
from cases.timeline import timeline_add

from .documents import Paper, document_add

ASSENT_SOUGHT = 6
ASSENT_WEIGHTY = 12
#: A consent is asked again after a year at the latest.
LONGEST = timedelta(days=366)


def age_bounds(person: Person, on: date) -> tuple[int, int] | None:
    """The youngest and the oldest age that the birth dates allow on a day; None where nothing is known."""
    born = birth_of(person)
    return None if born is None else age_range(born, on)


def assent_needed(person: Person, on: date) -> str:
    """"" (adult, or under 6), "sought" (6 to 11) or "weighty" (12 to 17). A doubt goes to the older age, so that
    a child is rather asked than not; an unknown age is asked and weighed."""
    if not is_child(person, on):
        return ""
    bounds = age_bounds(person, on)
    oldest = ASSENT_WEIGHTY if bounds is None else bounds[1]
    return "weighty" if oldest >= ASSENT_WEIGHTY else "sought" if oldest >= ASSENT_SOUGHT else ""


@transaction.atomic
def consent_record(
    case: Case,
    *,
    agency: Agency,
    purpose: str,
    kinds: list[str],
    decision: str,
    by: Profile,
    given_on: date,
    until: date | None = None,
    given_by: str = "",
    giver_name: str = "",
    assent: str = "",
    assent_note: str = "",
    manner: str = "",
    witness: str = "",
    language: str = "",
    interpreter: str = "",
    override_reason: str = "",
    document: Document | None = None,
    paper: Paper | None = None,
) -> Consent:
    """Record what was decided. A refusal also withdraws what was agreed for this agency and purpose before; whatever
    else was decided replaces it: what the earlier one alone covered ends.

    ``kinds`` are codes of DataKind; ``until`` is at most a year after ``given_on``; the signed paper is a ``document``
    of the case, or a ``paper`` that becomes one. Raises Invalid, also for
    a giver, witness or interpreter who is left out (cases/implicated.py); NotAllowed for who is not in charge of the
    case.
    """
    ensure_reach(by, case, Level.CHARGE)
    until = given_on if until is None and decision == ConsentDecision.REFUSED else until
    values: dict[str, Any] = {
        "purpose": purpose, "kinds": sorted(set(kinds)), "decision": decision, "given_on": given_on, "until": until,
        "given_by": given_by, "giver_name": giver_name.strip(), "assent": assent, "assent_note": assent_note.strip(),
        "manner": manner, "witness": witness.strip(), "language": language, "interpreter": interpreter.strip(),
        "override_reason": override_reason.strip(),
    }  # fmt: skip
    problems = _problems(case.person, values)
    problems.update(paper_problems(case, document))
    problems.update(left_out_problems(case, values))
    if problems:
        raise Invalid(fields=problems)
    values["document"] = document or signed_paper(case, paper, on=given_on, by=by)
    weighty = assent_needed(case.person, given_on) == "weighty"
    blocks = decision == ConsentDecision.GIVEN and weighty and assent != Assent.GIVEN
    consent = Consent.objects.create(case=case, agency=agency, created_by=by, assent_blocks=blocks, **values)
    details = {"agency": agency.name, "consent_decision": decision}
    timeline_add(case=case, kind="consent_recorded", by=by, object_id=consent.pk, details=details)
    earlier = Consent.objects.filter(case=case, agency=agency, purpose=purpose, withdrawn_at=None)
    for other in earlier.exclude(pk=consent.pk).exclude(decision=ConsentDecision.REFUSED):
        if decision == ConsentDecision.REFUSED:
            consent_withdraw(other, reason=_("Refused later."), by=by)
        # An override waits for a supervisor, who may say no: until then, and beside it, the word of the person stands.
        elif decision == ConsentDecision.GIVEN:
            _supersede(other, consent)
    return consent


def _supersede(old: Consent, new: Consent) -> None:
    old.withdrawn_at, old.lapsed, old.superseded_by = timezone.now(), ConsentLapse.SUPERSEDED, new
    old.save(update_fields=["withdrawn_at", "lapsed", "superseded_by", "updated_at"])


def paper_problems(case: Case, document: Document | None) -> dict[str, Any]:
    """A signed paper is one of the case."""
    if document is None or (document.case_id == case.pk and not document.is_refused):
        return {}
    return {"document": _("Choose a document of this case.")}


def signed_paper(case: Case, paper: Paper | None, *, on: date, by: Profile) -> Document | None:
    """The scan of what was signed, kept as a document of the case. Raises Invalid at the field ``paper``."""
    if paper is None:
        return None
    try:
        return document_add(
            case, content=paper.content, file_name=paper.name, by=by, kind=DocumentKind.CONSENT, issued_on=on
        )
    except Invalid as error:
        raise Invalid(fields={"paper": error.fields["file"]}) from None


def _problems(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if values["purpose"] not in SharingPurpose.values:
        found["purpose"] = _("Choose a purpose.")
    if not values["kinds"] or set(values["kinds"]) - set(DataKind.values):
        found["kinds"] = _("Choose the kinds of data.")
    if values["decision"] not in ConsentDecision.values:
        found["decision"] = _("Choose what was decided.")
    found.update(_term_problems(values["given_on"], values["until"]))
    if found:
        return found
    if values["decision"] == ConsentDecision.OVERRIDE:
        if not is_child(person, values["given_on"]):
            found["decision"] = _("Only for a child can her best interests replace consent.")
        if not values["override_reason"]:
            found["override_reason"] = _("Say why this is in the child's best interests.")
        return found
    return giver_problems(person, values, on=values["given_on"])


def _term_problems(given_on: date, until: date | None) -> dict[str, Any]:
    if given_on > clock.today():
        return {"given_on": _("This day lies in the future.")}
    if until is None or until < given_on:
        return {"until": _("Give the last day, not before the first.")}
    if until - given_on > LONGEST:
        return {"until": _("A consent holds for a year at most; ask again then.")}
    return {}


def giver_problems(person: Person, values: dict[str, Any], *, on: date) -> dict[str, Any]:
    """What is wrong with who decided, and how, on a day; "given_by" where somebody else has to decide."""
    found: dict[str, Any] = {}
    child = is_child(person, on)
    giver, manner = values["given_by"], values["manner"]
    if giver not in ConsentGiver.values:
        found["given_by"] = _("Choose who decided.")
    elif age_bounds(person, on) is not None and child == (giver == ConsentGiver.SELF):
        found["given_by"] = (
            _("A child's caregiver or guardian decides.") if child else _("An adult decides for herself.")
        )
    elif giver != ConsentGiver.SELF and not values["giver_name"]:
        found["giver_name"] = _("Give the name.")
    if manner not in ConsentManner.values:
        found["manner"] = _("Choose how it was given.")
    if manner == ConsentManner.TELEPHONE and not values["witness"]:
        found["witness"] = _("By telephone there must be a witness.")
    if not values["language"]:
        found["language"] = _("Choose the language.")
    if values["decision"] == ConsentDecision.GIVEN and giver != ConsentGiver.SELF:
        found.update(_assent_problems(person, values, on))
    return found


def _assent_problems(person: Person, values: dict[str, Any], on: date) -> dict[str, Any]:
    if not assent_needed(person, on):
        return {}
    if values["assent"] not in Assent.values:
        return {"assent": _("From 6 years on the child is asked. Choose what she said.")}
    if values["assent"] != Assent.GIVEN and not values["assent_note"]:
        return {"assent_note": _("Say what the child said, or why she could not be asked.")}
    return {}


@transaction.atomic
def consent_withdraw(consent: Consent, *, reason: str, by: Profile) -> Consent:
    """End a consent now. A trigger of the database ends in the same moment all that was released under it.

    Raises Conflict where it was withdrawn before or was a refusal.
    """
    if consent.withdrawn_at is not None:
        raise Conflict(_("This consent was withdrawn before."))
    if consent.decision == ConsentDecision.REFUSED:
        raise Conflict(_("A refusal cannot be withdrawn; record a new decision."))
    consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_reason = timezone.now(), by, reason.strip()
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "updated_at"])
    timeline_add(
        case=consent.case_id, kind="consent_withdrawn", by=by, object_id=consent.pk,
        details={"agency": consent.agency.name},
    )  # fmt: skip
    return consent


@transaction.atomic
def consent_override_approve(consent: Consent, *, by: Profile) -> Consent:
    """A supervisor agrees to share without consent. Raises NotAllowed for the one who asked, Conflict else."""
    if by.role != Role.SUPERVISOR:
        raise NotAllowed(_("A supervisor who did not ask for it decides."))
    refuse_own(by, consent.created_by_id)
    refuse_elsewhere(by, consent.case.region_id)
    # The row as it stands, locked: it may have been agreed to or withdrawn meanwhile.
    consent = Consent.objects.select_for_update(of=("self",)).select_related("agency").get(pk=consent.pk)
    if consent.state != "waiting":
        raise Conflict(_("There is nothing to agree to."))
    consent.override_by, consent.override_at = by, timezone.now()
    consent.save(update_fields=["override_by", "override_at", "updated_at"])
    timeline_add(
        case=consent.case_id, kind="consent_overridden", by=by, object_id=consent.pk,
        details={"agency": consent.agency.name},
    )  # fmt: skip
    return consent


def lapse_due(consent: Consent, on: date) -> ConsentLapse | None:
    """Why what others decided for a child no longer holds; None where it does. At 18 she decides herself, and who
    cares for her since then did not agree: somebody who joined the child's family, or into whose family the child came.
    One query at most."""
    child = consent.case.person
    if consent.given_by == ConsentGiver.SELF or not is_child(child, consent.given_on):
        return None
    if not is_child(child, on):
        return ConsentLapse.MAJORITY
    if consent.given_by not in (ConsentGiver.CAREGIVER, ConsentGiver.GUARDIAN):
        return None
    caring, places = FamilyMember.objects.filter(is_caregiver=True).exclude(person=child), child.memberships
    then = {"created_at__lte": consent.created_at}
    known = caring.filter(family__members__in=places.filter(**then), **then).values("person")
    now = caring.filter(left_on=None, family__members__in=places.filter(left_on=None))
    return ConsentLapse.GUARDIAN if now.exclude(person__in=known).exists() else None


@transaction.atomic
def consent_lapse(consent: Consent, *, why: ConsentLapse) -> Consent:
    """End a consent that nobody withdrew. A trigger ends in the same moment what was released under it.

    Acts as the system. Raises Conflict where it has ended.
    """
    # The row as it stands, locked: it may have been withdrawn meanwhile.
    consent = Consent.objects.select_for_update(of=("self",)).select_related("agency").get(pk=consent.pk)
    if consent.withdrawn_at is not None:
        raise Conflict(_("This consent was withdrawn before."))
    consent.withdrawn_at, consent.lapsed = timezone.now(), why
    consent.save(update_fields=["withdrawn_at", "lapsed", "updated_at"])
    timeline_add(
        case=consent.case_id, kind="consent_lapsed", by=None, object_id=consent.pk,
        details={"agency": consent.agency.name, "consent_lapse": why.value},
    )  # fmt: skip
    return consent
