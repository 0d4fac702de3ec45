"""The chain of a case's history: sealed, broken on purpose, erased by rule."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.models import Event, Seal
from accounts.sealing import history_erase, history_verify, seal_batch
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
