"""Who reads what of the psychological support; alerts that nobody can dismiss."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Event
from cases.models import TimelineEntry
from rehabilitation.models import (
    AgreedInstruction,
    InstrumentResult,
    SafetyAlert,
    Session,
    SessionNote,
    SupportState,
)
from rehabilitation.services import psychological as services
from rehabilitation.services.records import record_create, record_update
from rehabilitation.signals import safety_alert_raised
from rehabilitation.specs import PSYCHOLOGICAL
from tests.factories import api_for, make_profile

from .conftest import World

RESULT, SESSION = PSYCHOLOGICAL.record("result"), PSYCHOLOGICAL.record("session")
SECRET = "She dreams of the tent every night"


@pytest.fixture
def session(world: World) -> Session:
    with acting_as(world.psychologist):
        found: Session = record_create(world.child, spec=SESSION, by=world.psychologist, on=date(2024, 6, 4))
        services.session_note_add(found, text=SECRET, by=world.psychologist)
    return found


# --- Protected notes ---------------------------------------------------------------------------------------


def test_a_note_is_read_by_psychologists_of_the_case_and_nobody_else(world: World, session: Session) -> None:
    with acting_as(world.psychologist):
        assert [note.text for note in SessionNote.objects.all()] == [SECRET]
    # A psychologist without this case, and a teacher with it: the row is not there.
    for specialist in (world.stranger, world.teacher):
        with acting_as(specialist):
            assert list(SessionNote.objects.all()) == []


@pytest.mark.parametrize("name", ["worker", "supervisor", "national", "clinic", "other"])
def test_the_database_refuses_a_note_to_every_other_kind(world: World, session: Session, name: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(getattr(world, name)):
        list(SessionNote.objects.all())


def test_not_even_a_job_reads_a_note(world: World, session: Session) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(DatabaseRole.SYSTEM):
        list(SessionNote.objects.all())


def test_a_note_is_ciphertext_in_the_table_and_in_its_history(world: World, session: Session) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM rehabilitation_sessionnote")
        assert SECRET.encode() not in bytes(cursor.fetchone()[0])
    assert SECRET not in str(Event.objects.get(table="rehabilitation_sessionnote").data)


def test_a_note_cannot_be_changed_or_hung_on_another_case(world: World, session: Session) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.psychologist):
        SessionNote.objects.update(text="other")
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.psychologist):
        SessionNote.objects.create(session=session, case=world.mother, text="x", created_by=world.psychologist)


def test_notes_over_the_api(world: World, session: Session) -> None:
    url = "/api/v1/psychological/session-notes/"
    answer = api_for(world.psychologist).get(url, {"case": world.child.pk})
    assert [row["text"] for row in answer.json()["results"]] == [SECRET]
    made = api_for(world.psychologist).post(url, {"session": session.pk, "text": "A second one"})
    assert made.status_code == 201
    for name in ("worker", "supervisor", "teacher"):
        for answer in (
            api_for(getattr(world, name)).get(url),
            api_for(getattr(world, name)).post(url, {"session": session.pk, "text": "x"}),
        ):
            assert answer.status_code == 403 and SECRET not in answer.content.decode()
    assert api_for(world.stranger).get(url).json()["results"] == []
    assert api_for(world.stranger).post(url, {"session": session.pk, "text": "x"}).status_code == 404


def test_a_worker_sees_that_a_session_was_but_not_what_was_said(world: World, session: Session) -> None:
    body = api_for(world.worker).get(f"/api/v1/psychological/sessions/{session.pk}/")
    assert body.json()["kind"] == "individual" and SECRET not in body.content.decode()
    assert "note" not in body.json() or body.json()["note"] == ""
    with pytest.raises(NotAllowed):
        services.session_notes_of(session, by=world.supervisor)


# --- Results -----------------------------------------------------------------------------------------------


def test_results_are_for_psychologists_worker_and_supervisor(world: World) -> None:
    record_create(world.child, spec=RESULT, by=world.worker, on=date(2024, 6, 1), instrument="cries8", total=20)
    seen = {}
    for name in ("worker", "supervisor", "psychologist", "teacher", "stranger", "other"):
        with acting_as(getattr(world, name)):
            seen[name] = InstrumentResult.objects.count(), SupportState.objects.filter(module="psychological").count()
    yes, no = (1, 1), (0, 0)
    assert seen == {"worker": yes, "supervisor": yes, "psychologist": yes, "teacher": no, "stranger": no, "other": no}


def test_a_teacher_cannot_write_a_result_in_the_database(world: World) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.teacher):
        InstrumentResult.objects.create(case=world.child, instrument="cries8", total=3, created_by=world.teacher)


def test_a_worker_whose_profile_names_a_discipline_is_still_no_psychologist(world: World, session: Session) -> None:
    world.worker.disciplines = ["psychological"]
    world.worker.save()
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.worker):
        list(SessionNote.objects.all())
    with pytest.raises(NotAllowed):
        services.session_note_add(session, text="x", by=world.worker)


def test_the_band_is_kept_with_the_version_it_was_read_with(world: World) -> None:
    made = record_create(world.mother, spec=RESULT, by=world.worker, instrument="phq9", total=14)
    assert (made.band, made.band_set, made.positive) == ("moderate", "kroenke-2001", True)
    record_update(made, by=world.worker, total=9)
    assert (made.band, made.positive) == ("mild", False)
    record_update(made, by=world.worker, total=None)
    assert (made.band, made.positive) == ("", None)


def test_an_old_set_of_bands_is_not_replaced_by_a_new_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from rehabilitation import instruments

    made = record_create(world.mother, spec=RESULT, by=world.worker, instrument="gad7", total=9)
    old = instruments.INSTRUMENTS["gad7"]
    newer = replace(old, sets=(*old.sets, instruments.BandSet("newer", ((0, 7, "mild"), (8, 21, "severe")), (8, 21))))
    monkeypatch.setitem(instruments.INSTRUMENTS, "gad7", newer)
    record_update(made, by=world.worker, note="Seen again")
    assert (made.band, made.band_set) == ("mild", "spitzer-2006")
    fresh = record_create(world.mother, spec=RESULT, by=world.worker, instrument="gad7", total=9)
    assert (fresh.band, fresh.band_set) == ("severe", "newer")


# --- Alerts ------------------------------------------------------------------------------------------------


def heard(function: Any) -> list[dict[str, Any]]:
    """What was announced while a function ran."""
    calls: list[dict[str, Any]] = []

    def receiver(sender: Any, **values: Any) -> None:
        calls.append({key: values[key] for key in ("alert_id", "case_id", "acute")})

    safety_alert_raised.connect(receiver)
    try:
        function()
    finally:
        safety_alert_raised.disconnect(receiver)
    return calls


@pytest.mark.parametrize(
    ("instrument", "total", "safety", "alerts"),
    [
        ("phq9", 3, True, [False]),  # item 9 alone, whatever the total
        ("phq9", 27, False, []),
        ("asq", 0, False, []),
        ("asq", 1, False, [False]),
        ("asq", 2, True, [True]),  # acute
        ("gad7", 21, False, []),
    ],
)
def test_an_alert_is_raised_at_once(
    world: World, instrument: str, total: int, safety: bool, alerts: list[bool]
) -> None:
    calls = heard(lambda: record_create(
        world.mother, spec=RESULT, by=world.worker, instrument=instrument, total=total, safety_item=safety
    ))  # fmt: skip
    assert [alert.acute for alert in SafetyAlert.objects.all()] == alerts
    assert [call["acute"] for call in calls] == alerts
    told = [str(agreed) for agreed in AgreedInstruction.objects.filter(case=world.mother)]
    assert told == (["Do not leave alone"] if alerts == [True] else [])


def test_a_correction_of_a_result_raises_no_second_alert(world: World) -> None:
    made = record_create(world.mother, spec=RESULT, by=world.worker, instrument="asq", total=1)
    record_update(made, by=world.worker, total=2)
    assert SafetyAlert.objects.count() == 1


def test_an_alert_is_never_closed_without_an_outcome(world: World) -> None:
    alert = services.alert_raise(world.child, kind="violence", by=world.worker)
    for empty in ("", "   "):
        with pytest.raises(Invalid):
            services.alert_close(alert, outcome=empty, by=world.supervisor)
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyAlert.objects.filter(pk=alert.pk).update(stage="closed")
    services.alert_acknowledge(alert, by=world.supervisor)
    assert (alert.stage, alert.acknowledged_by) == ("acknowledged", world.supervisor)
    services.alert_close(alert, outcome="Moved to her aunt, seen the same day", by=world.supervisor)
    assert alert.stage == "closed"
    with pytest.raises(Conflict):
        services.alert_close(alert, outcome="again", by=world.supervisor)


def test_alerts_over_the_api(world: World) -> None:
    url = "/api/v1/psychological/alerts/"
    made = api_for(world.worker).post(url, {"case": world.child.pk, "kind": "self_harm", "acute": True})
    assert made.status_code == 201
    one = f"{url}{made.json()['id']}/"
    assert api_for(world.worker).post(f"{one}close/", {"outcome": " "}).status_code == 422
    assert api_for(world.supervisor).post(f"{one}acknowledge/").json()["stage"] == "acknowledged"
    assert api_for(world.teacher).get(one).status_code == 403
    assert api_for(world.other).get(one).status_code == 404
    assert api_for(world.stranger).post(f"{one}close/", {"outcome": "x"}).status_code == 404
    closed = api_for(world.psychologist).post(f"{one}close/", {"outcome": "Safe with her grandmother"})
    assert (closed.status_code, closed.json()["stage"]) == (200, "closed")
    assert SupportState.objects.get(case=world.child, module="psychological").code != "alert_open"


def test_everybody_on_the_case_reads_the_instruction_and_not_the_reason(world: World) -> None:
    services.alert_raise(world.child, kind="suicide", by=world.worker, acute=True, description=SECRET)
    answer = api_for(world.teacher).get("/api/v1/psychological/instructions/", {"case": world.child.pk})
    rows = answer.json()["results"]
    assert [row["words"] for row in rows] == ["Do not leave alone"]
    assert SECRET not in answer.content.decode()
    lines = TimelineEntry.objects.filter(case=world.child).for_reader(world.teacher)
    kinds = set(lines.values_list("kind", flat=True))
    assert "instruction" in kinds and "safety_alert" not in kinds
    url = f"/api/v1/psychological/instructions/{rows[0]['id']}/end/"
    assert api_for(world.teacher).post(url).status_code == 403
    assert api_for(world.psychologist).post(url).json()["ended_at"]
    outsider = make_profile(Role.SPECIALIST, world.here, disciplines=["education"])
    assert api_for(outsider).get("/api/v1/psychological/instructions/").json()["results"] == []
