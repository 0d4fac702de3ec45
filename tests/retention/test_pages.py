"""The pages and the API of retention: who may, who may not, and that nobody agrees to her own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import acting_as
from accounts.enums import Role
from cases.models import LegalHold, RetentionItem, RetentionRule, RetentionRun
from cases.services.retention import run_carry_out, run_count
from cases.services.retention.sweep import due_find
from tests.factories import api_for, make_agency, make_profile, web_for
from tests.retention.world import World

pytestmark = pytest.mark.django_db
TERM = {"years": 5, "basis": "Law 1, article 2", "kept_by_law": "on"}


def test_a_term_is_proposed_by_one_and_confirmed_by_another(world: World) -> None:
    officer, second = web_for(world.dpo), web_for(world.second)
    address = reverse("cases:retention_term", args=["whole"])
    assert officer.get(address).status_code == 200
    assert officer.post(address, {"years": 0, "basis": ""}).status_code == 422
    assert officer.post(address, TERM).status_code == 302
    assert officer.post(address, TERM).status_code == 422  # one waits already
    rule = RetentionRule.objects.get()
    decide = reverse("cases:retention_term_decide", args=[rule.pk])
    assert officer.post(decide, {"decision": "confirm"}).status_code == 403
    assert "Law 1, article 2" in second.get(reverse("cases:retention")).content.decode()
    assert second.post(decide, {"decision": "confirm"}).status_code == 302
    assert second.post(decide, {"decision": "confirm"}).status_code == 409
    rule.refresh_from_db()
    assert (rule.state, rule.decided_by, rule.years, rule.kept_by_law) == ("confirmed", world.second, 5, True)


def test_no_kind_is_kept_longer_than_the_whole_case(world: World) -> None:
    world.term("whole", 5)
    api = api_for(world.dpo)
    given: dict[str, Any] = {"kind": "documents", "years": 6, "basis": "Law 1"}
    answer = api.post("/api/v1/retention-terms/", given, format="json")
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"years"})
    assert api.post("/api/v1/retention-terms/", {**given, "years": 5}, format="json").status_code == 201
    decide = f"/api/v1/retention-terms/{RetentionRule.objects.get(kind='documents').pk}/decide/"
    assert api_for(world.second).post(decide, {"agree": True}, format="json").status_code == 200
    answer = api.post("/api/v1/retention-terms/", {"kind": "whole", "years": 4, "basis": "Law 1"}, format="json")
    assert set(answer.json()["errors"]) == {"years"}


def test_a_destruction_from_its_count_to_its_log(world: World) -> None:
    world.term("whole", 5)
    due_find(date(2026, 3, 15))
    officer, second = web_for(world.dpo), web_for(world.second)
    page = officer.get(reverse("cases:retention")).content.decode()
    assert f'{reverse("cases:retention_due")}?kind=whole">2</a>' in page
    assert world.mother.number in officer.get(reverse("cases:retention_due") + "?kind=whole").content.decode()
    assert world.mother.number not in officer.get(reverse("cases:retention_due") + "?kind=medical").content.decode()
    answer = officer.post(reverse("cases:retention_prepare"))
    run = RetentionRun.objects.get()
    address = reverse("cases:retention_run", args=[run.pk])
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "being counted" in officer.get(address).content.decode()
    run_count(run.pk)
    page = officer.get(address).content.decode()
    assert world.mother.number in page and "Rahimova" not in page and "Documents and photographs: 1" in page
    decide = reverse("cases:retention_decide", args=[run.pk])
    assert officer.post(decide, {"decision": "approve"}).status_code == 403
    assert second.post(decide, {"decision": "approve"}).status_code == 302
    run_carry_out(run.pk)
    page = officer.get(address).content.decode()
    assert "What went" in page and world.second.name in page
    assert officer.get(reverse("cases:retention_progress", args=[run.pk])).status_code == 200
    assert officer.post(reverse("cases:retention_prepare")).status_code == 409


def test_the_coordinator_is_a_second_person_without_case_numbers(world: World) -> None:
    world.term("whole", 5)
    run = world.counted()
    coordinator, api = web_for(world.national), api_for(world.national)
    page = coordinator.get(reverse("cases:retention_run", args=[run.pk])).content.decode()
    assert world.mother.number not in page and "Documents and photographs: 1" in page
    assert coordinator.get(reverse("cases:retention_due")).status_code == 403
    assert api.get("/api/v1/retention-due/").status_code == 403
    assert api.get(f"/api/v1/retention-runs/{run.pk}/items/").status_code == 403
    assert api.get("/api/v1/legal-holds/").status_code == 403
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.national):
        RetentionItem.objects.count()
    answer = api.post(f"/api/v1/retention-runs/{run.pk}/decide/", {"agree": True}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "approved")


def test_a_refused_run_gives_its_cases_back(world: World) -> None:
    world.term("whole", 5)
    run = world.counted()
    address = reverse("cases:retention_decide", args=[run.pk])
    assert web_for(world.dpo).post(address, {"decision": "refuse"}).status_code == 302
    assert run_carry_out(run.pk) == {"given back": 2}
    assert set(world.states().values()) == {"due"}


def test_a_hold_is_set_and_lifted_with_its_reason(world: World) -> None:
    officer = web_for(world.dpo)
    address = reverse("cases:hold_set")
    assert officer.post(address, {"number": "2222-2222", "reason": "A court"}).status_code == 422
    assert officer.post(address, {"number": world.mother.number.lower(), "reason": "A court asked."}).status_code == 302
    assert officer.post(address, {"number": world.mother.number, "reason": "Again"}).status_code == 422
    hold = LegalHold.objects.get()
    assert (hold.case_id, hold.number, hold.reason) == (world.mother.pk, world.mother.number, "A court asked.")
    assert "A court asked." in officer.get(reverse("cases:retention")).content.decode()
    world.term("whole", 5)
    run = world.counted()
    assert set(run.items.values_list("number", flat=True)) == {world.child.number}
    assert "Legal hold" in officer.get(reverse("cases:retention_due")).content.decode()
    lift = reverse("cases:hold_lift", args=[hold.pk])
    assert officer.post(lift, {"reason": ""}).status_code == 422
    assert officer.post(lift, {"reason": "The court is done."}).status_code == 302
    assert api_for(world.dpo).get("/api/v1/legal-holds/").json()["results"][0]["lifted_reason"] == "The court is done."


@pytest.mark.parametrize("who", ["worker", "supervisor", "admin", "agency"])
def test_it_is_there_for_nobody_else(world: World, who: str) -> None:
    world.term("whole", 5)
    run = world.counted()
    profile = make_profile(Role.AGENCY, agency=make_agency()) if who == "agency" else getattr(world, who)
    client, api = web_for(profile), api_for(profile)
    for name, args in (
        ("retention", []), ("retention_due", []), ("retention_run", [run.pk]), ("retention_term", ["whole"]),
        ("hold_set", []),
    ):  # fmt: skip
        assert client.get(reverse(f"cases:{name}", args=args)).status_code == 404, name
    assert client.post(reverse("cases:retention_decide", args=[run.pk]), {"decision": "approve"}).status_code == 404
    for path in ("retention-terms", "retention-due", "retention-runs", "legal-holds"):
        assert api.get(f"/api/v1/{path}/").status_code == 403, path
    for model in (RetentionRule, RetentionRun, RetentionItem, LegalHold):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            model.objects.count()


def test_pages_ask_as_many_questions_of_three_as_of_one(world: World) -> None:
    def asked(address: str) -> int:
        client = web_for(world.dpo)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    world.term("whole", 5)
    due_find(date(2025, 3, 14))
    addresses = [reverse("cases:retention"), reverse("cases:retention_due")]
    one = [asked(address) for address in addresses]
    due_find(date(2026, 3, 14))
    assert RetentionItem.objects.count() == 2
    assert [asked(address) for address in addresses] == one
