"""Operations, phases, arrivals; what happens at landing: roll-call and triage of a whole arrival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import OfficeKind, Role
from accounts.errors import Conflict, Invalid
from accounts.models import Office, Profile
from cases.ages import is_child
from cases.enums import ArrivalKind, Presence, Relation, Risk
from cases.models import Arrival, Case, Operation, Phase, RiskAssessment, TimelineEntry
from cases.services.cases import case_open
from cases.services.definers import call
from cases.services.families import family_create, family_join
from cases.services.persons import person_create
from cases.signals import cases_changed, child_absent
from cases.timeline import KINDS, timeline_add

_Row = TypeVar("_Row", Operation, Arrival)
OPERATION_FIELDS = ("name", "country", "official_figures", "note")
ARRIVAL_FIELDS = ("phase", "kind", "date", "departed_from", "place", "reception_centre")


@transaction.atomic
def operation_create(*, by: Profile | None, **values: Any) -> Operation:
    """Make an operation and its first phase. Raises Invalid for a name that exists."""
    operation = _saved(Operation(created_by=by, **_known(values, OPERATION_FIELDS)), "name")
    Phase.objects.create(operation=operation, created_by=by)
    return operation


@transaction.atomic
def operation_update(operation: Operation, *, by: Profile, **values: Any) -> Operation:
    """Change an operation. Raises Invalid for a name that exists."""
    for key, value in _known(values, OPERATION_FIELDS).items():
        setattr(operation, key, value)
    return _saved(operation, "name")


@transaction.atomic
def phase_create(*, operation: Operation, by: Profile | None, name: str = "") -> Phase:
    """The next phase of an operation."""
    last = operation.phases.order_by("-number").values_list("number", flat=True).first() or 0
    return Phase.objects.create(operation=operation, number=last + 1, name=name, created_by=by)


@transaction.atomic
def arrival_create(*, by: Profile | None, **values: Any) -> Arrival:
    """Announce a flight or a land crossing. Raises Invalid: a supervisor receives in her own region."""
    arrival = Arrival(created_by=by, **_known(values, ARRIVAL_FIELDS))
    _check_centre(arrival, by)
    return _saved(arrival, "date")


@transaction.atomic
def arrival_update(arrival: Arrival, *, by: Profile, **values: Any) -> Arrival:
    """Change an arrival. The reception centre stays once its manifest has been accepted. Raises Invalid."""
    known = _known(values, ARRIVAL_FIELDS)
    moved = "reception_centre" in known and known["reception_centre"].pk != arrival.reception_centre_id
    if moved and arrival.manifests.exists():
        raise Invalid(fields={"reception_centre": _("The manifest has been received there already.")})
    for key, value in known.items():
        setattr(arrival, key, value)
    _check_centre(arrival, by)
    return _saved(arrival, "date")


def _known(values: Mapping[str, Any], fields: Sequence[str]) -> Mapping[str, Any]:
    unknown = set(values) - set(fields)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    return values


def _check_centre(arrival: Arrival, by: Profile | None) -> None:
    centre = arrival.reception_centre
    if by is not None and by.role == Role.SUPERVISOR and centre.region_id != by.region_id:
        raise Invalid(fields={"reception_centre": _("This reception centre belongs to another region.")})


def _saved(row: _Row, field: str) -> _Row:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(fields={field: _("This exists already.")}) from None
    return row


def centre_default() -> Office | None:
    """The first reception centre."""
    return Office.objects.filter(kind=OfficeKind.CENTRE, is_active=True).order_by("pk").first()


@transaction.atomic
def arrival_find(*, operation: str, on: date, by: Profile | None, centre: Office | None = None) -> Arrival:
    """The arrival of that operation and day, made with its operation and phase where it is missing.

    Raises Invalid where a reception centre is needed and there is none.
    """
    found = Arrival.objects.filter(phase__operation__name=operation, date=on).order_by("pk").first()
    if found is not None:
        return found
    centre = centre or centre_default()
    if centre is None:
        raise Invalid(fields={"reception_centre": _("There is no reception centre: make an office of that kind.")})
    known = Operation.objects.filter(name=operation).first() or operation_create(name=operation, by=by)
    phase = known.phases.order_by("number").last() or phase_create(operation=known, by=by)
    return arrival_create(phase=phase, date=on, reception_centre=centre, kind=ArrivalKind.FLIGHT, by=by)


@dataclass(frozen=True)
class Counts:
    """People of an arrival by the step that they have reached, those handed to other regions among them."""

    people: int = 0
    children: int = 0
    families: int = 0
    present: int = 0
    absent: int = 0
    not_listed: int = 0
    triaged: int = 0
    high: int = 0
    placed: int = 0
    assigned: int = 0


def arrival_counts(arrivals: Sequence[int]) -> dict[int, Counts]:
    """The counts of arrivals that the acting user receives; of others none are told."""
    found = {row[0]: Counts(*row[1:]) for row in call("cases_arrival_counts", list(arrivals))}
    return {key: found.get(key, Counts()) for key in arrivals}


# --- Landing -----------------------------------------------------------------------------------------------


@transaction.atomic
def arrival_land(arrival: Arrival, *, by: Profile) -> Arrival:
    """The flight is here. Idempotent."""
    if arrival.landed_at is None:
        arrival.landed_at = timezone.now()
        arrival.save(update_fields=["landed_at", "updated_at"])
    return arrival


@transaction.atomic
def roll_call(arrival: Arrival, *, marks: Mapping[int, str], by: Profile) -> list[int]:
    """Mark people (case key → present or absent); an absent child alerts at once. The first mark says that the
    flight has landed. Returns the cases whose mark changed. Raises Invalid."""
    cases = _cases_of(arrival, marks, by)
    if any(mark not in (Presence.PRESENT, Presence.ABSENT) for mark in marks.values()):
        raise Invalid(fields={"presence": _("Choose present or absent.")})
    changed = [case for case in cases if case.arrival_presence != marks[case.pk]]
    missing: list[int] = []
    for case in changed:
        mark = marks[case.pk]
        case.arrival_presence = mark
        case.save(update_fields=["arrival_presence", "updated_at"])
        timeline_add(case=case, kind="roll_call", by=by, details={"presence": mark})
        if mark == Presence.ABSENT and is_child(case.person, arrival.date):
            timeline_add(case=case, kind="child_absent", by=by)
            missing.append(case.pk)
    arrival_land(arrival, by=by)
    if changed:
        cases_changed.send(Case, case_ids=[case.pk for case in changed])
    if missing:
        child_absent.send(Case, case_ids=missing, arrival_id=arrival.pk, by=by)
    return [case.pk for case in changed]


@transaction.atomic
def not_listed_add(arrival: Arrival, *, values: Mapping[str, Any], by: Profile, unaccompanied: bool = False) -> Case:
    """Somebody stands there who is not on the list: a person, a family of her own, a case, marked so.

    Who belongs to whom is put right on the family page. Raises Invalid.
    """
    person = person_create(by=by, **values)
    family = family_create(by=by)
    family_join(family, person=person, relation=Relation.HEAD, by=by)
    case = case_open(
        person=person, office=arrival.reception_centre, family=family, arrival=arrival, arrived_on=arrival.date,
        unaccompanied=unaccompanied, by=by,
    )  # fmt: skip
    case.arrival_presence = Presence.NOT_LISTED
    case.save(update_fields=["arrival_presence", "updated_at"])
    timeline_add(case=case, kind="roll_call", by=by, details={"presence": Presence.NOT_LISTED})
    arrival_land(arrival, by=by)
    return case


@transaction.atomic
def triage(arrival: Arrival, *, levels: Mapping[int, str], by: Profile, reason: str = "") -> list[int]:
    """Set the risk of people of an arrival (case key → level), in a few statements for all of them.

    Returns the cases whose level changed. Raises Invalid.
    """
    if any(level not in (Risk.LOW, Risk.MEDIUM, Risk.HIGH) for level in levels.values()):
        raise Invalid(fields={"level": _("Choose low, medium or high.")})
    changed = [case for case in _cases_of(arrival, levels, by) if case.risk != levels[case.pk]]
    why = reason.strip() or _("Triage at arrival")
    made = RiskAssessment.objects.bulk_create(
        [RiskAssessment(case=case, level=levels[case.pk], reason=why, by=by, created_by=by) for case in changed]
    )
    for level in set(levels.values()):
        ids = [case.pk for case in changed if levels[case.pk] == level]
        Case.objects.filter(pk__in=ids).update(risk=level, updated_at=timezone.now())
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        [
            TimelineEntry(
                case_id=one.case_id, kind="risk_set", audience=KINDS["risk_set"].audience, author=by, at=now,
                object_id=one.pk, details={"level": one.level},
            )
            for one in made
        ]
    )  # fmt: skip
    if changed:
        cases_changed.send(Case, case_ids=[case.pk for case in changed])
    return [case.pk for case in changed]


def _cases_of(arrival: Arrival, wanted: Mapping[int, str], by: Profile) -> list[Case]:
    found = list(
        Case.objects.visible_to(by).open().filter(arrival=arrival, pk__in=wanted).select_related("person")
        .order_by("pk")
    )  # fmt: skip
    if len(found) < len(wanted):
        raise Conflict(_("Somebody of this list is no longer here. Load the page again."), code="changed")
    return found
