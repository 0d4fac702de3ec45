"""The case team, cover for an absent colleague, a caseload handed over, and all access in one list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import Profile
from cases.enums import LONGEST_DAYS
from cases.models import Case, CaseGrant, TimelineEntry
from tasks import clock
from tasks.models import Task
from tasks.services.tasks import task_create
from tests.factories import api_for, grant, make_case, web_for

from .conftest import World

GRANTS = "/api/v1/grants/"


def later(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).isoformat()


def seen(who: Profile) -> set[int]:
    with acting_as(who):
        return set(Case.objects.values_list("pk", flat=True))


def cover(by: Profile, absent: Profile, to: Profile, days: int = 10, reason: str = "On leave") -> Any:
    body = {"to": to.pk, "until": later(days), "reason": reason}
    return api_for(by).post(f"/api/v1/caseloads/{absent.pk}/cover/", body)


def test_a_whole_caseload_is_covered_in_one_step_and_ends_by_itself(world: World) -> None:
    closed = make_case(world.here, world.worker, status="closed")
    hidden = make_case(world.here, world.worker, restricted=True)
    answer = cover(world.supervisor, world.worker, world.colleague)
    assert answer.json() == {"count": 2}
    assert seen(world.colleague) == {world.case.pk, world.child.pk}
    assert closed.pk not in seen(world.colleague) and hidden.pk not in seen(world.colleague)
    told = TimelineEntry.objects.filter(kind="grant_made")
    assert {line.case_id for line in told} == {world.case.pk, world.child.pk}
    # A second run takes in what has come since, and no case twice.
    fresh = make_case(world.here, world.worker)
    assert cover(world.supervisor, world.worker, world.colleague, days=9).json() == {"count": 1}
    assert fresh.pk in seen(world.colleague)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_caseaccess SET until = now() - interval '1 s' WHERE grant_id IS NOT NULL")
    assert seen(world.colleague) == set()
    assert seen(world.worker) >= {world.case.pk, world.child.pk}


def test_who_covers_finds_the_tasks_of_the_absent_in_her_day(world: World) -> None:
    task_create(world.case, title="Bring the school papers", due_on=clock.today(), by=world.worker)
    with acting_as(world.worker):
        task_create(world.child, title="Hers by hand", due_on=clock.today(), by=world.worker, assignee=world.supervisor)
    assert "Bring the school papers" not in web_for(world.colleague).get("/my-day/").content.decode()
    cover(world.supervisor, world.worker, world.colleague)
    text = web_for(world.colleague).get("/my-day/").content.decode()
    assert "Bring the school papers" in text
    # What somebody else was given stays hers.
    assert "Hers by hand" not in text


def test_what_is_asked_of_a_cover_is_checked(world: World) -> None:
    assert cover(world.supervisor, world.worker, world.colleague, reason=" ").status_code == 422
    assert cover(world.supervisor, world.worker, world.colleague, days=-1).status_code == 422
    assert cover(world.supervisor, world.worker, world.colleague, days=LONGEST_DAYS["cover"] + 2).status_code == 422
    assert cover(world.supervisor, world.worker, world.worker).status_code == 422
    assert cover(world.supervisor, world.worker, world.far).status_code == 422
    # Nobody gives access to herself.
    assert cover(world.supervisor, world.worker, world.supervisor).status_code == 422
    assert cover(world.supervisor, world.colleague, world.worker).status_code == 409
    assert cover(world.far_supervisor, world.worker, world.far).status_code == 404
    for who in (world.worker, world.colleague, world.specialist, world.national, world.dpo, world.admin):
        assert cover(who, world.worker, world.colleague).status_code == 403
    assert not CaseGrant.objects.exists()


def test_a_caseload_is_handed_over_for_good_with_its_tasks(world: World) -> None:
    distant = make_case(world.here, world.colleague)
    grant(distant, world.worker, world.supervisor)
    own = task_create(world.case, title="One", due_on=clock.today(), by=world.worker)
    with acting_as(world.colleague):
        lent = task_create(distant, title="Two", due_on=clock.today(), by=world.colleague, assignee=world.worker)
    hand = f"/api/v1/caseloads/{world.worker.pk}/hand-over/"
    answer = api_for(world.supervisor).post(hand, {"to": world.colleague.pk})
    assert answer.json() == {"count": 2}
    assert seen(world.worker) == set()
    assert seen(world.colleague) == {world.case.pk, world.child.pk, distant.pk}
    assert {Task.objects.get(pk=one.pk).assignee_id for one in (own, lent)} == {world.colleague.pk}
    lines = TimelineEntry.objects.filter(kind="case_assigned", case__in=[world.case, world.child])
    assert {line.details["worker"] for line in lines} == {world.colleague.name}
    # Now she can leave.
    body = {"name": "Alma", "role": "social_worker", "office": world.worker.office_id, "is_active": False}
    assert api_for(world.admin).put(f"/api/v1/users/{world.worker.pk}/", body).status_code == 200


def test_restricted_cases_go_along_where_the_supervisor_is_named(world: World) -> None:
    body = {"case": world.child.pk, "reason": "Known", "people": [world.second.pk]}
    api_for(world.supervisor).post("/api/v1/restrictions/", body)
    hand = f"/api/v1/caseloads/{world.worker.pk}/hand-over/"
    assert api_for(world.supervisor).post(hand, {"to": world.colleague.pk}).json() == {"count": 1}
    assert world.child.pk not in seen(world.colleague)
    assert api_for(world.second).post(hand, {"to": world.colleague.pk}).json() == {"count": 1}
    assert world.child.pk in seen(world.colleague)


def test_handing_over_is_the_supervisor_s(world: World) -> None:
    hand, body = f"/api/v1/caseloads/{world.worker.pk}/hand-over/", {"to": world.colleague.pk}
    assert api_for(world.far_supervisor).post(hand, body).status_code == 404
    assert api_for(world.supervisor).post(hand, {"to": world.specialist.pk}).status_code == 422
    assert api_for(world.supervisor).post(hand, {"to": world.far.pk}).status_code == 422
    for who in (world.worker, world.colleague, world.national, world.admin):
        assert api_for(who).post(hand, body).status_code == 403
        assert web_for(who).post(f"/caseloads/{world.worker.pk}/hand-over/", {}).status_code in (403, 404)
    assert seen(world.worker) == {world.case.pk, world.child.pk}


def test_the_pages_do_the_same(world: World) -> None:
    web, page = web_for(world.supervisor), f"/caseloads/{world.worker.pk}/"
    assert "2 open cases" in web.get(page).content.decode()
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    body = {"cover-to": world.colleague.pk, "cover-until": until, "cover-reason": "On leave"}
    assert web.post(f"{page}cover/", {**body, "cover-until": "2020-01-01"}).status_code == 422
    assert web.post(f"{page}cover/", body).status_code == 302
    assert world.colleague.name in web.get(page).content.decode()
    assert web.post(f"{page}hand-over/", {"handover-to": world.colleague.pk}).status_code == 302
    assert seen(world.worker) == set()
    assert "carries no open case" in web.get(page).content.decode()
    assert web_for(world.far_supervisor).get(page).status_code == 404


def listed(who: Profile, **query: Any) -> set[int]:
    return {row["id"] for row in api_for(who).get(GRANTS, query).json()["results"]}


def test_a_supervisor_lists_and_ends_all_access_of_her_region(world: World) -> None:
    first = grant(world.case, world.specialist, world.supervisor)
    second = grant(world.child, world.colleague, world.supervisor)


    assert listed(world.supervisor) == {first.pk, second.pk}
    assert listed(world.supervisor, to=world.specialist.pk) == {first.pk}
    assert listed(world.supervisor, purpose="cover") == set()
    assert listed(world.far_supervisor) == set()
    assert listed(world.worker) == {first.pk, second.pk}
    page = web_for(world.supervisor).get("/grants/").content.decode()
    assert world.specialist.name in page and world.case.number in page
    assert world.case.number not in web_for(world.far_supervisor).get("/grants/").content.decode()
    ids = {"ids": [first.pk, second.pk]}
    for who in (world.worker, world.specialist, world.national):
        assert api_for(who).post(f"{GRANTS}end/", ids).status_code == 403
    assert api_for(world.far_supervisor).post(f"{GRANTS}end/", ids).status_code == 404
    assert api_for(world.supervisor).post(f"{GRANTS}end/", ids).json() == {"count": 2}
    assert seen(world.specialist) == set()
    assert listed(world.supervisor, running="1") == set() and listed(world.supervisor) == {first.pk, second.pk}
    third = grant(world.case, world.specialist, world.supervisor)
    assert web_for(world.supervisor).post("/grants/end/", {"grant": [third.pk]}).status_code == 302
    assert seen(world.specialist) == set()


def test_access_is_extended_within_measure_and_not_by_who_has_it(world: World) -> None:
    given = grant(world.case, world.specialist, world.supervisor)
    extend = f"{GRANTS}{given.pk}/extend/"
    assert api_for(world.supervisor).post(extend, {"until": later(30)}).status_code == 200
    given.refresh_from_db()
    assert given.until is not None and given.until > timezone.now() + timedelta(days=29)
    assert api_for(world.supervisor).post(extend, {"until": later(20)}).status_code == 422
    assert api_for(world.supervisor).post(extend, {"until": later(LONGEST_DAYS["team"] + 2)}).status_code == 422
    assert api_for(world.far_supervisor).post(extend, {"until": later(40)}).status_code == 404
    assert api_for(world.specialist).post(extend, {"until": later(40)}).status_code == 403
    with pytest.raises(Exception, match="denied"), acting_as(world.specialist), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_casegrant SET until = now() + interval '1 year'")
    until = (timezone.localdate() + timedelta(days=40)).isoformat()
    page = f"/cases/{world.case.number}/access/{given.pk}/extend/"
    assert web_for(world.supervisor).post(page, {"until": until}).status_code == 302
    api_for(world.supervisor).post(f"{GRANTS}end/", {"ids": [given.pk]})
    assert api_for(world.supervisor).post(extend, {"until": later(50)}).status_code == 409


def test_what_is_given_at_once_has_a_longest_term(world: World) -> None:
    body = {"to": world.specialist.pk, "purpose": "team", "reason": "x", "until": later(LONGEST_DAYS["team"] + 2)}
    refused = api_for(world.supervisor).post(f"/api/v1/cases/{world.case.pk}/grants/", body)
    assert refused.status_code == 422 and set(refused.json()["errors"]) == {"until"}
    body["until"] = later(LONGEST_DAYS["team"])
    assert api_for(world.supervisor).post(f"/api/v1/cases/{world.case.pk}/grants/", body).status_code == 201
