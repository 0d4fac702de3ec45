"""What a destruction takes, and what it leaves: in the tables, the history, the store, the search, the figures."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.models import Event
from accounts.sealing import seal_batch
from cases.models import (
    Case,
    Document,
    FamilyMember,
    Identifier,
    Kinship,
    NameToken,
    Person,
    PersonName,
    RetentionItem,
    TimelineEntry,
    Visit,
)
from cases.services.retention import hold_set, run_carry_out, run_decide
from insights.models import Figure, WeekFigure
from insights.services.refresh import figures_refresh
from tests.retention.world import World

pytestmark = pytest.mark.django_db


def test_the_dry_run_says_exactly_what_then_goes(world: World) -> None:
    world.term("whole", 5)
    run = world.counted()
    assert (run.state, run.total) == ("ready", 2)
    # By hand: one paper, one passport, two names of each person, one visit for both, kin in both directions.
    whole = run.counts["whole"]
    assert {name: whole[name] for name in ("items", "cases_document", "cases_identifier", "cases_visit")} == {
        "items": 2, "cases_document": 1, "cases_identifier": 1, "cases_visit": 1,
    }  # fmt: skip
    assert (whole["cases_person"], whole["cases_case"], whole["cases_familymember"]) == (2, 2, 2)
    assert whole["cases_kinship"] == 2
    assert Person.objects.filter(surname="Rahimova").count() == 2
    done = world.carried_out(run)
    assert (done.state, done.erased) == ("done", run.counts)


def test_nothing_of_hers_is_left_and_the_stranger_is_untouched(world: World) -> None:
    person, tokens = world.mother.person_id, NameToken.objects.filter(person=world.other.person_id).count()
    key, small = world.paper.key, world.paper.thumb_key
    assert default_storage.exists(key) and default_storage.exists(small)
    assert NameToken.objects.filter(person=person).exists()
    world.term("whole", 5)
    world.carried_out(world.counted())
    mother = Person.objects.get(pk=person)
    assert (mother.surname, mother.given_name, mother.birth_place, mother.phone) == ("", "", "", None)
    assert (mother.name_unknown, mother.birth_earliest, mother.birth_latest) == (
        True, date(1990, 1, 1), date(1990, 12, 31),
    )  # fmt: skip
    for model in (Document, Identifier, Kinship, PersonName, FamilyMember):
        assert model.objects.count() == 0, model
    assert not NameToken.objects.filter(person=person).exists() and not default_storage.exists(key)
    assert not default_storage.exists(small)
    assert (Visit.objects.get().note, Visit.objects.get().safety) == ("", "yes")
    assert set(TimelineEntry.objects.values_list("case", flat=True)) == {world.other.pk}
    assert Case.objects.get(pk=world.mother.pk).anonymised_on == timezone.localdate()
    stranger = Person.objects.get(pk=world.other.person_id)
    assert (stranger.surname, Case.objects.get(pk=world.other.pk).anonymised_on) == ("Stranger", None)
    assert NameToken.objects.filter(person=stranger).count() == tokens


def test_the_history_loses_its_content_and_keeps_its_chain(world: World) -> None:
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    world.term("whole", 5)
    world.carried_out(world.counted())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history_event WHERE data::text ~ 'Rahimova|Ozoda|Her photograph|spoke of'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM history_event WHERE data::text ~ 'Stranger'")
        assert cursor.fetchone()[0] > 0
    assert Event.objects.filter(case_id=world.mother.pk, data__isnull=False).count() == 0
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "under retention run" in out.getvalue() and "chains are whole" in out.getvalue()
    # A real alteration is found as before: of an erased case's author, and of what was not erased.
    erased = Event.objects.filter(case_id=world.mother.pk).earliest("id")
    for key, change in ((erased.pk, "actor_id = 7"), (_of_stranger(world), "data = '{}'")):
        with pytest.raises(CommandError, match="the first: case"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE history_event SET {change} WHERE id = %s", [key])
            call_command("verify_history", stdout=StringIO())


def _of_stranger(world: World) -> int:
    return Event.objects.filter(case_id=world.other.pk).earliest("id").pk


def test_figures_are_the_same_before_and_after(world: World) -> None:
    def figures() -> set[tuple[Any, ...]]:
        figures_refresh()
        columns = ("measure", "key", "region", "arrival", "restricted", "month", "count", "of")
        weeks = ("measure", "week", "region", "arrival", "restricted", "count", "of")
        return set(Figure.objects.values_list(*columns)) | set(WeekFigure.objects.values_list(*weeks))

    world.term("whole", 5)
    before = figures()
    assert len(before) > 5
    world.carried_out(world.counted())
    assert figures() == before


def test_a_term_of_one_kind_takes_that_kind_alone(world: World) -> None:
    world.term("documents", 3)
    world.term("identifiers", 4)
    run = world.counted("documents")
    assert run.counts == {"documents": {"items": 2, "cases_document": 1, "cases_timelineentry": 1}}
    world.carried_out(run)
    assert (Document.objects.count(), Identifier.objects.count()) == (0, 1)
    assert Person.objects.get(pk=world.mother.person_id).surname == "Rahimova"
    run = world.carried_out(world.counted())
    assert run.erased == {"identifiers": {"items": 2, "cases_identifier": 1, "cases_person": 1}}
    assert Person.objects.get(pk=world.mother.person_id).phone is None


def test_what_a_household_shares_goes_with_the_last_of_it(world: World) -> None:
    world.term("whole", 5)
    world.carried_out(world.counted(on=date(2025, 3, 14)))  # the mother alone: the child was closed a day later
    assert world.states() == {(world.mother.number, "whole"): "done"}
    assert Visit.objects.get().note == "They spoke of everything."
    assert not Kinship.objects.exists()
    world.carried_out(world.counted(on=date(2025, 3, 15)))
    assert Visit.objects.get().note == ""


def test_a_hold_and_a_reopening_stop_what_was_agreed(world: World) -> None:
    world.term("whole", 5)
    run = world.counted()
    with acting_as(world.second):
        run_decide(run, approve=True, by=world.second)
    with acting_as(world.dpo):
        hold_set(number=world.mother.number, reason="A court asked.", by=world.dpo)
    Case.objects.filter(pk=world.child.pk).update(status="reopened", closed_at=None)
    assert run_carry_out(run.pk) == {"erased": 0}
    assert set(world.states().values()) == {"skipped"}
    assert Person.objects.filter(surname="Rahimova").count() == 2


def test_a_run_goes_on_where_it_was_stopped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.term("whole", 5)
    run = world.counted()
    with acting_as(world.second):
        run_decide(run, approve=True, by=world.second)
    with acting_as(DatabaseRole.SYSTEM):
        type(run).objects.filter(pk=run.pk).update(state="running")
    first = RetentionItem.objects.order_by("pk")[0].pk
    with acting_as(DatabaseRole.RETENTION), connection.cursor() as cursor:
        cursor.execute("SELECT cases_retention_erase(%s)", [first])
    # The worker died here: one is erased, its paper still in the store, nothing in the list.
    assert default_storage.exists(world.paper.key)
    assert run_carry_out(run.pk) == {"erased": 1}
    assert not default_storage.exists(world.paper.key)
    assert set(world.states().values()) == {"done"} and run_carry_out(run.pk) == {}
    assert RetentionItem.objects.filter(listed=True, files=[]).count() == 2


def test_one_case_that_cannot_go_does_not_keep_the_others(world: World) -> None:
    world.term("whole", 5)
    run = world.counted()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
            f"CREATE TRIGGER broken BEFORE UPDATE ON cases_case FOR EACH ROW WHEN (OLD.id = {world.mother.pk}) "
            "EXECUTE FUNCTION broken()"
        )
    world.carried_out(run)
    assert world.states() == {(world.mother.number, "whole"): "failed", (world.child.number, "whole"): "done"}


def test_nobody_erases_without_a_second_person(world: World) -> None:
    world.term("whole", 5)
    item = world.counted().items.order_by("pk")[0].pk
    for who in (world.dpo, world.worker, world.supervisor, world.admin, DatabaseRole.SYSTEM, DatabaseRole.RETENTION):
        with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT cases_retention_erase(%s)", [item])
    # The function behind it is for the owner alone.
    for who in (world.dpo, DatabaseRole.SYSTEM, DatabaseRole.RETENTION):
        with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT cases_retention_apply(%s, 'whole', '')", [world.mother.pk])
    assert set(world.states().values()) == {"waiting"}


def test_due_days_are_those_of_the_house(world: World) -> None:
    world.term("whole", 5)
    Case.objects.filter(pk=world.mother.pk).update(closed_at="2020-02-28T20:00Z")  # 29 February, 1 o'clock, here
    from cases.services.retention import due_find

    assert due_find(date(2025, 2, 27)) == 0
    assert due_find(date(2025, 2, 28)) == 1
    assert due_find(date(2025, 2, 28)) == 0
    assert RetentionItem.objects.get().due_on == date(2025, 2, 28)
    assert due_find(date(2025, 3, 14) + timedelta(days=1)) == 1
