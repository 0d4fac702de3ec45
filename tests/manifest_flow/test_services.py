"""Manifests as a supervisor works on them, behind both walls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Event, Profile
from cases.enums import ManifestStatus
from cases.jobs import manifest_accept_job
from cases.models import (
    Case,
    Family,
    FamilyMember,
    Identifier,
    Kinship,
    Manifest,
    ManifestFile,
    ManifestRow,
    NameToken,
    Note,
    Person,
    TimelineEntry,
)  # fmt: skip
from cases.services.cases import case_update
from cases.services.manifests import (
    manifest_accept,
    manifest_accept_start,
    manifest_compare,
    manifest_decide,
    manifest_map,
    manifest_progress,
    manifest_undo,
    manifest_upload,
    raw_files_destroy,
)
from cases.services.manifests.jobs import QueueDown
from rehabilitation.models import Condition
from tests.factories import make_case, make_person, make_profile

from .world import EXPECTED, FIRST, MESSY, REVISED, SMALL, World


def upload(world: World, data: bytes | str = SMALL, by: Profile | None = None, **more: Any) -> Manifest:
    by = by or world.supervisor
    data = data.encode() if isinstance(data, str) else data
    with acting_as(by):
        return manifest_upload(arrival=more.pop("arrival", None) or world.arrival(), data=data,
                               file_name="manifest.csv", by=by, **more)  # fmt: skip


def accept(world: World, manifest: Manifest) -> Manifest:
    with acting_as(world.supervisor):
        return manifest_accept(manifest, by=world.supervisor)


def results(manifest: Manifest) -> list[tuple[int, str, list[str]]]:
    return [(row.number, row.outcome, row.codes) for row in manifest.rows.order_by("number")]


def test_both_samples_as_a_supervisor(world: World) -> None:
    assert accept(world, upload(world, FIRST, arrival=world.arrival("Mehr-3", "2020-12-08"))).counts["made"] == 98
    manifest = upload(world, MESSY, arrival=world.arrival("Mehr-5", "2021-04-30"))
    assert [row.result() for row in manifest.rows.all()] == EXPECTED
    assert manifest.counts == {"accepted": 15, "error": 6, "made": 0, "skipped": 2, "waiting": 15, "warnings": 9}
    assert accept(world, manifest).counts["made"] == 15


def test_a_second_acceptance_and_a_second_upload_make_nothing_twice(world: World) -> None:
    manifest = accept(world, upload(world))
    before = Event.objects.count(), Case.objects.count()
    again = upload(world)
    assert again.pk == manifest.pk
    accept(world, again)
    assert before == (Event.objects.count(), Case.objects.count())
    assert before[1] == 3
    with pytest.raises(Conflict):
        upload(world, arrival=world.arrival("Another"))


def test_errors_block_their_own_row_until_they_are_mended(world: World) -> None:
    manifest = upload(world)
    assert results(manifest) == [
        (2, "accepted", []), (3, "accepted", []), (4, "error", ["bad_date"]),
        (5, "accepted", ["approximate_date"]),
    ]  # fmt: skip
    accept(world, manifest)
    with acting_as(world.supervisor):
        row = manifest_decide(manifest, row=4, by=world.supervisor, cells={"birth_date": "28.02.2017"})
        assert (row.outcome, row.codes, row.decided_by) == ("accepted", [], world.supervisor)
        manifest = manifest_accept(manifest, by=world.supervisor)
    assert manifest.counts["made"] == 4
    oysha = Person.objects.get(given_name="Oysha")
    family = Family.objects.get(members__person__given_name="Zulfiya")
    assert set(family.members.values_list("person__given_name", flat=True)) == {"Zulfiya", "Ali", "Oysha"}
    kin = {(k.relative.given_name, k.relation) for k in Kinship.objects.filter(person=oysha)}
    assert kin == {("Zulfiya", "daughter"), ("Ali", "sister")}


def test_a_row_is_left_out_or_its_name_unknown(world: World) -> None:
    manifest = upload(world, SMALL.replace("Hamza", ""))
    assert results(manifest)[3] == (5, "error", ["missing_name"])
    with acting_as(world.supervisor):
        manifest_decide(manifest, row=4, by=world.supervisor, excluded=True)
        manifest_decide(manifest, row=5, by=world.supervisor, name_unknown=True)
        manifest = manifest_accept(manifest, by=world.supervisor)
    assert results(manifest)[2:] == [(4, "skipped", []), (5, "accepted", ["approximate_date"])]
    assert Person.objects.get(name_unknown=True).full_name == "Name unknown"
    assert Case.objects.count() == 3
    with acting_as(world.supervisor), pytest.raises(Conflict):
        manifest_decide(manifest, row=5, by=world.supervisor, excluded=True)
    with acting_as(world.supervisor), pytest.raises(NotFound):
        manifest_decide(manifest, row=99, by=world.supervisor, excluded=True)
    with acting_as(world.supervisor), pytest.raises(Invalid):
        manifest_decide(manifest, row=4, by=world.supervisor, cells={"crime": "x"})


def test_health_goes_to_the_medical_module_and_nowhere_else(world: World) -> None:
    manifest = accept(world, upload(world))
    condition = Condition.objects.get()
    assert (condition.name, condition.kind, condition.case.person.given_name) == ("asthma", "reported", "Zulfiya")
    note = Note.objects.get()
    assert (note.text, note.audience, note.case_id) == ("asks for her sister", "carriers", condition.case_id)
    assert sorted(manifest.rows.get(number=2).cells) == [
        "birth_date", "citizenship", "destination_region", "family_no", "given_name", "relation", "sex", "surname",
        "unaccompanied",
    ]  # fmt: skip
    told = str(list(Event.objects.exclude(table="rehabilitation_condition").values_list("data", flat=True)))
    assert "asthma" not in told
    assert "asthma" not in str(list(TimelineEntry.objects.values_list("details", flat=True)))


def test_a_column_that_nobody_maps_is_dropped(world: World) -> None:
    data = "фамилия;имя;пол;что-то\nКаримова;Лола;ж;her brother did it\nКаримов;Али;м;\n"
    manifest = upload(world, data)
    assert manifest.columns == {0: "surname", 1: "given_name", 2: "sex"}
    stored = str([(row.cells, row.mended) for row in manifest.rows.all()])
    assert "brother" not in stored
    with acting_as(world.supervisor):
        manifest_map(manifest, chosen={3: "remarks", 0: None}, by=world.supervisor)
    manifest.refresh_from_db()
    assert manifest.columns == {1: "given_name", 2: "sex", 3: "remarks"}
    assert manifest.rows.get(number=2).cells == {"given_name": "Лола", "sex": "ж", "remarks": "her brother did it"}


def test_without_a_column_of_names_it_waits_for_the_mapping(world: World) -> None:
    manifest = upload(world, "кто;пол\nЛола;ж\nАли;м\n")
    assert (manifest.status, manifest.rows.count()) == (ManifestStatus.UPLOADED, 0)
    with pytest.raises(Conflict):
        accept(world, manifest)
    with acting_as(world.supervisor):
        manifest = manifest_map(manifest, chosen={0: "full_name"}, by=world.supervisor)
    assert manifest.status == ManifestStatus.CHECKED
    assert {row.cells["full_name"] for row in manifest.rows.all()} == {"Лола", "Али"}


def test_nothing_is_half_imported(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = upload(world)

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.services.manifests.making.health_notes_add", fail, raising=False)
    monkeypatch.setattr("cases.services.manifests.accepting.cases_announce", fail)
    with pytest.raises(RuntimeError):
        accept(world, manifest)
    assert (Case.objects.count(), Person.objects.count(), Family.objects.count()) == (0, 0, 0)
    manifest.refresh_from_db()
    assert (manifest.status, manifest.rows.exclude(fate="").count()) == (ManifestStatus.CHECKED, 0)


# --- Undo --------------------------------------------------------------------------------------------------


def test_undo_takes_everything_back(world: World) -> None:
    other = make_case(world.centre, person=make_person(given_name="Stays"))
    manifest = accept(world, upload(world))
    assert Case.objects.count() == 4
    with acting_as(world.colleague):
        manifest = manifest_undo(manifest, by=world.colleague)
    assert (manifest.status, manifest.undone_by) == (ManifestStatus.UNDONE, world.colleague)
    assert list(Case.objects.all()) == [other]
    assert list(Person.objects.values_list("given_name", flat=True)) == ["Stays"]
    assert (Family.objects.count(), FamilyMember.objects.count(), Kinship.objects.count()) == (0, 0, 0)
    assert (Condition.objects.count(), Note.objects.count(), Identifier.objects.count()) == (0, 0, 0)
    assert set(NameToken.objects.values_list("person__given_name", flat=True)) == {"Stays"}
    again = accept(world, upload(world))
    assert again.pk != manifest.pk
    assert results(again) == [
        (2, "accepted", []), (3, "accepted", []), (4, "error", ["bad_date"]),
        (5, "accepted", ["approximate_date"]),
    ]  # fmt: skip


def test_undo_of_a_second_acceptance_as_well(world: World) -> None:
    manifest = accept(world, upload(world))
    with acting_as(world.supervisor):
        manifest_decide(manifest, row=4, by=world.supervisor, cells={"birth_date": "28.02.2017"})
    accept(world, manifest)
    with acting_as(world.supervisor):
        manifest_undo(manifest, by=world.supervisor)
    assert (Case.objects.count(), Person.objects.count()) == (0, 0)


def test_undo_is_refused_once_somebody_has_worked(world: World) -> None:
    manifest = accept(world, upload(world))
    with acting_as(world.supervisor):
        case_update(Case.objects.all()[0], by=world.supervisor, destination_region="BU")
    with acting_as(world.supervisor), pytest.raises(Conflict) as refused:
        manifest_undo(manifest, by=world.supervisor)
    assert refused.value.code == "worked"
    assert Case.objects.count() == 3


def test_undo_is_refused_after_a_day_and_for_another_region(world: World) -> None:
    manifest = accept(world, upload(world))
    with acting_as(world.receiver), pytest.raises(NotFound):
        manifest_undo(manifest, by=world.receiver)
    with acting_as(make_profile(Role.SOCIAL_WORKER, world.centre)), pytest.raises(Exception, match="permission denied"):
        manifest_undo(manifest, by=world.worker)
    Manifest.objects.update(accepted_at=timezone.now() - timedelta(hours=25))
    with acting_as(world.supervisor), pytest.raises(Conflict) as refused:
        manifest_undo(manifest, by=world.supervisor)
    assert refused.value.code == "too_late"
    assert Case.objects.count() == 3


# --- A revised file ----------------------------------------------------------------------------------------


def test_a_revised_file_shows_what_was_added_changed_and_removed(world: World) -> None:
    first = accept(world, upload(world))
    revised = upload(world, REVISED, revision_of=first)
    with acting_as(world.supervisor):
        found = manifest_compare(revised)
    assert [row.number for row in found.added] == [5]
    assert [(change.row.number, change.fields) for change in found.changed] == [
        (2, {"birth_date": ("1988-07-01", "01.07.1988")}),
        (3, {"given_name": ("Ali", "Alisher")}),
        (4, {"birth_date": ("31.02.2017", "28.02.2017")}),
    ]
    assert [row.number for row in found.removed] == [5]
    assert found.unchanged == 0


def test_accepting_a_revised_file_makes_the_new_and_changes_the_old(world: World) -> None:
    first = accept(world, upload(world))
    ali = Case.objects.get(person__given_name="Ali")
    hamza = Case.objects.get(person__given_name="Hamza")
    revised = accept(world, upload(world, REVISED, revision_of=first))
    assert revised.counts["made"] == 2
    assert [(row.number, row.fate, row.codes) for row in revised.rows.all()] == [
        (2, "changed", []), (3, "changed", []), (4, "made", []), (5, "made", []),
    ]  # fmt: skip
    assert sorted(Person.objects.values_list("given_name", flat=True)) == [
        "Alisher", "Fotima", "Hamza", "Oysha", "Zulfiya",
    ]  # fmt: skip
    ali.refresh_from_db()
    assert ali.person.given_name == "Alisher"
    assert set(Case.objects.filter(family=ali.family).values_list("person__given_name", flat=True)) == {
        "Alisher", "Fotima", "Oysha", "Zulfiya",
    }  # fmt: skip
    assert list(hamza.timeline.values_list("kind", flat=True)) == ["manifest_removed", "case_opened"]
    accept(world, revised)
    assert Case.objects.count() == 5


# --- Files, jobs, walls ------------------------------------------------------------------------------------


def test_the_raw_file_is_ciphertext_and_destroyed_after_thirty_days(world: World) -> None:
    manifest = accept(world, upload(world))
    assert b"Zulfiya" not in bytes(ManifestFile.objects.get().data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_manifestrow WHERE cells_text::text LIKE '%Zulfiya%'")
        assert cursor.fetchone() == (0,)
    assert manifest.raw_until == timezone.localdate() + timedelta(days=30)
    with acting_as(DatabaseRole.SYSTEM):
        assert raw_files_destroy(today=manifest.raw_until) == 0
        assert raw_files_destroy(today=manifest.raw_until + timedelta(days=1)) == 1
    assert ManifestFile.objects.count() == 0
    assert [bool(row.cells) for row in manifest.rows.order_by("number")] == [True, True, False, True]
    with acting_as(world.supervisor), pytest.raises(Conflict):
        manifest_map(manifest, chosen={}, by=world.supervisor)


def test_the_job_accepts_as_the_user_and_tells_how_far_it_is(world: World) -> None:
    manifest = upload(world)
    with acting_as(world.supervisor):
        manifest = manifest_accept_start(manifest, by=world.supervisor)
        assert manifest_progress(manifest).state == "running"
        with pytest.raises(Conflict):
            manifest_accept_start(manifest, by=world.supervisor)
    manifest_accept_job(manifest.pk, world.supervisor.pk)
    manifest.refresh_from_db()
    assert (manifest.accepted_by, manifest.accepting_since) == (world.supervisor, None)
    assert (manifest_progress(manifest).state, manifest_progress(manifest).percent) == ("done", 100)
    assert set(Event.objects.filter(table="cases_case").values_list("actor_id", "actor_role")) == {
        (world.supervisor.pk, "hamroh_supervisor")
    }
    manifest_accept_job(manifest.pk, world.supervisor.pk)
    assert Case.objects.count() == 3


def test_a_dead_queue_is_said_before_anything_begins(world: World, settings: Any) -> None:
    from celery import current_app

    conf: Any = current_app.conf

    manifest = upload(world)
    broker = conf.broker_url
    conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        with acting_as(world.supervisor), pytest.raises(QueueDown):
            manifest_accept_start(manifest, by=world.supervisor)
    finally:
        conf.broker_url = broker
    manifest.refresh_from_db()
    assert manifest.accepting_since is None


@pytest.mark.parametrize(
    "role", [Role.SOCIAL_WORKER, Role.SPECIALIST, Role.NATIONAL, Role.DPO, Role.ADMIN, Role.SUPERVISOR]
)
def test_only_the_receiving_regions_supervisors_see_a_manifest(world: World, role: Role) -> None:
    manifest = accept(world, upload(world))
    office = world.there if role is Role.SUPERVISOR else world.here
    stranger = make_profile(role, office)
    assert list(Manifest.objects.visible_to(stranger)) == []
    with acting_as(world.colleague):
        assert ManifestRow.objects.count() == 4
    for model in (Manifest, ManifestRow, ManifestFile):
        try:
            with acting_as(stranger):
                assert model.objects.count() == 0
        except Exception as error:
            assert "permission denied" in str(error)
    assert manifest.pk


def test_the_same_paper_in_another_region_is_proposed_the_same_name_is_not(world: World) -> None:
    from cases.services.persons import identifier_add

    born = {"birth_earliest": "1988-07-01", "birth_latest": "1988-07-01"}
    woman = make_person(surname="Karimova", given_name="Zulfiya", **born)
    make_case(world.urgut, person=woman)
    Person.objects.update(made_in=0)
    assert results(upload(world))[0] == (2, "accepted", [])
    identifier_add(woman, kind="pinfl", value="40107880010017", by=None)
    told = SMALL.replace("1988-07-01,UZB,,", "1988-07-01,UZB,40107880010017,")
    row = upload(world, told, arrival=world.arrival("Other")).rows.get(number=2)
    assert "possible_match" in row.codes


def test_the_same_name_and_birth_date_in_sight_is_proposed(world: World) -> None:
    woman = make_person(
        surname="Каримова", given_name="Зулфия", birth_earliest="1988-07-01", birth_latest="1988-07-01"
    )
    make_case(world.centre, person=woman)
    assert results(upload(world))[0] == (2, "accepted", ["possible_match"])
