"""Each figure of the officer's overview, made by hand, and the list behind it: the same number."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import AgencyKind, Role
from accounts.models import AccessLog, SignInFailure
from cases.models import CaseGrant, Opening, RetentionItem, RetentionRule, RetentionRun
from insights.models import OddPattern
from insights.queries.protection import MOST, SPECS, figures
from sharing.models import Demand, Destruction, PersonRequest
from sharing.services.summaries import summary_withdraw
from tests.factories import api_for, grant, make_agency, make_profile, web_for
from tests.sharing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def fill(world: World) -> dict[str, int]:
    """Something of every figure, and beside it what must not be counted. Returns the numbers, by hand."""
    now, today = timezone.now(), timezone.localdate()
    second = make_profile(Role.DPO)
    request: dict[str, Any] = {
        "case": world.adult, "number": world.adult.number, "kind": "access", "asked_by": "she", "text": "x",
        "received_on": today, "created_by": world.worker,
    }  # fmt: skip
    for due, state in ((-1, "open"), (0, "open"), (9, "open"), (-3, "granted")):
        PersonRequest.objects.create(**request, due_on=today + timedelta(days=due), state=state)
    for state in ("open", "refused"):
        Demand.objects.create(authority="Police", received_on=today, text="x", state=state)
    released = world.released()
    with acting_as(world.worker):
        summary_withdraw(released.summary, reason="Wrong", by=world.worker)
    world.released()
    assert Destruction.objects.filter(confirmed_at=None).count() == 1
    given = grant(world.adult, make_profile(Role.SPECIALIST, world.here, disciplines=["medical"]), world.supervisor)
    ended = grant(world.adult, make_profile(Role.SPECIALIST, world.here, disciplines=["medical"]), world.supervisor)
    CaseGrant.objects.filter(pk=ended.pk).update(ended_at=now)
    for reviewed in (None, now):
        Opening.objects.create(
            grant=given if reviewed is None else ended, case=world.adult, number=world.adult.number, region=world.here,
            user=world.other, kind="emergency", reason="x", opened_at=now, until=now, reviewed_at=reviewed,
        )  # fmt: skip
        OddPattern.objects.create(
            kind="many_cases", user=world.worker, begins_at=now - timedelta(hours=1 if reviewed else 2), ends_at=now,
            count=26, reviewed_at=reviewed,
        )  # fmt: skip
    for who in (world.dpo, second):
        RetentionRun.objects.create(created_by=who, state="ready")
    RetentionRule.objects.create(created_by=second, kind="medical", years=5, basis="x")
    RetentionRule.objects.create(created_by=world.dpo, kind="documents", years=5, basis="x")
    for kind, state in (("medical", "due"), ("documents", "due"), ("whole", "done")):
        RetentionItem.objects.create(
            case=world.adult, number=world.adult.number, kind=kind, closed_at=now, due_on=today, state=state
        )
    for hours in (1, 23, 25):
        row = SignInFailure.objects.create(reason="password", request_id="x")
        SignInFailure.objects.filter(pk=row.pk).update(at=now - timedelta(hours=hours))
    AccessLog.objects.all().delete()
    for days, kind in ((1, "export"), (29, "export"), (31, "export"), (1, "case")):
        read = AccessLog.objects.create(actor_id=world.worker.pk, kind=kind, request_id="x")
        AccessLog.objects.filter(pk=read.pk).update(at=now - timedelta(days=days))
    return {
        "requests_late": 1, "openings": 1, "patterns": 1, "destructions": 1, "requests": 3, "demands": 1, "terms": 1,
        "runs": 1, "sign_ins": 2, "due": 2, "exports": 2, "disclosures": 1, "grants": 1,
    }  # fmt: skip


def rows_of(page: str) -> int:
    """The rows of the tables of a page."""
    return sum(part.count("<tr") for part in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL))


def test_each_number_is_that_of_its_list(world: World) -> None:
    expected = fill(world)
    client = web_for(world.dpo)
    with acting_as(world.dpo):
        found = {one.spec.code: (one.count, one.spec.url) for one in figures(world.dpo)}
    assert {code: count for code, (count, _url) in found.items()} == expected
    for code, (count, url) in found.items():
        page = client.get(url)
        assert page.status_code == 200, code
        if code == "openings":
            assert page.content.decode().count(f"/openings/{Opening.objects.get(reviewed_at=None).pk}/") >= count
        else:
            assert rows_of(page.content.decode()) == count, code


def test_the_order_is_that_of_urgency_and_the_api_says_the_same(world: World) -> None:
    expected = fill(world)
    answer = api_for(world.dpo).get("/api/v1/protection/").json()
    codes = [row["code"] for row in answer["figures"]]
    assert codes == [spec.code for spec in SPECS]  # nothing is zero, so all stand by urgency
    assert {row["code"]: row["count"] for row in answer["figures"]} == expected
    assert answer["next_deadline"] == str(timezone.localdate() - timedelta(days=1))
    PersonRequest.objects.filter(state="open").update(state="granted")
    codes = [row["code"] for row in api_for(world.dpo).get("/api/v1/protection/").json()["figures"]]
    assert codes[0] == "openings" and codes[-3:] == ["exports", "disclosures", "grants"]
    assert codes[-5:-3] == ["requests_late", "requests"]


def test_the_page_says_the_numbers_and_no_word_of_a_case(world: World) -> None:
    fill(world)
    page = web_for(world.dpo).get("/protection/").content.decode()
    assert "Requests overdue" in page and "show=late" in page and world.adult.person.surname not in page
    assert web_for(world.dpo).get("/").headers["Location"].endswith("/protection/")


def test_it_is_for_the_officer_alone(world: World) -> None:
    fill(world)
    pattern = OddPattern.objects.get(reviewed_at=None)
    agency = make_profile(Role.AGENCY, agency=make_agency(AgencyKind.OMBUDSMAN))
    for who in (world.worker, world.supervisor, world.national, make_profile(Role.ADMIN), agency):
        for path in ("/protection/", "/protection/patterns/", "/protection/grants/"):
            assert web_for(who).get(path).status_code == 404
        assert web_for(who).post(f"/protection/patterns/{pattern.pk}/review/").status_code == 404
        for path in ("protection", "odd-patterns", "grants-running", "accesses"):
            assert api_for(who).get(f"/api/v1/{path}/").status_code == 403
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(who):
            OddPattern.objects.count()
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.dpo):
        list(CaseGrant.objects.values_list("reason"))


def test_a_pattern_is_reviewed_once_and_not_by_whom_it_is_about(world: World) -> None:
    fill(world)
    pattern = OddPattern.objects.get(reviewed_at=None)
    api = api_for(world.dpo)
    assert [row["id"] for row in api.get("/api/v1/odd-patterns/").json()["results"]] == [pattern.pk]
    assert web_for(world.dpo).post(f"/protection/patterns/{pattern.pk}/review/").status_code == 302
    assert api.post(f"/api/v1/odd-patterns/{pattern.pk}/review/").status_code == 409
    assert api.get("/api/v1/odd-patterns/").json()["results"] == []
    assert len(api.get("/api/v1/odd-patterns/?show=all").json()["results"]) == 2
    own = OddPattern.objects.create(
        kind="many_cases", user=world.dpo, begins_at=timezone.now(), ends_at=timezone.now(), count=26
    )
    assert api.post(f"/api/v1/odd-patterns/{own.pk}/review/").status_code == 403


def test_the_lists_by_the_api(world: World) -> None:
    fill(world)
    api = api_for(world.dpo)
    assert len(api.get("/api/v1/grants-running/").json()["results"]) == 1
    assert len(api.get("/api/v1/accesses/?kind=export&days=30").json()["results"]) == 2
    assert len(api.get("/api/v1/accesses/?kind=export").json()["results"]) == 3


def test_a_count_goes_no_further_than_it_must(world: World) -> None:
    SignInFailure.objects.bulk_create([SignInFailure(reason="password", request_id="x") for _ in range(MOST + 5)])
    with acting_as(world.dpo):
        found = {one.spec.code: one for one in figures(world.dpo)}
    assert (found["sign_ins"].count, found["sign_ins"].shown) == (MOST + 1, "1000+")


def test_the_overview_asks_as_many_questions_of_three_as_of_one(world: World) -> None:
    def asked(path: str) -> int:
        client = web_for(world.dpo)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = ("/protection/", "/protection/patterns/", "/protection/grants/", "/accesses/?kind=case")
    fill(world)
    before = [asked(path) for path in paths]
    people = [make_profile(Role.SPECIALIST, world.here, disciplines=["medical"]) for _ in range(2)]
    for number, one in enumerate(people):
        grant(world.adult, one, world.supervisor)
        OddPattern.objects.create(
            kind="many_cases", user=one, begins_at=timezone.now() - timedelta(hours=9 + number),
            ends_at=timezone.now(), count=26,
        )  # fmt: skip
        AccessLog.objects.create(actor_id=one.pk, kind="case", request_id="x")
    assert [asked(path) for path in paths] == before


def test_the_log_of_accesses_is_read_by_its_indexes(world: World) -> None:
    """A million rows are there one day: what the overview and its lists read of the log has an index of its own."""
    now = timezone.now()
    wanted = {
        "access_exports": "kind = 'export' ORDER BY id DESC LIMIT 50", "access_at": f"at >= '{now.isoformat()}'",
        "access_actor": "actor_id = 7 ORDER BY id DESC LIMIT 50",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for name, where in wanted.items():
            cursor.execute(f"EXPLAIN SELECT id FROM history_access WHERE {where}")
            assert name in " ".join(row[0] for row in cursor.fetchall())
