"""Roll-call, triage, proposal, and a transfer from one region to another, behind both walls."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Profile
from cases.enums import TransferState
from cases.models import Arrival, Case, CaseAccess, Note, Person, RiskAssessment, Transfer, TransferCase
from cases.services.arrivals import Counts, arrival_counts, not_listed_add, roll_call, triage
from cases.services.households import newborn_register
from cases.services.manifests import manifest_accept, manifest_upload
from cases.services.transfers import (
    Placement,
    arrival_proposal,
    transfer_accept,
    transfer_refuse,
    transfer_request,
    transfer_withdraw,
    transfers_request,
    transfers_waiting,
)
from cases.signals import child_absent
from tasks.models import Task
from tests.factories import grant, make_case, make_profile, make_region

from .world import SMALL, World


@pytest.fixture
def landed(world: World) -> World:
    world.flight = world.arrival()  # type: ignore[attr-defined]
    with acting_as(world.supervisor):
        data = SMALL.replace("31.02", "28.02").encode()
        manifest = manifest_upload(arrival=flight(world), data=data, file_name="m.csv", by=world.supervisor)
        manifest_accept(manifest, by=world.supervisor)
    Person.objects.update(made_in=0)
    return world


def flight(world: World) -> Arrival:
    found: Arrival = world.flight  # type: ignore[attr-defined]
    return found


def by_name(*names: str) -> dict[str, Case]:
    found = {case.person.given_name: case for case in Case.objects.select_related("person", "office", "worker")}
    return {name: found[name] for name in names or found}


def counts(world: World, profile: Profile) -> Counts:
    with acting_as(profile):
        return arrival_counts([flight(world).pk])[flight(world).pk]


def seen(profile: Profile) -> set[str]:
    with acting_as(profile):
        return set(Case.objects.values_list("person__given_name", flat=True))


# --- Landing -----------------------------------------------------------------------------------------------


def test_an_absent_child_alerts_at_once_an_absent_mother_does_not(landed: World) -> None:
    heard: list[Any] = []

    def hear(sender: Any, case_ids: list[int], arrival_id: int, **_: Any) -> None:
        heard.append((case_ids, arrival_id))

    child_absent.connect(hear)
    cases = by_name()
    try:
        with acting_as(landed.supervisor):
            changed = roll_call(
                flight(landed), by=landed.supervisor,
                marks={cases["Ali"].pk: "absent", cases["Zulfiya"].pk: "absent", cases["Oysha"].pk: "present"},
            )  # fmt: skip
            again = roll_call(flight(landed), by=landed.supervisor, marks={cases["Ali"].pk: "absent"})
    finally:
        child_absent.disconnect(hear)
    assert (set(changed), again) == ({cases[n].pk for n in ("Ali", "Zulfiya", "Oysha")}, [])
    assert heard == [([cases["Ali"].pk], flight(landed).pk)]
    task = Task.objects.get(kind="trace")
    assert (task.case, task.assignee, task.priority, task.due_on) == (
        cases["Ali"], landed.supervisor, 1, timezone.localdate(),
    )  # fmt: skip
    kinds = {name: set(case.timeline.values_list("kind", flat=True)) for name, case in cases.items()}
    assert "child_absent" in kinds["Ali"] and "roll_call" in kinds["Ali"]
    assert "child_absent" not in kinds["Zulfiya"] | kinds["Oysha"] | kinds["Hamza"]
    flight(landed).refresh_from_db()
    assert flight(landed).landed_at is not None
    assert counts(landed, landed.supervisor) == Counts(
        people=4, children=3, families=2, present=1, absent=2, placed=0
    )  # fmt: skip


def test_who_is_not_on_the_list_is_registered_and_marked(landed: World) -> None:
    with acting_as(landed.supervisor):
        case = not_listed_add(
            flight(landed), values={"given_name": "Safiya", "sex": "F"}, by=landed.supervisor, unaccompanied=True
        )  # fmt: skip
    assert (case.arrival_presence, case.unaccompanied, case.office, case.arrival) == (
        "not_listed", True, landed.centre, flight(landed),
    )  # fmt: skip
    assert counts(landed, landed.supervisor).not_listed == 1


def test_triage_of_a_whole_arrival(landed: World) -> None:
    cases = by_name()
    with acting_as(landed.supervisor):
        changed = triage(
            flight(landed), by=landed.supervisor,
            levels={cases["Hamza"].pk: "high", cases["Ali"].pk: "low", cases["Oysha"].pk: "low"},
        )  # fmt: skip
        assert triage(flight(landed), levels={cases["Ali"].pk: "low"}, by=landed.supervisor) == []
    assert set(changed) == {cases[name].pk for name in ("Hamza", "Ali", "Oysha")}
    assert set(RiskAssessment.objects.values_list("case__person__given_name", "level", "by")) == {
        ("Hamza", "high", landed.supervisor.pk), ("Ali", "low", landed.supervisor.pk),
        ("Oysha", "low", landed.supervisor.pk),
    }  # fmt: skip
    found = counts(landed, landed.supervisor)
    assert (found.triaged, found.high) == (3, 1)
    with acting_as(landed.supervisor), pytest.raises(Invalid):
        triage(flight(landed), levels={cases["Ali"].pk: "unset"}, by=landed.supervisor)


def test_another_region_neither_counts_nor_marks(landed: World) -> None:
    cases = by_name()
    assert counts(landed, landed.receiver) == Counts()
    with acting_as(landed.receiver), pytest.raises(Conflict):
        roll_call(flight(landed), marks={cases["Ali"].pk: "present"}, by=landed.receiver)
    assert counts(landed, make_profile(Role.NATIONAL, landed.here)).people == 4


# --- Proposal ----------------------------------------------------------------------------------------------


def test_the_proposal_follows_destination_and_load_and_splits_no_family(landed: World) -> None:
    second = make_profile(Role.SOCIAL_WORKER, landed.urgut)
    for _ in range(3):
        make_case(landed.urgut, landed.far_worker)
    with acting_as(landed.supervisor):
        households, loads = arrival_proposal(flight(landed), by=landed.supervisor)
    told = {tuple(sorted(c.person.given_name for c in h.cases)): (h.office, h.worker) for h in households}
    assert told == {
        ("Ali", "Oysha", "Zulfiya"): (landed.there, second),
        ("Hamza",): (landed.there, landed.far_worker),
    }
    assert {(one.worker, one.cases, one.proposed) for one in loads} == {(landed.far_worker, 3, 1), (second, 0, 3)}


def test_who_is_absent_stays_with_the_family_and_waits_alone(landed: World) -> None:
    cases = by_name()
    marks = {cases["Zulfiya"].pk: "absent", cases["Ali"].pk: "present", cases["Hamza"].pk: "absent"}
    with acting_as(landed.supervisor):
        roll_call(flight(landed), marks=marks, by=landed.supervisor)
        (household,), _loads = arrival_proposal(flight(landed), by=landed.supervisor)
    assert sorted(case.person.given_name for case in household.cases) == ["Ali", "Oysha", "Zulfiya"]


# --- Transfer ----------------------------------------------------------------------------------------------


def place(landed: World, *names: str, **more: Any) -> Transfer:
    with acting_as(landed.supervisor):
        return transfer_request(
            list(by_name(*names).values()), office=more.pop("office", landed.urgut), note="Speaks Uzbek only.",
            by=landed.supervisor, **more,
        )  # fmt: skip


def test_a_transfer_end_to_end(landed: World) -> None:
    helper = make_profile(Role.SPECIALIST, landed.here, disciplines=["medical"])
    Case.objects.update(worker=landed.worker)
    grant(by_name("Ali")["Ali"], helper, landed.supervisor)
    transfer = place(landed, "Zulfiya", "Ali", "Oysha", worker=landed.far_worker)
    assert (transfer.state, transfer.people, transfer.risk) == (TransferState.PENDING, 3, "unset")
    assert seen(landed.worker) == {"Zulfiya", "Ali", "Oysha", "Hamza"}
    assert (seen(landed.receiver), seen(landed.far_worker)) == (set(), set())
    assert counts(landed, landed.supervisor).placed == 3
    with acting_as(landed.receiver):
        (waiting,) = transfers_waiting(landed.receiver)
        assert (waiting.pk, waiting.note, len(waiting.numbers)) == (transfer.pk, "Speaks Uzbek only.", 3)
        assert Person.objects.count() == 0
        transfer_accept(waiting, by=landed.receiver)
    assert seen(landed.worker) == {"Hamza"}
    assert seen(helper) == set()
    assert seen(landed.far_worker) == {"Zulfiya", "Ali", "Oysha"}
    assert seen(landed.receiver) == {"Zulfiya", "Ali", "Oysha"}
    assert seen(landed.supervisor) == {"Hamza"}
    moved = by_name("Zulfiya", "Ali", "Oysha").values()
    assert {(c.office, c.region_id, c.worker) for c in moved} == {
        (landed.urgut, landed.there.pk, landed.far_worker)
    }
    assert list(transfers_waiting(landed.receiver)) == []
    assert Note.objects.filter(text__contains="Speaks Uzbek only.").count() == 1
    kinds = set(by_name("Ali")["Ali"].timeline.values_list("kind", flat=True))
    assert {"transfer_asked", "transfer_done", "case_assigned"} <= kinds
    # Those who went on count on at the arrival.
    found = counts(landed, landed.supervisor)
    assert (found.people, found.placed, found.assigned) == (4, 3, 4)


def test_nobody_else_accepts_and_nothing_is_decided_twice(landed: World) -> None:
    transfer = place(landed, "Hamza")
    third = make_profile(Role.SUPERVISOR, landed.here)
    for stranger in (landed.supervisor, third):
        with acting_as(stranger), pytest.raises(NotFound):
            transfer_accept(transfer, by=stranger)
    with acting_as(landed.far_worker), pytest.raises(Exception, match="permission denied"):
        transfer_accept(transfer, by=landed.far_worker)
    with acting_as(landed.receiver), pytest.raises(Invalid):
        transfer_accept(transfer, by=landed.receiver, worker=landed.worker)
    with acting_as(landed.receiver):
        transfer_refuse(transfer, by=landed.receiver, comment="No place here.")
        with pytest.raises(Conflict):
            transfer_accept(transfer, by=landed.receiver)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.comment) == (TransferState.REFUSED, "No place here.")
    assert seen(landed.supervisor) == {"Zulfiya", "Ali", "Oysha", "Hamza"}
    again = place(landed, "Hamza")
    with pytest.raises(Conflict):
        place(landed, "Hamza")
    with acting_as(landed.supervisor):
        assert transfer_withdraw(again, by=landed.supervisor).state == TransferState.WITHDRAWN


def test_families_move_together_carried_by_a_colleague_or_not(landed: World) -> None:
    with pytest.raises(Invalid) as refused:
        place(landed, "Zulfiya", "Ali")
    assert set(refused.value.fields) == {"cases"}
    Case.objects.filter(person__given_name__in=["Zulfiya", "Ali"]).update(worker=landed.worker)
    with acting_as(landed.worker), pytest.raises(Invalid):
        own = list(Case.objects.visible_to(landed.worker))
        assert len(own) == 2
        transfer_request(own, office=landed.urgut, note="x", by=landed.worker)
    assert Transfer.objects.count() == 0


def test_within_the_region_a_supervisor_places_at_once(landed: World) -> None:
    transfer = place(landed, "Zulfiya", "Ali", "Oysha", office=landed.here, worker=landed.worker)
    assert (transfer.state, transfer.decided_by) == (TransferState.ACCEPTED, landed.supervisor)
    assert {(c.office, c.worker) for c in by_name("Zulfiya", "Ali", "Oysha").values()} == {
        (landed.here, landed.worker)
    }
    assert CaseAccess.objects.filter(user=landed.worker).count() == 3


def test_a_workers_proposal_within_the_region_waits_for_the_supervisor(landed: World) -> None:
    Case.objects.update(worker=landed.worker)
    with acting_as(landed.worker):
        own = list(Case.objects.filter(person__given_name="Hamza"))
        transfer = transfer_request(own, office=landed.here, note="Moved to his uncle.", by=landed.worker)
        assert transfer.state == TransferState.PENDING
    with acting_as(landed.colleague):
        assert list(transfers_waiting(landed.colleague)) == [transfer]
        transfer_accept(transfer, by=landed.colleague)
    assert seen(landed.worker) == {"Zulfiya", "Ali", "Oysha"}


def test_a_whole_arrival_is_placed_on_one_page(landed: World) -> None:
    cases = by_name()
    with acting_as(landed.supervisor):
        made = transfers_request(
            [
                Placement([cases["Zulfiya"], cases["Ali"], cases["Oysha"]], landed.there, landed.far_worker),
                Placement([cases["Hamza"]], landed.here, landed.worker, "He sleeps badly."),
            ],
            by=landed.supervisor, arrival=flight(landed), note="As agreed.",
        )  # fmt: skip
    assert [(one.state, one.note) for one in made] == [
        (TransferState.PENDING, "As agreed."), (TransferState.ACCEPTED, "He sleeps badly."),
    ]  # fmt: skip
    with acting_as(landed.supervisor):
        assert arrival_proposal(flight(landed), by=landed.supervisor)[0] == []
    found = counts(landed, landed.supervisor)
    assert (found.placed, found.assigned) == (4, 1)


def test_a_transfer_is_for_both_sides_and_nobody_else(landed: World) -> None:
    transfer = place(landed, "Hamza")
    for profile in (landed.supervisor, landed.receiver):
        with acting_as(profile):
            assert list(Transfer.objects.visible_to(profile)) == [transfer]
            assert TransferCase.objects.count() == 1
    outsider = make_profile(Role.SUPERVISOR, make_region("Buxoro"))
    for profile in (landed.worker, landed.far_worker, outsider):
        with acting_as(profile):
            assert (Transfer.objects.count(), TransferCase.objects.count()) == (0, 0)


def test_a_child_born_while_the_transfer_waited_goes_with_its_family(landed: World) -> None:
    transfer = place(landed, "Zulfiya", "Ali", "Oysha", worker=landed.far_worker)
    family = by_name("Zulfiya")["Zulfiya"].family
    assert family is not None
    with acting_as(landed.supervisor):
        mother = by_name("Zulfiya")["Zulfiya"].person
        newborn_register(
            family, mother=mother, sex="F", born_on=timezone.localdate(), given_name="Nur", by=landed.supervisor
        )
    with acting_as(landed.receiver):
        transfer = transfer_accept(transfer, by=landed.receiver)
    moved = by_name("Zulfiya", "Ali", "Oysha", "Nur")
    assert {(case.office, case.region_id, case.worker) for case in moved.values()} == {
        (landed.urgut, landed.there.pk, landed.far_worker)
    }
    assert transfer.people == 4
    assert set(transfer.cases.values_list("number", flat=True)) == {case.number for case in moved.values()}
    assert seen(landed.supervisor) == {"Hamza"}
