"""One form for the whole household, told to every member's case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.errors import Invalid
from cases.models import Case, TimelineEntry, Visit, VisitDraft, VisitMember
from cases.services.families import family_split
from cases.services.visits import MemberSeen, visit_draft_of, visit_draft_save, visit_record
from cases.signals import visit_recorded
from tests.factories import grant, make_agency, make_profile
from tests.families.conftest import Household

pytestmark = pytest.mark.django_db


def seen(home: Household, **changes: Any) -> list[MemberSeen]:
    """The mother seen, the daughter seen alone, the son too young to be."""
    mother, daughter, son = (case.pk for case in home.cases)
    return [
        MemberSeen(mother, True),
        MemberSeen(daughter, True, seen_alone=True),
        MemberSeen(son, True, seen_alone=False, not_alone_reason="too_young"),
    ]


def record(home: Household, **changes: Any) -> Visit:
    values = {"on": timezone.localdate(), "members": seen(home), "safety": "safe", "by": home.worker, **changes}
    with acting_as(values["by"]):
        return visit_record(home.family, **values)


def test_a_visit_is_told_to_each_case(home: Household) -> None:
    heard: list[dict[str, Any]] = []

    def receive(sender: Any, **told: Any) -> None:
        heard.append({key: told[key] for key in ("family_id", "visit_id")})

    visit_recorded.connect(receive)
    try:
        visit = record(home)
    finally:
        visit_recorded.disconnect(receive)
    assert heard == [{"family_id": home.family.pk, "visit_id": visit.pk}]
    assert {c.last_visit_on for c in Case.objects.filter(family=home.family)} == {timezone.localdate()}
    lines = TimelineEntry.objects.filter(kind__startswith="visit_")
    assert {(line.case_id, line.kind) for line in lines} == {(case.pk, "visit_seen") for case in home.cases}
    rows = visit.members.values_list("case_id", "seen", "seen_alone", "not_alone_reason")
    mother, daughter, son = (case.pk for case in home.cases)
    assert set(rows) == {(mother, True, None, ""), (daughter, True, True, ""), (son, True, False, "too_young")}


def test_who_was_not_seen_has_not_been_visited(home: Household) -> None:
    members = [*seen(home)[:2], MemberSeen(home.cases[2].pk, False, not_seen_reason="hospital")]
    record(home, members=members)
    assert Case.objects.get(pk=home.cases[2].pk).last_visit_on is None
    line = TimelineEntry.objects.get(kind="visit_not_seen")
    assert (line.case_id, line.details) == (home.cases[2].pk, {"not_seen": "hospital"})


def test_an_older_visit_entered_later_does_not_set_the_day_back(home: Household) -> None:
    record(home)
    record(home, on=timezone.localdate() - timedelta(days=9))
    assert Case.objects.get(pk=home.cases[0].pk).last_visit_on == timezone.localdate()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"safety": ""}, {"safety"}),
        ({"safety": "danger"}, {"safety_note"}),
        ({"on": timezone.localdate() + timedelta(days=2)}, {"on"}),
        ({"next_visit_on": timezone.localdate()}, {"next_visit_on"}),
        ({"place": "moon"}, {"place"}),
        ({"members": []}, {"members"}),
    ],
)
def test_what_is_refused(home: Household, changes: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        record(home, **changes)
    assert set(refused.value.fields) == fields
    assert not Visit.objects.exists()


def test_each_member_and_each_child_needs_an_answer(home: Household) -> None:
    mother, daughter, son = (case.pk for case in home.cases)
    members = [MemberSeen(mother, False), MemberSeen(daughter, True), MemberSeen(son, True, seen_alone=False)]
    with pytest.raises(Invalid) as refused:
        record(home, members=members)
    assert set(refused.value.fields) == {
        f"m{mother}-not_seen_reason", f"m{daughter}-seen_alone", f"m{son}-not_alone_reason",
    }  # fmt: skip
    with pytest.raises(Invalid):
        record(home, members=seen(home)[:2])
    with pytest.raises(Invalid):
        record(home, members=[*seen(home), MemberSeen(home.far_case.pk, True)])


def test_a_concern_stands_in_the_cases_it_is_about(home: Household) -> None:
    members = seen(home)
    members[1] = MemberSeen(home.cases[1].pk, True, seen_alone=True, concern=True)
    visit = record(home, safety="worried", safety_note="She flinched.", members=members)
    assert visit.concern
    line = TimelineEntry.objects.get(kind="visit_concern")
    assert (line.case_id, line.audience, line.details) == (home.cases[1].pk, "carriers", {"safety": "worried"})
    record(home, safety="danger", safety_note="A knife.")
    assert TimelineEntry.objects.filter(kind="visit_concern", details={"safety": "danger"}).count() == 3


def test_nobody_else_sees_the_visit(home: Household) -> None:
    visit = record(home, note="The roof leaks.")
    grant(home.cases[1], home.specialist, home.supervisor)
    for profile, rows in ((home.worker, 1), (home.supervisor, 1), (home.far_worker, 0), (home.far_supervisor, 0)):
        with acting_as(profile):
            assert Visit.objects.filter(pk=visit.pk).count() == rows
            assert Visit.objects.visible_to(profile).count() == rows
            assert VisitMember.objects.count() == 3 * rows
    for profile in (home.specialist, make_profile(Role.AGENCY, agency=make_agency())):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            list(Visit.objects.all())


def test_who_moves_out_takes_her_visits_along(home: Household) -> None:
    visit = record(home)
    family_split(home.family, persons=[home.daughter], reason="Placed with her aunt.", by=home.supervisor)
    case = home.cases[1]
    case.refresh_from_db()
    case.worker = home.colleague
    case.save()
    with acting_as(home.colleague):
        assert list(Visit.objects.visible_to(home.colleague)) == [visit]
        assert [row.case_id for row in visit.members.all()] == [case.pk]


def test_a_visit_is_never_rewritten(home: Household) -> None:
    record(home)
    for profile in (home.worker, home.supervisor):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            Visit.objects.update(note="")


def test_a_stranger_cannot_record(home: Household) -> None:
    with pytest.raises((ProgrammingError, Invalid)), acting_as(home.far_worker):
        visit_record(
            home.family, on=timezone.localdate(), members=seen(home), safety="safe", by=home.far_worker
        )


def test_a_draft_is_the_authors_alone_and_is_emptied(home: Household) -> None:
    with acting_as(home.worker):
        visit_draft_save(home.family, data={"note": "half a"}, by=home.worker)
        visit_draft_save(home.family, data={"note": "half a sentence"}, by=home.worker)
        assert visit_draft_of(home.family, by=home.worker) == {"note": "half a sentence"}
    with acting_as(home.supervisor):
        assert not VisitDraft.objects.exists()
    record(home)
    with acting_as(home.worker):
        assert visit_draft_of(home.family, by=home.worker) == {}


def test_a_row_of_ones_own_does_not_open_a_strangers_visit(home: Household) -> None:
    visit = record(home)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(home.far_worker):
        VisitMember.objects.create(visit_id=visit.pk, case=home.far_case, seen=True)
