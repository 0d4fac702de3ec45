"""A caregiver who is implicated in harm to the child is left out; decided by those in charge, for a reason."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Level
from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.access import ensure_reach
from cases.ages import is_child
from cases.enums import ConsentGiver
from cases.implicated import is_left_out
from cases.models import Case, Consent, FamilyMember, Implication, Kinship, Person
from cases.signals import caregiver_left_out
from cases.timeline import timeline_add

from .consents import consent_withdraw


def candidates(case: Case) -> list[Person]:
    """Who of the child's family and kin, in sight, could be left out: not she herself."""
    household = FamilyMember.objects.filter(family=case.family_id, left_on=None).values("person_id")
    kin = Kinship.objects.filter(relative=case.person_id).values("person_id")
    known = Person.objects.filter(Q(pk__in=household) | Q(pk__in=kin)).exclude(pk=case.person_id)
    return list(known.order_by("birth_earliest", "pk"))


@transaction.atomic
def implication_record(case: Case, *, person: Person, reason: str, by: Profile) -> Implication:
    """Leave somebody out of what is decided for the child. She is no caregiver of the family any more, and what she
    consented to for the child ends, with all that was released under it. Raises Invalid, Conflict, NotAllowed."""
    ensure_reach(by, case, Level.CHARGE)
    fields = {}
    if not is_child(case.person):
        fields["case"] = _("Only for a child.")
    if person not in candidates(case):
        fields["person"] = _("Choose somebody of the child's family.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if fields:
        raise Invalid(fields=fields)
    if Implication.objects.filter(case=case, person=person, ended_at=None).exists():
        raise Conflict(_("She is left out already."))
    cares = FamilyMember.objects.filter(person=person, family=case.family_id, left_on=None, is_caregiver=True)
    found = Implication.objects.create(
        case=case, person=person, reason=reason.strip(), was_caregiver=cares.exists(), created_by=by
    )
    _set_caregiver(found, False)
    timeline_add(case=case, kind="implicated", by=by, object_id=found.pk)
    for consent in Consent.objects.filter(case=case, withdrawn_at=None).select_related("agency"):
        by_another = consent.given_by in (ConsentGiver.CAREGIVER, ConsentGiver.GUARDIAN)
        if by_another and consent.decision == "given" and is_left_out(case, consent.giver_name):
            # Its words are for everybody who carries the case: no reason stands there.
            consent_withdraw(consent, reason=_("It has to be decided anew."), by=by)
    caregiver_left_out.send(Implication, case_id=case.pk, name=person.full_name, by=by)
    return found


@transaction.atomic
def implication_end(found: Implication, *, reason: str, by: Profile) -> Implication:
    """She is no longer left out; where she was a caregiver, she is one again. Raises Invalid, Conflict, NotAllowed."""
    ensure_reach(by, found.case, Level.CHARGE)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    if found.ended_at is not None:
        raise Conflict(_("This has ended already."))
    found.ended_at, found.ended_by, found.end_reason = timezone.now(), by, reason.strip()
    found.save(update_fields=["ended_at", "ended_by", "end_reason", "updated_at"])
    others = Implication.objects.filter(person=found.person_id, case__family=found.case.family_id, ended_at=None)
    if found.was_caregiver and not others.exists():
        _set_caregiver(found, True)
    timeline_add(case=found.case_id, kind="implicated_ended", by=by, object_id=found.pk)
    return found


def _set_caregiver(found: Implication, cares: bool) -> None:
    for member in FamilyMember.objects.filter(person=found.person_id, family=found.case.family_id, left_on=None):
        if member.is_caregiver is not cares:
            member.is_caregiver = cares
            member.save(update_fields=["is_caregiver", "updated_at"])
