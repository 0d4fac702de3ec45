"""Restricted cases: a reason, named people, and a supervisor among them who decides. Hidden from everybody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound
from accounts.models import Profile
from cases.enums import GrantPurpose
from cases.models import Case, CaseGrant, Restriction
from cases.services.definers import call
from cases.signals import cases_changed
from cases.timeline import timeline_add


@dataclass
class Named:
    """Who may open a restricted case, and who of them decides on it."""

    people: list[Profile] = field(default_factory=list)
    deciding: list[Profile] = field(default_factory=list)


def restriction_for(profile: Profile, pk: int) -> Restriction:
    """A restriction in force that she may know of. Raises NotFound."""
    found: Restriction | None = Restriction.objects.visible_to(profile).in_force().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def named_on(restrictions: Iterable[Restriction]) -> Mapping[int, Named]:
    """By the restriction's key. Empty for who neither decides on it nor is the officer. Two queries."""
    rows = call("cases_restriction_people", [one.pk for one in restrictions])
    people = Profile.objects.in_bulk({user for _key, user, _decides in rows})
    out: dict[int, Named] = {}
    for key, user, decides in sorted(rows, key=lambda row: people[row[1]].name):
        named = out.setdefault(key, Named())
        named.people.append(people[user])
        if decides:
            named.deciding.append(people[user])
    return out


@transaction.atomic
def restriction_make(case: Case, *, reason: str, people: Collection[Profile], by: Profile) -> int:
    """Restrict every case of the person to her worker and to ``people``, a supervisor of the region among them; all
    other access ends. Returns the restriction's key, for ``by`` herself may no longer see it.

    Raises Invalid, Conflict where it is restricted already, NotFound for another region's.
    """
    fields = {}
    if len(reason.strip()) < 3:
        fields["reason"] = _("Say why.")
    if not any(one.role == Role.SUPERVISOR for one in people):
        fields["people"] = _("Name a supervisor of the region who will decide on this case.")
    if fields:
        raise Invalid(fields=fields)
    cases_changed.send(Case, case_ids=[case.pk])
    ((key,),) = call("cases_restrict", case.pk, reason.strip(), sorted({one.pk for one in people}))
    return int(key)


@transaction.atomic
def restriction_name(restriction: Restriction, *, people: Collection[Profile], reason: str, by: Profile) -> None:
    """Name more people: by one who decides on the case, or by the officer. Raises Invalid, Conflict, NotFound."""
    fields = {}
    if len(reason.strip()) < 3:
        fields["reason"] = _("Say why.")
    if not people:
        fields["people"] = _("Choose somebody.")
    if fields:
        raise Invalid(fields=fields)
    call("cases_restriction_name", restriction.pk, sorted({one.pk for one in people}), reason.strip())


def restriction_keeps_deciding(grant: CaseGrant) -> None:
    """Raise Conflict where, without this grant, nobody could decide on a restricted case."""
    restriction = Restriction.objects.in_force().filter(case=grant.content_object_id).first()
    if restriction is None:
        return
    deciding = {one.pk for one in named_on([restriction]).get(restriction.pk, Named()).deciding}
    others = CaseGrant.objects.running().filter(content_object=grant.content_object_id, user_id=grant.user_id)
    if deciding == {grant.user_id} and not others.exclude(pk=grant.pk).exists():
        raise Conflict(_("Name another supervisor first: nobody else could decide on this case."), code="last")


@transaction.atomic
def restriction_lift(restriction: Restriction, *, reason: str, by: Profile) -> Restriction:
    """Show the case to the region again; those who were named lose their access by name.

    Raises Invalid, NotAllowed, Conflict.
    """
    case = Case.objects.visible_to(by).filter(pk=restriction.case_id).first()
    if case is None or by.role != Role.SUPERVISOR or case.region_id != by.region_id:
        raise NotAllowed(_("A supervisor who is named on this case lifts it."))
    if len(reason.strip()) < 3:
        raise Invalid(fields={"reason": _("Say why.")})
    now = timezone.now()
    if not Restriction.objects.filter(pk=restriction.pk, lifted_at=None).update(
        lifted_at=now, lifted_by=by, lifted_reason=reason.strip()
    ):
        raise Conflict(_("This restriction was lifted already."), code="lifted")
    cases = list(Case.objects.filter(person=case.person_id, restricted=True).values_list("pk", flat=True))
    Case.objects.filter(pk__in=cases).update(restricted=False, updated_at=now)
    named: Any = CaseGrant.objects.running().filter(content_object__in=cases, purpose=GrantPurpose.NAMED)
    named.filter(content_object__region=by.region_id).update(ended_at=now)
    timeline_add(case=case, kind="restriction_lifted", by=by)
    cases_changed.send(Case, case_ids=[case.pk])
    restriction.refresh_from_db()
    return restriction
