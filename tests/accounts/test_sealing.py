"""The chain of a case's history: sealed, broken on purpose, erased by rule."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.models import Event, Seal
from accounts.sealing import anchor_make, anchors_verify, history_erase, history_verify, seal_batch
from tests.factories import make_case, make_region

pytestmark = pytest.mark.django_db


def test_a_whole_chain_has_no_findings_and_a_second_batch_links_to_the_first() -> None:
    case = make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        assert seal_batch() > 0
        assert seal_batch() == 0
    case.unaccompanied = True
    case.save()
    with acting_as(DatabaseRole.SYSTEM):
        assert seal_batch() == 1
    seals = list(Seal.objects.filter(case_id=case.pk).order_by("id"))
    assert len(seals) == 2
    assert bytes(seals[1].previous) == bytes(seals[0].digest)
    assert history_verify(case.pk) == []


def test_a_changed_event_is_found() -> None:
    case = make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    event = Event.objects.filter(case_id=case.pk, table="cases_case").earliest("id")
    Event.objects.filter(pk=event.pk).update(data={"number": "other"})
    assert [f.kind for f in history_verify(case.pk)] == ["broken_content"]


def test_a_removed_event_breaks_the_chain() -> None:
    case = make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM history_event WHERE case_id = %s AND table_name = 'cases_case'", [case.pk])
    assert [f.kind for f in history_verify(case.pk)] == ["broken_chain"]


def test_an_erasure_is_reported_and_the_chain_holds() -> None:
    case = make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    event = Event.objects.filter(case_id=case.pk, table="cases_case").earliest("id")
    with acting_as(DatabaseRole.RETENTION):
        assert history_erase([event.pk], rule="25 years after closure") == 1
    event.refresh_from_db()
    assert event.data is None and event.salt is None
    assert [(f.kind, f.event_id) for f in history_verify(case.pk)] == [("erased", event.pk)]


@pytest.mark.parametrize(
    "column", ["actor_role = 'x'", "at = at - interval '1 hour'", "reason = 'x'", "verb = 'update'"]
)
def test_who_when_and_why_are_sealed_as_well(column: str) -> None:
    case = make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE history_event SET {column} WHERE case_id = %s AND table_name = 'cases_case'", [case.pk]
        )
    assert [f.kind for f in history_verify(case.pk)] == ["broken_chain"]


def test_an_event_that_is_moved_to_another_case_breaks_both_chains() -> None:
    mine, other = make_case(make_region()), make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE history_event SET case_id = %s WHERE case_id = %s AND table_name = 'cases_case'",
            [other.pk, mine.pk],
        )
    for case in (mine, other):
        assert [f.kind for f in history_verify(case.pk)] == ["broken_chain"]


def test_the_command_names_the_first_altered_row_and_is_silent_about_a_whole_history() -> None:
    first, second = make_case(make_region()), make_case(make_region())
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "chains are whole" in out.getvalue()
    keys = [Event.objects.filter(case_id=one.pk, table="cases_case").earliest("id").pk for one in (second, first)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_event SET data = '{}' WHERE id = ANY(%s)", [keys])
    with pytest.raises(CommandError, match=rf"the first: case {first.pk}, event {keys[1]} \(cases_case {first.pk}"):
        call_command("verify_history", stdout=StringIO())


def test_a_chain_whose_newest_end_was_cut_off_contradicts_its_anchor() -> None:
    case, today = make_case(make_region()), timezone.localdate()
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
        assert anchor_make(today - timedelta(days=1)) is not None
        assert anchor_make(today - timedelta(days=1)) is None
    case.unaccompanied = True
    case.save()
    with acting_as(DatabaseRole.SYSTEM):
        seal_batch()
        anchor = anchor_make(today)
    assert anchor is not None and anchor.seals == 1
    assert anchors_verify() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM history_event WHERE seal_id = %s", [anchor.last_seal])
        cursor.execute("DELETE FROM history_seal WHERE id = %s", [anchor.last_seal])
    assert history_verify(case.pk) == []
    assert [(f.kind, str(today) in f.text) for f in anchors_verify()] == [("broken_anchor", True)]
