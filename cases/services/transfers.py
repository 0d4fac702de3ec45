"""From office to office: proposed with a handover note, carried out once the receiving supervisor accepts.

Families move together. Within her own region a supervisor places at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Level, OfficeKind, Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Office, Profile
from accounts.policy import refuse_own
from accounts.wordfold import fold_word
from cases.ages import is_child
from cases.enums import Presence, Risk, TransferState
from cases.models import Arrival, Case, Note, Transfer, TransferCase
from cases.services.definers import call
from cases.signals import cases_changed
from cases.timeline import timeline_add_many

_BATCH = 500
_RISKS = (Risk.HIGH, Risk.UNSET, Risk.MEDIUM, Risk.LOW)
#: Who may carry a case after a transfer.
WORKERS = (Role.SOCIAL_WORKER, Role.SUPERVISOR)


@dataclass(frozen=True)
class Placement:
    """One household and where it is to go. ``worker`` is a proposal, or None: the receiving supervisor chooses."""

    cases: Sequence[Case]
    office: Office
    worker: Profile | None = None
    note: str = ""


@transaction.atomic
def transfer_request(
    cases: Sequence[Case], *, office: Office, note: str, by: Profile, worker: Profile | None = None
) -> Transfer:
    """Propose to hand a household over; a supervisor's move within her region is done at once. Raises Invalid."""
    return transfers_request([Placement(cases, office, worker, note)], by=by)[0]


@transaction.atomic
def transfers_request(
    placements: Sequence[Placement], *, by: Profile, arrival: Arrival | None = None, note: str = ""
) -> list[Transfer]:
    """The same for many households at once, in a few statements. ``note`` stands where a placement has none.

    Raises Invalid, and Conflict for a case with a transfer that waits.
    """
    everything = [case for one in placements for case in one.cases]
    for one in placements:
        _check(one, one.note or note, by)
    _check_whole(everything, by)
    waiting = TransferCase.objects.filter(case__in=everything, transfer__state=TransferState.PENDING)
    if len({case.pk for case in everything}) < len(everything) or waiting.exists():
        raise Conflict(_("A transfer of this case is waiting already."), code="waiting")
    transfers = Transfer.objects.bulk_create(
        [_transfer(one, one.note or note, by, arrival) for one in placements], batch_size=_BATCH
    )
    TransferCase.objects.bulk_create(
        [
            TransferCase(transfer=transfer, case=case, number=case.number)
            for transfer, one in zip(transfers, placements, strict=True)
            for case in one.cases
        ],
        batch_size=_BATCH,
    )
    done = [pair for pair in zip(transfers, placements, strict=True) if pair[0].state == TransferState.ACCEPTED]
    asked = [pair for pair in zip(transfers, placements, strict=True) if pair[0].state == TransferState.PENDING]
    asked_rows = [(case.pk, t.pk, {"office": str(one.office)}) for t, one in asked for case in one.cases]
    timeline_add_many(asked_rows, kind="transfer_asked", by=by)
    _place(done, by)
    return transfers


def _check(one: Placement, note: str, by: Profile) -> None:
    fields: dict[str, Any] = {}
    if not one.cases:
        fields["cases"] = _("Choose whom to hand over.")
    if any(not case.is_open or case.region_id != by.region_id for case in one.cases):
        fields["cases"] = _("Only open cases of your own region can be handed over.")
    if by.role == Role.SOCIAL_WORKER and any(case.worker_id != by.pk for case in one.cases):
        fields["cases"] = _("A colleague carries somebody of this family. Ask the supervisor.")
    if one.office.kind == OfficeKind.COUNTRY or not one.office.is_active or one.office.region_id is None:
        fields["office"] = _("Choose an office that carries cases.")
    if one.worker is not None and not _may_carry(one.worker, one.office):
        fields["worker"] = _("Choose a case worker of the receiving region.")
    if not note.strip():
        fields["note"] = _("Write what the receiving office has to know.")
    if fields:
        raise Invalid(fields=fields)


def _may_carry(worker: Profile, office: Office) -> bool:
    return worker.is_active and worker.role in WORKERS and worker.region_id == office.region_id


def _check_whole(cases: Sequence[Case], by: Profile) -> None:
    """Nobody of a family stays behind alone, carried by a colleague or not."""
    chosen = Counter(case.family_id for case in cases if case.family_id and not case.restricted)
    sizes = call("cases_household_sizes", sorted(chosen), by.region_id)
    if any(size > chosen[family] for family, size in sizes):
        raise Invalid(fields={"cases": _("Families move together: take all of its members.")})


def _transfer(one: Placement, note: str, by: Profile, arrival: Arrival | None) -> Transfer:
    own = one.office.region_id == by.region_id and by.role == Role.SUPERVISOR
    first = one.cases[0]
    return Transfer(
        arrival=arrival, from_office_id=first.office_id, from_region_id=first.region_id, to_office=one.office,
        to_region_id=one.office.region_id or one.office.pk, to_worker=one.worker, people=len(one.cases),
        risk=next(level for level in _RISKS if any(case.risk == level for case in one.cases)), note=note.strip(),
        state=TransferState.ACCEPTED if own else TransferState.PENDING, created_by=by,
        decided_at=timezone.now() if own else None, decided_by=by if own else None,
    )  # fmt: skip


def _place(done: Sequence[tuple[Transfer, Placement]], by: Profile) -> None:
    """Office and worker of cases that stay in the region; those of one target in one statement."""
    targets: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for _done, one in done:
        targets[one.office.pk, one.worker.pk if one.worker else None] += [case.pk for case in one.cases]
    for (office, worker), ids in targets.items():
        Case.objects.filter(pk__in=ids).update(office_id=office, worker_id=worker, updated_at=timezone.now())
    for _done, one in done:
        for case in one.cases:
            case.office, case.worker = one.office, one.worker
    _arrived([(transfer, [case.pk for case in one.cases]) for transfer, one in done], by)


def _arrived(moved: Sequence[tuple[Transfer, Sequence[int]]], by: Profile) -> None:
    """The timelines, the handover note, and who else has to know."""
    places = [(key, t.pk, {"office": str(t.to_office)}) for t, ids in moved for key in ids]
    timeline_add_many(places, kind="transfer_done", by=by)
    named = [(key, None, {"worker": t.to_worker.name}) for t, ids in moved if t.to_worker for key in ids]
    timeline_add_many(named, kind="case_assigned", by=by)
    notes = Note.objects.bulk_create(
        [
            Note(
                case_id=ids[0], text=f"{_('Handover')}: {t.note}", happened_on=timezone.localdate(),
                audience=Level.CARRIERS, created_by=by,
            )
            for t, ids in moved
            if ids
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    written = [(note.case_id, note.pk, {"note_kind": note.kind}) for note in notes]
    timeline_add_many(written, kind="note_added_carriers", by=by)
    if places:
        cases_changed.send(Case, case_ids=[key for key, _t, _d in places])


# --- The receiving side ------------------------------------------------------------------------------------


def transfers_waiting(profile: Profile) -> QuerySet[Any]:
    """Transfers that wait for this supervisor, oldest first. Rows hold numbers, office, people, risk and note."""
    if profile.role != Role.SUPERVISOR:
        return Transfer.objects.none()
    found: QuerySet[Any] = (
        Transfer.objects.filter(to_region_id=profile.region_id, state=TransferState.PENDING)
        .select_related("from_office", "to_office", "to_worker", "created_by").prefetch_related("cases")
        .order_by("pk")
    )  # fmt: skip
    return found


@transaction.atomic
def transfer_accept(transfer: Transfer, *, by: Profile, worker: Profile | None = None) -> Transfer:
    """Take the household over, with the proposed worker or another of the region; the old worker no longer sees it
    and every grant on it ends. Raises NotFound for another region's, Conflict for one that is decided, NotAllowed for
    the own proposal."""
    if by.role == Role.SUPERVISOR and transfer.to_region_id == by.region_id:
        refuse_own(by, transfer.created_by_id)  # of another region's it is simply not there
    worker = worker or transfer.to_worker
    if worker is not None and not _may_carry(worker, transfer.to_office):
        raise Invalid(fields={"worker": _("Choose a case worker of the receiving region.")})
    moved = [row[0] for row in call("cases_transfer_accept", transfer.pk, worker.pk if worker else None)]
    transfer.refresh_from_db()
    _arrived([(transfer, moved)], by)
    return transfer


@transaction.atomic
def transfer_refuse(transfer: Transfer, *, by: Profile, comment: str) -> Transfer:
    """Say no, with the reason; the case stays where it is. Raises Invalid, Conflict, NotAllowed."""
    if by.role != Role.SUPERVISOR or transfer.to_region_id != by.region_id:
        raise NotAllowed(_("The receiving supervisor decides."))
    refuse_own(by, transfer.created_by_id)
    if not comment.strip():
        raise Invalid(fields={"comment": _("Say why.")})
    return _end(transfer, TransferState.REFUSED, by, comment.strip())


@transaction.atomic
def transfer_withdraw(transfer: Transfer, *, by: Profile) -> Transfer:
    """Take a proposal back. Raises Conflict, NotAllowed."""
    own = transfer.created_by_id == by.pk or (by.role == Role.SUPERVISOR and transfer.from_region_id == by.region_id)
    if not own:
        raise NotAllowed(_("Only the office that proposed it can take it back."))
    return _end(transfer, TransferState.WITHDRAWN, by, "")


def _end(transfer: Transfer, state: str, by: Profile, comment: str) -> Transfer:
    now = timezone.now()
    changed = Transfer.objects.filter(pk=transfer.pk, state=TransferState.PENDING).update(
        state=state, decided_at=now, decided_by=by, comment=comment, updated_at=now
    )
    if not changed:
        raise Conflict(_("This transfer is decided already."), code="decided")
    transfer.refresh_from_db()
    seen = Case.objects.filter(transfers__transfer=transfer).values_list("pk", flat=True)
    told = [(key, transfer.pk, {"office": str(transfer.to_office)}) for key in seen]
    timeline_add_many(told, kind="transfer_ended", by=by)
    return transfer


# --- A whole arrival ---------------------------------------------------------------------------------------


@dataclass
class Household:
    """People of one family (or one person without) who are still to be placed, and what is proposed."""

    cases: list[Case] = field(default_factory=list)
    region: Office | None = None
    office: Office | None = None
    worker: Profile | None = None
    why: str = ""

    @property
    def absent(self) -> bool:
        """True where nobody of them landed."""
        return all(case.arrival_presence == Presence.ABSENT for case in self.cases)

    @property
    def key(self) -> int:
        """The first case stands for the household in forms."""
        return self.cases[0].pk


@dataclass
class Load:
    """A worker's open cases and families, with what is proposed on top."""

    worker: Profile
    cases: int = 0
    families: int = 0
    proposed: int = 0

    @property
    def total(self) -> int:
        return self.cases + self.proposed


def households_of(cases: Sequence[Case]) -> list[Household]:
    """Cases by family, adults first; somebody without a family is one alone."""
    found: dict[object, Household] = {}
    for case in cases:
        found.setdefault(case.family_id or f"case {case.pk}", Household()).cases.append(case)
    for household in found.values():
        household.cases.sort(key=lambda case: (is_child(case.person, _day(case)), case.pk))
    return list(found.values())


def _day(case: Case) -> Any:
    return case.arrived_on or timezone.localdate()


def worker_loads(regions: Sequence[int]) -> dict[int, Load]:
    """The case workers of these regions who are not absent, by key, with their load: numbers alone, since their cases
    may be out of sight."""
    workers = Profile.objects.filter(
        region_id__in=regions, role=Role.SOCIAL_WORKER, is_active=True
    ).select_related("office")  # fmt: skip
    today = timezone.localdate()
    present = [one for one in workers if one.absent_until is None or one.absent_until < today]
    loads = {worker.pk: Load(worker) for worker in present}
    for key, cases, families in call("cases_worker_load", list(regions)):
        if key in loads:
            loads[key].cases, loads[key].families = cases, families
    return loads


def arrival_proposal(arrival: Arrival, *, by: Profile) -> tuple[list[Household], list[Load]]:
    """For each household of the arrival that nobody carries and nobody waits for: the region of its destination, the
    office of its district where there is one, and the worker with the least load there.

    Families stay whole; large ones are placed first, so that the loads come out even.
    """
    cases = (
        Case.objects.visible_to(by).open()
        .filter(arrival=arrival, worker=None, region_id=by.region_id, office=arrival.reception_centre_id)
        .exclude(transfers__transfer__state=TransferState.PENDING)
        .select_related("person", "family", "office").order_by("family_id", "pk")
    )  # fmt: skip
    # Nobody of whom has landed waits; who is absent of a family that has, stays with it.
    households = [one for one in households_of(list(cases)) if not one.absent]
    offices = list(Office.objects.filter(is_active=True).exclude(kind=OfficeKind.COUNTRY).order_by("pk"))
    for household in households:
        _destination(household, offices, arrival)
    loads = worker_loads(sorted({one.region.pk for one in households if one.region}))
    for household in sorted(households, key=lambda one: -len(one.cases)):
        _least_loaded(household, loads)
    return households, sorted(loads.values(), key=lambda one: (one.worker.region_id or 0, one.worker.name))


def _destination(household: Household, offices: Sequence[Office], arrival: Arrival) -> None:
    codes = [case.destination_region for case in household.cases if case.destination_region]
    region = next((o for o in offices if codes and o.kind == OfficeKind.REGION and o.region_code == codes[0]), None)
    if region is None:
        household.region = arrival.reception_centre.region
        household.why = _("No destination is known: stays in the region of arrival.")
    else:
        household.region = region
        household.why = _("Destination: %(region)s") % {"region": region}
    places = [case.destination_district for case in household.cases if case.destination_district]
    key = household.region.pk if household.region else None
    below = [office for office in offices if office.region_id == key and office.kind == OfficeKind.DISTRICT]
    named = [office for office in below if places and fold_word(office.name) == fold_word(places[0])]
    household.office = named[0] if named else household.region


def _least_loaded(household: Household, loads: Mapping[int, Load]) -> None:
    if household.region is None or household.office is None:
        return
    there = [load for load in loads.values() if load.worker.region_id == household.region.pk]
    near = [load for load in there if load.worker.office_id == household.office.pk] or there
    if not near:
        return
    chosen = min(near, key=lambda load: (load.total, load.worker.pk))
    chosen.proposed += len(household.cases)
    household.worker = chosen.worker
