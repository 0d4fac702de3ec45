"""Families and kin by hand: both ways, with a reason, never across the walls."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound
from accounts.models import Event
from cases.genogram import genogram
from cases.household import household_of, kin_among, kin_lines
from cases.models import Case, Family, FamilyMember, Identifier, Kinship, Person, TimelineEntry
from cases.services.families import family_leave, family_merge, family_move, family_split, member_of
from cases.services.households import Paper, newborn_register, relative_add, walk_in_open
from tests.factories import grant, make_case, make_family
from tests.families.conftest import Household, born

pytestmark = pytest.mark.django_db


def kin(home: Household) -> set[tuple[str, str, str]]:
    found = Kinship.objects.select_related("person", "relative")
    return {(link.person.given_name, link.relation, link.relative.given_name) for link in found}


def test_a_newborn_has_kin_both_ways_and_a_case_beside_the_mothers(home: Household) -> None:
    before = kin(home)
    with acting_as(home.worker):
        case = newborn_register(
            home.family, mother=home.mother, sex="F", born_on=timezone.localdate(), given_name="Nur", by=home.worker
        )
    assert kin(home) - before == {
        ("Ozoda", "mother", "Nur"), ("Nur", "daughter", "Ozoda"),
        ("Nur", "sister", "Asma"), ("Asma", "sister", "Nur"),
        ("Nur", "sister", "Ali"), ("Ali", "brother", "Nur"),
    }  # fmt: skip
    case.refresh_from_db()
    assert (case.worker_id, case.office_id, case.region_id) == (home.worker.pk, home.office.pk, home.here.pk)
    assert case.family_id == home.family.pk
    child = case.person
    assert (child.surname, child.citizenship, child.birth_precision) == ("Yoʻldosheva", "UZB", "day")
    assert child.memberships.get().relation == "daughter"
    assert TimelineEntry.objects.get(kind="newborn").case_id == home.cases[0].pk


def test_a_child_without_a_name_yet(home: Household) -> None:
    with acting_as(home.supervisor):
        case = newborn_register(
            home.family, mother=home.mother, sex="M", born_on=timezone.localdate(), by=home.supervisor
        )
    assert case.person.name_unknown
    assert case.worker_id == home.worker.pk


def test_a_newborn_is_refused(home: Household) -> None:
    with pytest.raises(Invalid), acting_as(home.worker):
        tomorrow = timezone.localdate() + timedelta(days=1)
        newborn_register(home.family, mother=home.mother, sex="F", born_on=tomorrow, by=home.worker)
    grant(home.cases[0], home.colleague, home.supervisor)
    with pytest.raises(NotAllowed), acting_as(home.colleague):
        newborn_register(
            home.family, mother=home.mother, sex="F", born_on=timezone.localdate(), by=home.colleague
        )
    with pytest.raises(NotFound), acting_as(home.far_worker):
        newborn_register(
            home.family, mother=home.mother, sex="F", born_on=timezone.localdate(), by=home.far_worker
        )


def test_a_grandmother_is_added_with_kin_and_a_case(home: Household) -> None:
    with acting_as(home.worker):
        case = relative_add(
            home.family, values={"given_name": "Saodat", "sex": "F"}, relative=home.daughter, relation="grandmother",
            is_caregiver=True, by=home.worker,
        )  # fmt: skip
    assert {("Saodat", "grandmother", "Asma"), ("Asma", "grandchild", "Saodat")} <= kin(home)
    assert case.person.memberships.get().is_caregiver
    assert Case.objects.get(pk=case.pk).family_id == home.family.pk


def test_a_walk_in_is_the_workers_own_case(home: Household) -> None:
    with acting_as(home.worker):
        case = walk_in_open(
            values={"given_name": "Madina", "sex": "F"}, by=home.worker, paper=Paper("passport", "AC1234567")
        )
    case.refresh_from_db()
    assert (case.worker_id, case.office_id) == (home.worker.pk, home.office.pk)
    assert case.family is not None
    assert Identifier.objects.get(person=case.person).value == "AC1234567"


def test_splitting_needs_a_reason_and_leaves_somebody(home: Household) -> None:
    everybody = [home.mother, home.daughter, home.son]
    for persons, reason in (([home.son], " "), ([], "why"), (everybody, "why"), ([home.far_person], "why")):
        with pytest.raises(Invalid), acting_as(home.supervisor):
            family_split(home.family, persons=persons, reason=reason, by=home.supervisor)
    with acting_as(home.supervisor):
        fresh = family_split(home.family, persons=[home.son], reason="Lives with his uncle.", by=home.supervisor)
    assert {m.person_id for m in fresh.members.filter(left_on=None)} == {home.son.pk}
    assert Case.objects.get(person=home.son).family_id == fresh.pk
    event = Event.objects.filter(table="cases_familymember", verb="update").latest("id")
    assert event.reason == "Lives with his uncle."
    kinds = TimelineEntry.objects.filter(case=home.cases[2], kind__startswith="family_").order_by("id")
    assert [line.kind for line in kinds] == ["family_left", "family_joined"]


def test_two_families_become_one(home: Household) -> None:
    aunt = born(40, given_name="Nodira")
    other = make_family(aunt)
    make_case(home.office, home.worker, person=aunt, family=other)
    with acting_as(home.worker):
        family_merge(home.family, other=other, reason="They live together.", by=home.worker)
    assert FamilyMember.objects.filter(family=home.family, left_on=None).count() == 4
    assert not FamilyMember.objects.filter(family=other, left_on=None).exists()
    with pytest.raises(Invalid):
        family_merge(home.family, other=home.family, reason="why", by=home.supervisor)


def test_merging_stops_at_members_whom_one_does_not_see(home: Household) -> None:
    aunt, cousin = born(40, given_name="Nodira"), born(12, given_name="Kamola")
    other = make_family(aunt, cousin)
    make_case(home.office, home.worker, person=aunt, family=other)
    make_case(home.office, home.colleague, person=cousin, family=other)
    home.settle()
    with pytest.raises(Conflict), acting_as(home.worker):
        family_merge(home.family, other=other, reason="They live together.", by=home.worker)


def test_moving_leaves_the_other_family_and_ending_twice_is_refused(home: Household) -> None:
    aunt = born(40, given_name="Nodira")
    other = make_family(aunt)
    make_case(home.office, home.worker, person=aunt, family=other)
    with acting_as(home.worker):
        family_move(home.family, person=aunt, relation="aunt", reason="Moved in.", by=home.worker)
        member = member_of(home.family, aunt.pk)
        family_leave(member, by=home.worker, reason="Moved out.", on=date(2026, 1, 5))
        with pytest.raises(Conflict):
            family_leave(member, by=home.worker)
    assert FamilyMember.objects.get(family=home.family, person=aunt).left_on == date(2026, 1, 5)


def test_a_specialist_sees_only_the_members_of_her_cases(home: Household) -> None:
    grant(home.cases[1], home.specialist, home.supervisor)
    with acting_as(home.specialist):
        found = household_of(Family.objects.get(pk=home.family.pk), home.specialist)
        assert [member.person.given_name for member in found.members] == ["Asma"]
        assert found.hidden == 2
        assert kin_among(found.persons) == []


def test_the_household_in_order_and_its_kin_in_words(home: Household) -> None:
    with acting_as(home.worker):
        found = household_of(home.family, home.worker)
        assert [(m.person.given_name, m.child) for m in found.members] == [
            ("Ozoda", False), ("Asma", True), ("Ali", True),
        ]  # fmt: skip
        lines = [(p.given_name, r, [o.given_name for o in others]) for p, r, others in
                 kin_lines(found.persons, kin_among(found.persons))]  # fmt: skip
        assert lines == [("Ozoda", "Mother", ["Asma", "Ali"]), ("Asma", "Sister", ["Ali"])]


def test_the_genogram_sets_the_generations_below_each_other(home: Household) -> None:
    with acting_as(home.worker):
        found = household_of(home.family, home.worker)
        drawing = genogram(found, kin_among(found.persons))
    place = {node.member.person.given_name: node for node in drawing.nodes}
    assert place["Ozoda"].y < place["Asma"].y == place["Ali"].y
    assert place["Asma"].x < place["Ozoda"].x < place["Ali"].x
    assert [line.kind for line in drawing.lines] == ["parent", "parent"]
    assert (place["Ali"].male, place["Asma"].male) == (True, False)
    assert max(node.x for node in drawing.nodes) < drawing.width


@pytest.mark.parametrize(
    ("relation", "of", "place"),
    [
        ("mother", "mother", "grandmother"), ("sister", "mother", "aunt"), ("husband", "mother", "father"),
        ("brother", "daughter", "son"), ("grandmother", "daughter", "grandmother"),
        ("guardian", "daughter", "guardian"), ("cousin", "mother", "other"),
    ],
)  # fmt: skip
def test_what_a_relative_of_a_member_is_in_the_family(home: Household, relation: str, of: str, place: str) -> None:
    relative = {"mother": home.mother, "daughter": home.daughter}[of]
    values = {"given_name": "Kimdir", "sex": "M" if relation in ("brother", "husband") else "F"}
    with acting_as(home.worker):
        case = relative_add(home.family, values=values, relative=relative, relation=relation, by=home.worker)
    assert case.person.memberships.get().relation == place


def test_the_newborn_of_a_restricted_mother_is_as_hidden_as_she(home: Household) -> None:
    Case.objects.filter(person=home.mother).update(restricted=True)
    grant(home.cases[0], home.supervisor, home.colleague)
    with pytest.raises(NotAllowed), acting_as(home.supervisor):
        newborn_register(home.family, mother=home.mother, sex="F", born_on=timezone.localdate(), by=home.supervisor)
    with acting_as(home.worker):
        case = newborn_register(
            home.family, mother=home.mother, sex="F", born_on=timezone.localdate(), given_name="Nur", by=home.worker
        )
    Person.objects.update(made_in=0)
    assert (case.restricted, case.worker_id) == (True, home.worker.pk)
    with acting_as(home.supervisor):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Person.objects.filter(pk=case.person_id).exists()
