"""The life of a case: opened, assigned, its risk and status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES, Role
from accounts.errors import Conflict, Invalid
from accounts.models import Office, Profile
from accounts.policy import refuse_elsewhere
from cases.enums import TRANSITIONS, CaseStatus, Relation, Risk
from cases.models import Arrival, Case, Family, Person, RiskAssessment
from cases.numbers import number_new
from cases.services.families import family_join
from cases.services.persons import person_create
from cases.signals import cases_changed, cases_opened
from cases.timeline import timeline_add

_TRIES = 5


@transaction.atomic
def case_open(
    *,
    person: Person,
    office: Office,
    by: Profile | None,
    family: Family | None = None,
    arrival: Arrival | None = None,
    worker: Profile | None = None,
    arrived_on: date | None = None,
    unaccompanied: bool = False,
    historic: bool = False,
    restricted: bool = False,
    destination_region: str = "",
    destination_district: str = "",
    announce: bool = True,
) -> Case:
    """Open the case of a person in an office. ``announce=False`` is for bulk work that announces once.

    Raises Conflict where the person has an open case already.
    """
    if Case.objects.filter(person=person).open().exists():
        raise Conflict(_("This person has an open case already."))
    case = _insert(
        Case(
            person=person, family=family, arrival=arrival, office=office, region=office.region or office,
            worker=worker, arrived_on=arrived_on, unaccompanied=unaccompanied, historic=historic, restricted=restricted,
            created_by=by, destination_region=destination_region, destination_district=destination_district,
        )
    )  # fmt: skip
    timeline_add(case=case, kind="case_opened", by=by)
    if announce:
        cases_opened.send(Case, case_ids=[case.pk])
    return case


def _insert(case: Case) -> Case:
    for attempt in range(_TRIES):
        case.number = number_new()
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return case
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise Conflict(_("The case could not be opened. Try again.")) from None
    raise AssertionError("unreachable")


@transaction.atomic
def case_assign(case: Case, *, worker: Profile, by: Profile) -> Case:
    """Give the case to a worker of its region. The old worker no longer sees it. Raises Invalid, NotAllowed."""
    refuse_elsewhere(by, case.region_id)
    if worker.role not in CASE_ROLES or not worker.is_active:
        raise Invalid(fields={"worker": _("This person cannot carry a case.")})
    if worker.region_id != case.region_id:
        raise Invalid(fields={"worker": _("The worker belongs to another region; transfer the case first.")})
    case.worker = worker
    case.save(update_fields=["worker", "updated_at"])
    timeline_add(case=case, kind="case_assigned", by=by, details={"worker": worker.name})
    cases_changed.send(Case, case_ids=[case.pk])
    return case


@transaction.atomic
def risk_set(case: Case, *, level: str, reason: str, by: Profile) -> RiskAssessment:
    """Set the level of risk with its reason; open due dates are computed anew. Raises Invalid."""
    if level not in (Risk.LOW, Risk.MEDIUM, Risk.HIGH):
        raise Invalid(fields={"level": _("Choose low, medium or high.")})
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    assessment = RiskAssessment.objects.create(case=case, level=level, reason=reason, by=by, created_by=by)
    case.risk = level
    case.save(update_fields=["risk", "updated_at"])
    timeline_add(case=case, kind="risk_set", by=by, object_id=assessment.pk, details={"level": level})
    cases_changed.send(Case, case_ids=[case.pk])
    return assessment


@transaction.atomic
def status_set(case: Case, *, status: str, by: Profile) -> Case:
    """Move an open case one step. Closing and reopening have services of their own. Raises Conflict."""
    if status not in TRANSITIONS[case.status]:
        raise Conflict(_("The case cannot go from this status to that one."))
    case.status = CaseStatus(status)
    case.save(update_fields=["status", "updated_at"])
    timeline_add(case=case, kind="status_changed", by=by, details={"status": status})
    cases_changed.send(Case, case_ids=[case.pk])
    return case


#: What a caller may change on a case; all else has a service of its own.
FIELDS = ("arrived_on", "unaccompanied", "destination_region", "destination_district")


@transaction.atomic
def case_update(case: Case, *, by: Profile, **values: Any) -> Case:
    """Change plain facts of a case; the earlier ones stay in the history."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    for key, value in values.items():
        setattr(case, key, value)
    case.save(update_fields=[*values, "updated_at"])
    cases_changed.send(Case, case_ids=[case.pk])
    return case


def cases_announce(case_ids: Iterable[int]) -> None:
    """Announce cases that were opened with ``announce=False``, once for all."""
    cases_opened.send(Case, case_ids=list(case_ids))


@transaction.atomic
def case_walk_in(
    *,
    person: Mapping[str, Any],
    by: Profile,
    office: Office | None = None,
    family: Family | None = None,
    relation: str = "",
    arrived_on: date | None = None,
    unaccompanied: bool = False,
) -> Case:
    """Register somebody who comes by herself: the person and her case at once. A worker who registers carries the
    case. Raises Invalid."""
    office = office or by.office
    if office is None:
        raise Invalid(fields={"office": _("Say which office carries the case.")})
    if (office.region_id or office.pk) != by.region_id:
        raise Invalid(fields={"office": _("This office belongs to another region.")})
    if family is not None and relation not in Relation.values:
        raise Invalid(fields={"relation": _("Say what she is to the head of the family.")})
    someone = person_create(by=by, **person)
    case = case_open(
        person=someone, office=office, by=by, arrived_on=arrived_on, unaccompanied=unaccompanied,
        worker=by if by.role == Role.SOCIAL_WORKER else None,
    )  # fmt: skip
    if family is not None:
        family_join(family, person=someone, relation=relation, by=by)
        case.refresh_from_db()
    return case
