"""Families and kin: made, joined, left, split; links always both ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import set_reason
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Profile
from cases.enums import INVERSE, Relation, Sex
from cases.implicated import LEFT_OUT
from cases.models import Case, Family, FamilyMember, Implication, Kinship, Person
from cases.numbers import number_new
from cases.timeline import timeline_add

_TRIES = 5
_PARENT = {Sex.FEMALE: Relation.MOTHER, Sex.MALE: Relation.FATHER}
_CHILD = {Sex.FEMALE: Relation.DAUGHTER, Sex.MALE: Relation.SON}
_SIBLING = {Sex.FEMALE: Relation.SISTER, Sex.MALE: Relation.BROTHER}


@transaction.atomic
def family_create(*, by: Profile | None) -> Family:
    """An empty family with a neutral number. Raises Conflict where no free number is found."""
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return Family.objects.create(number=number_new(), created_by=by)
        except IntegrityError:
            continue
    raise Conflict(_("The family could not be made. Try again."))


@transaction.atomic
def family_join(
    family: Family,
    *,
    person: Person,
    relation: str,
    by: Profile | None,
    is_caregiver: bool = False,
    on: date | None = None,
    reason: str = "",
) -> FamilyMember:
    """Put a person into a family; its history keeps the reason. Raises Conflict where she lives in one already: she
    must leave it first; Invalid for a caregiver who is left out of decisions for a child of this family."""
    if reason:
        set_reason(reason)
    if FamilyMember.objects.filter(person=person, left_on=None).exists():
        raise Conflict(_("This person already belongs to a family. Take her out of it first."))
    if is_caregiver and Implication.objects.filter(person=person, case__family=family, ended_at=None).exists():
        raise Invalid(fields={"is_caregiver": LEFT_OUT})
    member = FamilyMember.objects.create(
        family=family, person=person, relation=relation, is_caregiver=is_caregiver, joined_on=on, created_by=by
    )
    for case in Case.objects.filter(person=person):
        case.family = family
        case.save(update_fields=["family", "updated_at"])
        timeline_add(case=case, kind="family_joined", by=by, details={"family": family.number})
    return member


@transaction.atomic
def family_leave(member: FamilyMember, *, by: Profile, on: date | None = None, reason: str = "") -> None:
    """End a membership; kin links stay, the history keeps the reason. Raises Conflict for one that has ended."""
    if member.left_on is not None:
        raise Conflict(_("This person has left the family already."))
    if reason:
        set_reason(reason)
    number = member.family.number  # read now: without its last visible case the family is out of sight
    member.left_on = on or timezone.localdate()
    member.save(update_fields=["left_on", "updated_at"])
    for case in Case.objects.filter(person_id=member.person_id, family_id=member.family_id):
        case.family = None
        case.save(update_fields=["family", "updated_at"])
        timeline_add(case=case, kind="family_left", by=by, details={"family": number})


@transaction.atomic
def family_split(family: Family, *, persons: Sequence[Person], reason: str, by: Profile) -> Family:
    """Move some members into a new family. A reason is needed (siblings stay together). Raises Invalid."""
    members = _members_for_move(family, persons, reason)
    if len(members) == family.members.filter(left_on=None).count():
        raise Invalid(fields={"persons": _("Somebody has to stay: a family cannot be split from itself.")})
    fresh = family_create(by=by)
    _move(members, fresh, reason=reason, by=by)
    return fresh


@transaction.atomic
def family_merge(family: Family, *, other: Family, reason: str, by: Profile) -> Family:
    """Move everybody of ``other`` into ``family``; ``other`` keeps its number and stays empty.

    Raises Invalid, and Conflict where somebody of ``other`` is followed by a colleague, so that only a supervisor may
    decide.
    """
    if family.pk == other.pk:
        raise Invalid(fields={"other": _("This is the same family.")})
    total = other.members.filter(left_on=None).count()
    persons = list(Person.objects.filter(memberships__family=other, memberships__left_on=None))
    if len(persons) < total:
        raise Conflict(_("A colleague follows somebody of that family. Ask the supervisor to join the two."))
    _move(_members_for_move(other, persons, reason), family, reason=reason, by=by)
    return family


@transaction.atomic
def family_move(
    family: Family, *, person: Person, relation: str, reason: str, by: Profile, is_caregiver: bool = False
) -> FamilyMember:
    """Bring somebody into a family; where she lives in another, she leaves it. Raises Invalid."""
    fields: dict[str, Any] = {}
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if relation not in Relation.values:
        fields["relation"] = _("Say what she is to the head of the family.")
    before = FamilyMember.objects.filter(person=person, left_on=None).select_related("family").first()
    if before is not None and before.family_id == family.pk:
        fields["person"] = _("She is in this family already.")
    if fields:
        raise Invalid(fields=fields)
    if before is not None:
        family_leave(before, by=by, reason=reason)
    return family_join(family, person=person, relation=relation, by=by, is_caregiver=is_caregiver, reason=reason)


def _members_for_move(family: Family, persons: Sequence[Person], reason: str) -> list[FamilyMember]:
    fields: dict[str, Any] = {}
    if not reason.strip():
        fields["reason"] = _("Say why.")
    members = list(family.members.filter(person__in=persons, left_on=None).select_related("person", "family"))
    if not persons or len(members) < len(set(persons)):
        fields["persons"] = _("Choose members of this family.")
    if fields:
        raise Invalid(fields=fields)
    return members


def _move(members: Sequence[FamilyMember], to: Family, *, reason: str, by: Profile) -> None:
    for member in members:
        relation, caregiver = member.relation, member.is_caregiver
        family_leave(member, by=by, reason=reason)
        family_join(to, person=member.person, relation=relation, by=by, is_caregiver=caregiver)


def member_of(family: Family, person_id: int) -> FamilyMember:
    """The current place of a person in a family. Raises NotFound."""
    member = family.members.filter(person_id=person_id, left_on=None).select_related("person", "family").first()
    if member is None:
        raise NotFound
    return member


def inverse(relation: str, *, sex_of_other: str) -> str:
    """What the other is to this one: the inverse of "mother" is "daughter" or "son"."""
    if relation in (Relation.MOTHER, Relation.FATHER):
        return _CHILD.get(Sex(sex_of_other), Relation.CHILD)
    if relation in (Relation.DAUGHTER, Relation.SON, Relation.CHILD):
        return _PARENT.get(Sex(sex_of_other), Relation.OTHER)
    if relation in (Relation.SISTER, Relation.BROTHER, Relation.SIBLING):
        return _SIBLING.get(Sex(sex_of_other), Relation.SIBLING)
    if relation == Relation.GRANDCHILD:
        return Relation.GRANDFATHER if sex_of_other == Sex.MALE else Relation.GRANDMOTHER
    if relation == Relation.NIECE_NEPHEW:
        return Relation.UNCLE if sex_of_other == Sex.MALE else Relation.AUNT
    return INVERSE.get(relation, Relation.OTHER)


@transaction.atomic
def kin_link(person: Person, *, relative: Person, relation: str, by: Profile | None) -> None:
    """Say that ``person`` is the ``relation`` of ``relative``, and the inverse. Idempotent. Raises Invalid."""
    if person.pk == relative.pk:
        raise Invalid(fields={"relative": _("Nobody is kin to herself.")})
    pairs = (
        (person, relative, relation),
        (relative, person, inverse(relation, sex_of_other=relative.sex)),
    )
    for one, other, what in pairs:
        known = {"relation": what}
        Kinship.objects.update_or_create(
            person=one, relative=other, defaults=known, create_defaults={**known, "created_by": by}
        )
