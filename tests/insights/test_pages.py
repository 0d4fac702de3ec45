"""Pages and API: the same numbers as were counted by hand, their lists, nothing of another region."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import AccessLog
from cases.models import Plan
from insights.models import Figure, Target
from tests.factories import api_for, make_case, make_profile, web_for

from .conftest import World, ago, make_task, refresh

PAGES = ("/team/", "/approvals/", "/figures/", "/figures/caseload/", "/reports/", "/reports/export.csv")


def dashboard(profile: Any, query: str = "") -> dict[str, Any]:
    answer = api_for(profile).get(f"/api/v1/dashboard/{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def by_code(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {row["code"]: (row["count"], row["of"]) for row in found["indicators"]}


def test_the_dashboard_shows_the_region(world: World) -> None:
    found = dashboard(world.supervisor)
    assert by_code(found) == {
        "overdue": (4, 6), "assessments": (1, 3), "plans": (1, 1), "not_enrolled": (1, 2), "unaccompanied": (1, 2),
        "caseload": (0, 2), "without_plan": (1, 2), "without_visit": (1, 3),
    }  # fmt: skip
    assert {row["code"]: row["count"] for row in found["risk"]} == {"high": 2, "medium": 1, "low": 1, "unset": 0}
    assert {row["kind"]: (row["total"], row["ages"]) for row in found["overdue"]} == {
        "visit": (2, {"week": 1, "month": 0, "longer": 1}),
        "document": (1, {"week": 0, "month": 1, "longer": 0}),
        "assessment": (1, {"week": 1, "month": 0, "longer": 0}),
    }
    assert [(row["name"], row["people"], row["open_cases"]) for row in found["operations"]] == [
        ("Mehr-3", 3, 3), ("", 2, 1),
    ]  # fmt: skip
    assert found["regions"] == []
    assert 0 <= found["age_seconds"] < 60 and found["counted_at"]


def test_the_other_region_sees_its_own_and_the_country_all(world: World) -> None:
    assert by_code(dashboard(world.far_supervisor)) == {
        "overdue": (1, 1), "assessments": (1, 1), "plans": (0, 1), "not_enrolled": (0, 0), "unaccompanied": (0, 0),
        "caseload": (0, 1), "without_plan": (1, 1), "without_visit": (1, 1),
    }  # fmt: skip
    country = dashboard(world.national)
    assert by_code(country)["overdue"] == (5, 7)
    assert {row["name"]: row["open_cases"] for row in country["regions"]} == {"Samarqand": 4, "Buxoro": 1}
    assert by_code(dashboard(world.national, f"?region={world.there.pk}"))["overdue"] == (1, 1)


def test_an_operation_narrows(world: World) -> None:
    found = by_code(dashboard(world.supervisor, f"?operation={world.arrival.phase.operation_id}"))
    assert found["without_visit"] == (1, 3) and found["without_plan"] == (1, 2)
    # A caseload is not cut by flights.
    assert found["caseload"] == (0, 2)
    assert by_code(dashboard(world.supervisor, f"?arrival={world.arrival.pk}")) == found


def test_the_period_narrows_what_has_months(world: World) -> None:
    make_task(world.girl, "assessment", 200, done=200)
    refresh()
    assert by_code(dashboard(world.supervisor, "?period=3"))["assessments"] == (1, 3)
    assert by_code(dashboard(world.supervisor, "?period=12"))["assessments"] == (2, 4)


def test_every_list_over_the_api_is_as_long_as_the_figure_says(world: World) -> None:
    for profile in (world.supervisor, world.far_supervisor, world.national):
        for row in dashboard(profile)["indicators"]:
            answer = api_for(profile).get(f"{row['list_api']}&page_size=200")
            assert answer.status_code == 200, row
            assert len(answer.json()["results"]) == row["listed"], (profile.role, row["code"])


def test_every_link_of_the_pages_opens(world: World) -> None:
    for profile, pages in ((world.supervisor, ("/team/", "/figures/")), (world.national, ("/figures/",))):
        client = web_for(profile)
        for page in pages:
            text = client.get(page).content.decode()
            found = re.findall(r'href="(/(?:cases|tasks|figures)/[^"]*)"', text)
            links = {link.replace("&amp;", "&") for link in found}
            assert len(links) > 5
            for link in links:
                assert client.get(link).status_code == 200, link


def test_the_country_lists_cases_without_a_plan_and_reads_none(world: World) -> None:
    rows = api_for(world.national).get("/api/v1/cases/?no_plan=1&open=1").json()["results"]
    assert {row["id"] for row in rows} == {world.pupil.pk, world.girl.pk, world.resting.pk, world.far.pk}
    with acting_as(world.national):
        assert set(Plan.objects.order_by().values_list("case_id", "status")) == {(world.mother.pk, "approved")}
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.national):
        list(Plan.objects.order_by().values_list("summary"))


def test_a_filter_that_is_not_understood_is_refused(world: World) -> None:
    api, web = api_for(world.national), web_for(world.national)
    for query in ("?region=x", "?operation=999999", "?period=7", "?arrival=-1"):
        assert api.get(f"/api/v1/dashboard/{query}").status_code == 422
        assert web.get(f"/figures/{query}").status_code == 422


def test_pages_are_not_there_for_others(world: World) -> None:
    for role in (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.DPO, Role.ADMIN):
        client = web_for(make_profile(role, world.here))
        assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 404)


def test_the_country_has_no_team_and_decides_nothing(world: World) -> None:
    client = web_for(world.national)
    assert [client.get(path).status_code for path in PAGES] == [404, 404, 200, 200, 200, 200]


def test_pages_before_the_first_count_say_so(world: World) -> None:
    from insights.models import Refresh

    Refresh.objects.all().delete()
    Figure.objects.all().delete()
    for path in ("/team/", "/figures/", "/reports/"):
        answer = web_for(world.supervisor).get(path)
        assert answer.status_code == 200 and "not been counted yet" in answer.content.decode()


def test_queries_do_not_grow_with_the_cases(world: World) -> None:
    client = web_for(world.supervisor)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    before = {path: queries(path) for path in PAGES}
    for _n in range(3):
        case = make_case(world.here, make_profile(Role.SOCIAL_WORKER, world.here), risk="high", arrival=world.arrival)
        make_task(case, "visit", 30)
    refresh()
    assert {path: queries(path) for path in PAGES} == before


def test_the_report_is_the_month(world: World) -> None:
    answer = web_for(world.supervisor).get("/reports/export.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["region"] for row in rows} == {"Samarqand"}
    found = {row["measure"]: (row["count"], row["of"]) for row in rows}
    assert found["overdue"] == ("4", "6") and found["without_visit"] == ("1", "3")
    assert found["unaccompanied"] == ("1", "2") and found["caseload"] == ("0", "2")
    assert AccessLog.objects.filter(actor_id=world.supervisor.pk, kind="export", count=len(rows)).count() == 1
    assert "Lola" not in answer.content.decode() and "Zuhra" not in answer.content.decode()
    assert web_for(world.supervisor).get("/reports/?month=1999-01").status_code == 404


def test_last_month_counts_what_fell_into_it(world: World) -> None:
    make_task(world.girl, "visit", 3, done=3)
    refresh()
    text = web_for(world.supervisor).get("/reports/?month=" + f"{ago(40):%Y-%m}").content.decode()
    assert "Monthly report" in text


def test_the_coordinator_sets_targets(world: World) -> None:
    client = web_for(world.national)
    assert client.get("/figures/targets/").status_code == 200
    values = {"overdue": 50, "assessments": 90, "plans": 90, "not_enrolled": 5, "without_plan": 5, "without_visit": 5,
              "caseload": 0, "caseload_limit": 2}  # fmt: skip
    assert client.post("/figures/targets/", values).status_code == 302
    assert set(Target.objects.values_list("indicator", "value")) == {("overdue", 50), ("caseload_limit", 2)}
    refresh()
    # Alma carries three.
    assert by_code(dashboard(world.supervisor))["caseload"] == (1, 2)
    assert client.post("/figures/targets/", {**values, "overdue": 101}).status_code == 422
    assert web_for(world.supervisor).get("/figures/targets/").status_code == 404
    assert api_for(world.supervisor).get("/api/v1/targets/").json()["targets"]["overdue"] == 50
    assert api_for(world.supervisor).patch("/api/v1/targets/", {"targets": {}}, format="json").status_code == 403


def test_figures_and_team_over_the_api(world: World) -> None:
    client = api_for(world.supervisor)
    rows = client.get("/api/v1/figures/?measure=visit_late").json()["results"]
    assert [(row["region"], row["key"], row["count"], row["of"]) for row in rows] == [
        (world.here.pk, "high", 1, 1), (world.here.pk, "low", 0, 1), (world.here.pk, "medium", 0, 1),
    ]  # fmt: skip
    team = client.get("/api/v1/team/").json()["results"]
    assert [(row["name"], row["cases"], row["overdue"]) for row in team] == [
        ("Bibi", 1, 3), ("Alma", 3, 1), ("Idle", 0, 0),
    ]  # fmt: skip
    assert client.post("/api/v1/figures/").status_code == 202
    assert api_for(world.alma).get("/api/v1/dashboard/").status_code == 403
