"""Families and kin: made, joined, left, split; links always both ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.enums import INVERSE, Relation, Sex
from cases.models import Case, Family, FamilyMember, Kinship, Person
from cases.numbers import number_new
from cases.timeline import timeline_add

_PARENT = {Sex.FEMALE: Relation.MOTHER, Sex.MALE: Relation.FATHER}
_CHILD = {Sex.FEMALE: Relation.DAUGHTER, Sex.MALE: Relation.SON}
_SIBLING = {Sex.FEMALE: Relation.SISTER, Sex.MALE: Relation.BROTHER}


@transaction.atomic
def family_create(*, by: Profile | None) -> Family:
    """An empty family with a neutral number."""
    return Family.objects.create(number=number_new(), created_by=by)


@transaction.atomic
def family_join(
    family: Family,
    *,
    person: Person,
    relation: str,
    by: Profile | None,
    is_caregiver: bool = False,
    on: date | None = None,
) -> FamilyMember:
    """Put a person into a family. Raises Conflict where she lives in one already: she must leave it first."""
    if FamilyMember.objects.filter(person=person, left_on=None).exists():
        raise Conflict(_("This person already belongs to a family. Take her out of it first."))
    member = FamilyMember.objects.create(
        family=family, person=person, relation=relation, is_caregiver=is_caregiver, joined_on=on, created_by=by
    )
    for case in Case.objects.filter(person=person):
        case.family = family
        case.save(update_fields=["family", "updated_at"])
        timeline_add(case=case, kind="family_joined", by=by, details={"family": family.number})
    return member


@transaction.atomic
def family_leave(member: FamilyMember, *, by: Profile, on: date | None = None) -> None:
    """End a membership; kin links stay."""
    member.left_on = on or timezone.localdate()
    member.save(update_fields=["left_on", "updated_at"])
    for case in Case.objects.filter(person_id=member.person_id, family_id=member.family_id):
        case.family = None
        case.save(update_fields=["family", "updated_at"])
        timeline_add(case=case, kind="family_left", by=by, details={"family": member.family.number})


@transaction.atomic
def family_split(family: Family, *, persons: Sequence[Person], reason: str, by: Profile) -> Family:
    """Move some members into a new family. A reason is needed (siblings stay together). Raises Invalid."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the family is split.")})
    fresh = family_create(by=by)
    for person in persons:
        member = FamilyMember.objects.get(family=family, person=person, left_on=None)
        relation, caregiver = member.relation, member.is_caregiver
        family_leave(member, by=by)
        family_join(fresh, person=person, relation=relation, by=by, is_caregiver=caregiver)
    return fresh


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
