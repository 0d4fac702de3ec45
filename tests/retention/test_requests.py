"""A person asks to be erased: what may go goes, what the law keeps is named with its day; a restored backup agrees."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.acting import acting_as
from cases.models import Case, Document, Person, RetentionItem, RetentionRun
from cases.services.retention import Fate, fates, run_count
from sharing.models import PersonRequest
from sharing.services.rights import request_record
from tests.factories import api_for, web_for
from tests.retention.world import World

pytestmark = pytest.mark.django_db


def asked(world: World, case: Case) -> PersonRequest:
    with acting_as(world.worker):
        return request_record(case, kind="erasure", asked_by="Ozoda", text="Forget me.", by=world.worker)


def why(found: list[Fate]) -> dict[str, tuple[str, date | None]]:
    return {one.kind: (str(one.why), one.until) for one in found}


def test_what_goes_and_what_stays(world: World) -> None:
    world.term("documents", 3)
    world.term("medical", 30)
    world.term("sharing", 30, kept_by_law=False)
    with acting_as(world.dpo):
        told = why(fates(world.mother.number, on=date(2026, 1, 1)))
        assert told["documents"] == ("", date(2023, 3, 14))
        assert told["medical"] == ("law", date(2050, 3, 14))
        assert told["sharing"] == ("", date(2050, 3, 14))
        assert told["whole"] == ("no_term", None)
        assert set(why(fates(world.other.number)).values()) == {("open", None)}


def test_a_granted_request_is_carried_out(world: World) -> None:
    world.term("documents", 3)
    world.term("whole", 30)
    found = asked(world, world.mother)
    officer = web_for(world.dpo)
    page = officer.get(reverse("sharing:request_decide", args=[found.pk])).content.decode()
    assert "goes now" in page and "until 14 Mar 2050" in page
    given = {"state": "partly", "answer": "The papers go, the rest stays until 2050."}
    assert officer.post(reverse("sharing:request_decide", args=[found.pk]), given).status_code == 302
    run = RetentionRun.objects.get()
    run_count(run.pk)
    run.refresh_from_db()
    assert (run.state, run.total, run.request, run.counts["documents"]["cases_document"]) == ("ready", 1, found.pk, 1)
    worker = web_for(world.worker)
    address = reverse("sharing:case_requests", args=[world.mother.number])
    assert "Goes once a second person has agreed" in worker.get(address).content.decode()
    world.carried_out(run)
    assert Document.objects.count() == 0 and Person.objects.get(pk=world.mother.person_id).surname == "Rahimova"
    page = worker.get(address).content.decode()
    assert "Erased" in page and "until 14 Mar 2050" in page
    outcome = api_for(world.dpo).get("/api/v1/person-requests/").json()["results"][0]["outcome"]
    assert (outcome["state"], outcome["goes"]) == ("done", ["documents"])
    assert {"kind": "whole", "why": "law", "until": "2050-03-14"} in outcome["kept"]


def test_of_an_open_case_nothing_goes_and_nobody_need_agree(world: World) -> None:
    world.term("whole", 5, kept_by_law=False)
    found = asked(world, world.other)
    given = {"state": "granted", "answer": "When the case is closed."}
    address = f"/api/v1/person-requests/{found.pk}/decide/"
    assert api_for(world.dpo).post(address, given, format="json").status_code == 200
    run = RetentionRun.objects.get()
    run_count(run.pk)
    run.refresh_from_db()
    found.refresh_from_db()
    assert (run.state, run.total) == ("done", 0)
    assert {row["why"] for row in found.outcome["kept"]} == {"open"}


def test_a_refused_request_begins_nothing(world: World) -> None:
    found = asked(world, world.mother)
    given = {"state": "refused", "answer": "The law keeps it."}
    assert web_for(world.dpo).post(reverse("sharing:request_decide", args=[found.pk]), given).status_code == 302
    assert RetentionRun.objects.count() == 0


def test_an_anonymous_case_can_be_looked_at_and_not_opened_again(world: World) -> None:
    asked(world, world.mother)
    world.term("whole", 5)
    world.carried_out(world.counted())
    client = web_for(world.supervisor)
    for name in ("cases:case_detail", "cases:case_timeline", "cases:case_history", "cases:document_list",
                 "sharing:case_requests", "sharing:consent_list", "cases:grant_list"):  # fmt: skip
        page = client.get(reverse(name, args=[world.mother.number]))
        assert page.status_code == 200, name
        assert "Ozoda" not in page.content.decode() and ">None<" not in page.content.decode(), name
    assert "Anonymous since" in client.get(reverse("cases:case_detail", args=[world.mother.number])).content.decode()
    answer = api_for(world.supervisor).post(
        f"/api/v1/cases/{world.mother.pk}/reopen/", {"reason": "She came back."}, format="json"
    )
    assert answer.status_code == 409


def test_a_restored_backup_is_erased_again(world: World) -> None:
    """The database of the day before: as if nothing of the run had happened; the list in the store knows better."""
    from django.db import connection, transaction

    world.term("whole", 5)
    backup: dict[str, list[tuple[object, ...]]] = {}
    run = world.counted()
    point = transaction.savepoint()
    world.carried_out(run)
    assert RetentionItem.objects.filter(state="done").count() == 2
    transaction.savepoint_rollback(point)
    assert backup == {} and Person.objects.filter(surname="Rahimova").count() == 2
    connection.check_constraints()
    out = StringIO()
    call_command("after_restore", stdout=out)
    assert "erased: 2" in out.getvalue()
    assert Person.objects.filter(surname="Rahimova").count() == 0
    assert Person.objects.get(pk=world.other.person_id).surname == "Stranger"
    out = StringIO()
    call_command("after_restore", stdout=out)
    assert "gone already: 2" in out.getvalue() and "erased: 0" in out.getvalue()
    call_command("verify_history", stdout=StringIO())
