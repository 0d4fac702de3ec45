"""By hand: a walk-in, a newborn, a relative. Each makes a person, her place in a family, her kin and her case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.errors import Invalid, NotAllowed, NotFound
from accounts.models import Office, Profile
from cases.enums import Precision, Relation, Sex
from cases.models import Case, Family, Kinship, Person
from cases.services.cases import case_assign, case_open, case_walk_in
from cases.services.definers import call
from cases.services.families import family_create, family_join, kin_link
from cases.services.persons import identifier_add, person_create
from cases.timeline import timeline_add

#: What a child of somebody is to the head of the family, by what the parent is to the head.
_CHILD_OF = {
    Relation.HEAD: Relation.CHILD,
    Relation.MOTHER: Relation.CHILD,
    Relation.FATHER: Relation.CHILD,
    Relation.WIFE: Relation.CHILD,
    Relation.HUSBAND: Relation.CHILD,
    Relation.DAUGHTER: Relation.GRANDCHILD,
    Relation.SON: Relation.GRANDCHILD,
    Relation.SISTER: Relation.NIECE_NEPHEW,
    Relation.BROTHER: Relation.NIECE_NEPHEW,
}
#: The family's list speaks from the children where its head is a mother or father: what a relative of such a parent
#: is in it. A relative of a child keeps her relation, save that the child's siblings are children of the house too.
_BESIDE_PARENT = {
    Relation.MOTHER: Relation.GRANDMOTHER,
    Relation.FATHER: Relation.GRANDFATHER,
    Relation.SISTER: Relation.AUNT,
    Relation.BROTHER: Relation.UNCLE,
    Relation.HUSBAND: Relation.FATHER,
    Relation.WIFE: Relation.MOTHER,
    Relation.DAUGHTER: Relation.DAUGHTER,
    Relation.SON: Relation.SON,
    Relation.CHILD: Relation.CHILD,
}
_BESIDE_CHILD = {Relation.SISTER: Relation.DAUGHTER, Relation.BROTHER: Relation.SON, Relation.SIBLING: Relation.CHILD}
_CHILDREN = (Relation.DAUGHTER, Relation.SON, Relation.CHILD)
_BY_SEX = {
    Relation.CHILD: {Sex.FEMALE: Relation.DAUGHTER, Sex.MALE: Relation.SON},
    Relation.SIBLING: {Sex.FEMALE: Relation.SISTER, Sex.MALE: Relation.BROTHER},
}


def by_sex(relation: str, sex: str) -> str:
    """Daughter or son for a child, sister or brother for a sibling; other relations as they are."""
    return _BY_SEX.get(Relation(relation), {}).get(Sex(sex), relation)


@dataclass(frozen=True)
class Paper:
    """A number that somebody shows when she is registered."""

    kind: str
    value: str
    country: str = ""


@transaction.atomic
def walk_in_open(
    *,
    values: Mapping[str, Any],
    by: Profile,
    office: Office | None = None,
    worker: Profile | None = None,
    arrived_on: date | None = None,
    unaccompanied: bool = False,
    paper: Paper | None = None,
) -> Case:
    """Register somebody who came without a manifest: person, a family of her own, a case.

    ``values`` are fields of the person (cases/services/persons.py, FIELDS). A social worker's walk-in is her own case
    in her own office; a supervisor chooses both. Raises Invalid.
    """
    family = family_create(by=by)
    case = case_walk_in(
        person=values, office=office, family=family, relation=Relation.HEAD, arrived_on=arrived_on,
        unaccompanied=unaccompanied, by=by,
    )  # fmt: skip
    if paper is not None and paper.value.strip():
        identifier_add(case.person, kind=paper.kind, value=paper.value, country=paper.country, by=by)
    if worker is not None and by.role == Role.SUPERVISOR:
        case_assign(case, worker=worker, by=by)
    return case


@transaction.atomic
def newborn_register(
    family: Family,
    *,
    mother: Person,
    sex: str,
    born_on: date,
    by: Profile,
    given_name: str = "",
    surname: str = "",
    patronymic: str = "",
    birth_place: str = "",
) -> Case:
    """Register a child born to a member of a family: person, kin both ways to the mother and her children, a place
    in the family, and a case with the mother's worker and office. A child not yet named is "name unknown".

    Raises Invalid, and NotAllowed where a colleague carries the mother's case.
    """
    if born_on > timezone.localdate():
        raise Invalid(fields={"born_on": _("The day of birth lies in the future.")})
    beside = _case_beside(family, mother, by)
    child = person_create(
        by=by, given_name=given_name, surname=surname or mother.surname, patronymic=patronymic, sex=sex,
        name_unknown=not given_name.strip(), birth_earliest=born_on, birth_latest=born_on,
        birth_precision=Precision.DAY, birth_place=birth_place, citizenship=mother.citizenship,
        languages=list(mother.languages),
    )  # fmt: skip
    siblings = [
        link.relative
        for link in Kinship.objects.filter(person=mother, relation=Relation.MOTHER).select_related("relative")
    ]
    kin_link(mother, relative=child, relation=Relation.MOTHER, by=by)
    for sibling in siblings:
        kin_link(child, relative=sibling, relation=by_sex(Relation.SIBLING, sex), by=by)
    place = _CHILD_OF.get(_relation_of(family, mother), Relation.OTHER)
    case = _into_family(family, child, by_sex(place, sex), beside, by)
    timeline_add(case=beside, kind="newborn", by=by, object_id=case.pk, details={"number": case.number})
    return case


@transaction.atomic
def relative_add(
    family: Family,
    *,
    values: Mapping[str, Any],
    relative: Person,
    relation: str,
    by: Profile,
    is_caregiver: bool = False,
    reason: str = "",
) -> Case:
    """Add a new person who is the ``relation`` of a member, with a case beside the member's.

    Raises Invalid, and NotAllowed where a colleague carries the member's case.
    """
    beside = _case_beside(family, relative, by)
    person = person_create(by=by, **values)
    kin_link(person, relative=relative, relation=relation, by=by)
    place = _place_beside(_relation_of(family, relative), Relation(relation))
    return _into_family(family, person, place, beside, by, is_caregiver=is_caregiver, reason=reason)


def _place_beside(member: Relation, relation: Relation) -> Relation:
    """What the ``relation`` of a member is to the head of the family."""
    if member == Relation.HEAD:
        return relation
    if member in (Relation.MOTHER, Relation.FATHER):
        return _BESIDE_PARENT.get(relation, Relation.OTHER)
    return _BESIDE_CHILD.get(relation, relation) if member in _CHILDREN else Relation.OTHER


def _case_beside(family: Family, person: Person, by: Profile) -> Case:
    """The open case of the member whom the new one stands beside."""
    case = (
        Case.objects.visible_to(by).open().filter(family=family, person=person)
        .select_related("office__region", "region", "worker", "person").first()
    )  # fmt: skip
    if case is None:
        raise NotFound
    if by.role == Role.SOCIAL_WORKER and case.worker_id != by.pk:
        raise NotAllowed(_("A colleague carries this case. Ask her, or the supervisor, to register the person."))
    if case.restricted and case.worker_id != by.pk:
        # The new case is as restricted as this one, and whoever opened it would not see it.
        raise NotAllowed(_("A colleague carries this case. Ask her, or the supervisor, to register the person."))
    return case


def _relation_of(family: Family, person: Person) -> Relation:
    found = family.members.filter(person=person, left_on=None).values_list("relation", flat=True).first()
    if found is None:
        raise Invalid(fields={"mother": _("Choose a member of this family.")})
    return Relation(found)


def _into_family(
    family: Family, person: Person, relation: str, beside: Case, by: Profile,
    *, is_caregiver: bool = False, reason: str = "",
) -> Case:  # fmt: skip
    family_join(family, person=person, relation=relation, by=by, is_caregiver=is_caregiver, reason=reason)
    case = case_open(
        person=person, office=beside.office, family=family, worker=beside.worker, restricted=beside.restricted, by=by
    )
    if case.restricted:
        call("cases_restrict_beside", case.pk, beside.pk)
    return case
