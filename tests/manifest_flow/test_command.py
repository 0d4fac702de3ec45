"""``manage.py import_manifest`` as a user runs it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Event
from cases.enums import IdentifierKind
from cases.models import Case, Family, Identifier, Kinship, Manifest, ManifestFile, Note, Operation, Person

from .world import EXPECTED, SAMPLES, World

FIRST = str(SAMPLES / "manifest-98.csv")
MESSY = str(SAMPLES / "manifest-messy.xlsx")


def run(file: str, *more: str, operation: str = "Mehr-3", on: str = "2020-12-08") -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("import_manifest", file, "--operation", operation, "--arrival-date", on, *more, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_first_sample_is_imported_whole(world: World) -> None:
    out, code = run(FIRST, "--json")
    assert code == 0
    assert [row["row"] for row in json.loads(out)] == list(range(2, 100))
    assert {row["outcome"] for row in json.loads(out)} == {"accepted"}
    cases = Case.objects.all()
    assert cases.count() == 98
    assert {(c.office_id, c.region_id, c.worker_id) for c in cases} == {(world.centre.pk, world.here.pk, None)}
    assert {(str(c.arrived_on), c.historic, c.status, c.risk) for c in cases} == {
        ("2020-12-08", True, "registered", "unset")
    }
    assert Family.objects.count() == 28
    assert cases.filter(unaccompanied=True).count() == 3


def test_a_mother_and_her_children_as_the_sheet_tells_of_them(world: World) -> None:
    run(FIRST)
    mother = Person.objects.get(given_name="Ozoda", birth_earliest="1998-08-22")
    assert (mother.surname, mother.script, mother.citizenship, mother.birth_place) == (
        "Yoʻldosheva", "latin", "UZB", "Samarqand",
    )  # fmt: skip
    numbers = {(n.kind, n.value, n.country) for n in mother.identifiers.all()}
    assert numbers == {(IdentifierKind.PINFL, "42208980111013", "UZ"), (IdentifierKind.PASSPORT, "AB2145138", "UZ")}
    kin = {(k.relative.given_name, k.relation) for k in Kinship.objects.filter(person=mother)}
    assert kin == {(name, "mother") for name in ("Ibrohim", "Oysha", "Sumayya", "Asma", "Shahlo")}
    son = Person.objects.get(given_name="Ibrohim", kin__relative=mother)
    links = {(k.relative.given_name, k.relation) for k in Kinship.objects.filter(person=son)}
    assert links == {("Ozoda", "son"), *((name, "brother") for name in ("Oysha", "Sumayya", "Asma", "Shahlo"))}
    case = mother.cases.get()
    assert (case.destination_region, case.destination_district) == ("SA", "Urgut")
    assert case.family is not None
    places = {(m.person.given_name, m.relation, m.is_caregiver) for m in case.family.members.all()}
    assert places == {
        ("Ozoda", "mother", True), ("Ibrohim", "son", False), ("Oysha", "daughter", False),
        ("Sumayya", "daughter", False), ("Asma", "daughter", False), ("Shahlo", "daughter", False),
    }  # fmt: skip
    # The sheet says that she is pregnant: that has readers of its own.
    assert [entry.kind for entry in case.timeline.all()] == ["protected_finding", "case_opened"]


def test_a_remark_becomes_a_note_and_leaves_the_sheet(world: World) -> None:
    run(FIRST)
    assert sorted(Note.objects.values_list("text", flat=True)) == ["no known relatives"] * 3
    assert not any("remarks" in row.cells for row in Manifest.objects.get().rows.all())


def test_after_the_first_the_messy_one_gives_exactly_what_is_expected(world: World) -> None:
    run(FIRST)
    dry, code = run(MESSY, "--json", "--dry-run", operation="Mehr-5", on="2021-04-30")
    assert (json.loads(dry), code) == (EXPECTED, 3)
    assert not Operation.objects.filter(name="Mehr-5").exists()
    out, code = run(MESSY, "--json", operation="Mehr-5", on="2021-04-30")
    assert (json.loads(out), code) == (EXPECTED, 3)
    assert Case.objects.count() == 98 + 15


def test_the_same_operation_and_day_for_both_changes_nothing_of_that(world: World) -> None:
    run(FIRST)
    out, code = run(MESSY, "--json")
    assert (json.loads(out), code) == (EXPECTED, 3)


@pytest.mark.parametrize("file", [FIRST, MESSY])
def test_importing_twice_changes_nothing(world: World, file: str) -> None:
    first, code = run(file, "--json")
    before = Event.objects.count(), Case.objects.count(), Manifest.objects.count(), ManifestFile.objects.count()
    assert run(file, "--json") == (first, code)
    assert run(file, "--json", operation="Another", on="2021-01-01") == (first, code)
    assert run(file, "--json", "--dry-run") == (first, code)
    assert before == (
        Event.objects.count(), Case.objects.count(), Manifest.objects.count(), ManifestFile.objects.count(),
    )  # fmt: skip


def test_the_same_content_in_another_file_makes_nothing_either(world: World, tmp_path: Any) -> None:
    run(FIRST)
    again = tmp_path / "again.csv"
    again.write_text((SAMPLES / "manifest-98.csv").read_text().replace(",", ";"), encoding="utf-8-sig")
    out, code = run(str(again), "--json")
    assert code == 0 and len(json.loads(out)) == 98
    assert (Case.objects.count(), Manifest.objects.count()) == (98, 1)


def test_what_cannot_be_read_is_said_and_nothing_is_kept(world: World, tmp_path: Any) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(CommandError, match="damaged"):
        run(str(bad))
    with pytest.raises(CommandError):
        run(str(tmp_path / "missing.csv"))
    assert (Operation.objects.count(), Manifest.objects.count(), Identifier.objects.count()) == (0, 0, 0)


def test_without_a_reception_centre_it_says_so(db: None) -> None:
    with pytest.raises(CommandError, match="reception centre"):
        run(FIRST)
    assert Case.objects.count() == 0
