"""A refusal stops the tasks that it is about, counts against nobody, is told to nobody; a later yes lets them go on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Invalid
from accounts.models import Event
from cases.models import Case, ServiceConsent, TimelineEntry
from cases.services.service_consents import service_consent_record
from insights.indicators.base import RUNNING
from tasks.enums import TaskKind
from tasks.models import Task
from tasks.services.planning import plan_for_cases
from tasks.services.tasks import task_create
from tests.factories import api_for, grant, make_agency, make_profile, make_region, web_for
from tests.tasks.test_planning import DAY, World, days, tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("tasks.clock.today", "tasks.models.today", "tasks.querysets.today", "accounts.clock.today"):
        monkeypatch.setattr(place, lambda *_: DAY)


@pytest.fixture
def world() -> World:
    made = World()
    plan_for_cases(made.all, on=DAY)
    return made


def decide(world: World, case: Case, area: str, decision: str = "refused", **values: Any) -> ServiceConsent:
    own = case != world.child
    given: dict[str, Any] = {
        "decided_on": DAY, "given_by": "self" if own else "caregiver", "giver_name": "" if own else "Ozoda",
        "manner": "in_person", "language": "uz", "assent": "" if own else "given", **values,
    }  # fmt: skip
    with acting_as(world.worker):
        return service_consent_record(case, area=area, decision=decision, by=world.worker, **given)


def by_hand(world: World, case: Case, **values: Any) -> Task:
    given: dict[str, Any] = {"title": "Call", "due_on": days(3), "by": world.worker, **values}
    return task_create(case, **given)


def stopped(*cases: Case) -> set[str]:
    found = Task.objects.filter(case__in=cases, state="cancelled", reason_code="refused")
    return {task.code or task.title for task in found}


def test_a_refused_service_stops_its_tasks_and_no_others(world: World) -> None:
    by_hand(world, world.child, title="Eye test", service="medical")
    by_hand(world, world.child, title="School bag", service="education")
    decide(world, world.child, "medical")
    plan_for_cases([world.child.pk], on=DAY)
    c = world.child.pk
    assert stopped(world.child) == {"vaccination", "Eye test"}
    assert tasks_of(world.child) == {
        ("first_response", c, days(1)), ("assessment", c, days(3)), ("identity", c, days(90)),
        ("birth_certificate", c, days(60)), ("", c, days(3)),
    }  # fmt: skip
    # None is made while it holds, by the rules or by hand.
    plan_for_cases(world.all, on=days(200))
    assert not Task.objects.filter(case=world.child, code="vaccination", state="open").exists()
    with pytest.raises(Invalid) as refused:
        by_hand(world, world.child, title="Dentist", service="medical")
    assert set(refused.value.fields) == {"service"}
    by_hand(world, world.child, title="Shoes")


def test_who_changes_her_mind_loses_no_day(world: World) -> None:
    decide(world, world.child, "medical")
    plan_for_cases([world.child.pk], on=DAY)
    # Stopped on the day of registration, taken up again 20 days later: as many days are left as then.
    Task.objects.filter(code="vaccination").update(updated_at=f"{DAY}T09:00+05:00")
    decide(world, world.child, "medical", "given")
    assert plan_for_cases([world.child.pk], on=days(20))["resumed"] == 1
    task = Task.objects.get(code="vaccination")
    assert (task.state, task.reason_code, task.due_on, task.first_due_on) == ("open", "", days(110), days(110))
    plan_for_cases([world.child.pk], on=days(20))
    assert Task.objects.filter(code="vaccination").count() == 1


def test_who_refuses_casework_is_left_in_peace(world: World) -> None:
    by_hand(world, world.single, title="Visit the market")
    danger = by_hand(world, world.single, title="Threatened", kind=TaskKind.SAFETY)
    owed = task_create(world.single, title="Answer her request", due_on=days(30), by=None)
    decide(world, world.single, "casework")
    plan_for_cases(world.all, on=DAY)
    left = {one.pk for one in Task.objects.filter(case=world.single, state="open")}
    assert left == {danger.pk, owed.pk}
    assert stopped(world.single) == {"first_response", "assessment", "identity", "visit", "Visit the market"}
    plan_for_cases(world.all, on=days(400))
    assert {one.pk for one in Task.objects.filter(case=world.single, state="open")} == left
    with pytest.raises(Invalid):
        by_hand(world, world.single)
    by_hand(world, world.single, title="Threatened again", kind=TaskKind.SAFETY)
    decide(world, world.single, "casework", "given")
    Task.objects.update(updated_at=f"{DAY}T09:00+05:00")
    plan_for_cases(world.all, on=days(2))
    assert stopped(world.single) == set()
    assert {code for code, _case, _due in tasks_of(world.single)} >= {"first_response", "assessment", "visit"}


def test_the_family_is_visited_while_one_of_it_agrees(world: World) -> None:
    decide(world, world.mother, "casework")
    plan_for_cases(world.all, on=DAY)
    visit = Task.objects.get(code="visit", family=world.family)
    assert visit.state == "open" and visit.case == world.child
    decide(world, world.child, "casework")
    plan_for_cases(world.all, on=DAY)
    visit.refresh_from_db()
    assert (visit.state, visit.reason_code) == ("cancelled", "refused")
    decide(world, world.mother, "casework", "given")
    Task.objects.update(updated_at=f"{DAY}T09:00+05:00")
    plan_for_cases(world.all, on=DAY)
    visit.refresh_from_db()
    assert (visit.state, visit.case, visit.due_on) == ("open", world.mother, days(7))
    assert Task.objects.filter(code="visit", family=world.family).count() == 1


def test_it_does_not_count_against_the_worker(world: World) -> None:
    decide(world, world.single, "casework")
    plan_for_cases(world.all, on=DAY)
    Task.objects.filter(case=world.single).update(due_on=days(-10), first_due_on=days(-10))
    assert not Task.objects.overdue().filter(case=world.single).exists()
    Case.objects.filter(pk=world.single.pk).update(next_due_at=None)
    # Neither among those without a visit or a plan for too long, nor in what these are a share of.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.id FROM cases_case c WHERE {RUNNING}", {"day": DAY})
        assert {row[0] for row in cursor.fetchall()} == {world.mother.pk, world.child.pk}


def test_the_newest_word_counts_and_all_are_kept(world: World) -> None:
    decide(world, world.single, "medical")
    decide(world, world.single, "housing")
    decide(world, world.single, "medical", "given")
    world.single.refresh_from_db()
    assert world.single.refused == ["housing"] and not world.single.refuses("medical")
    rows = ServiceConsent.objects.filter(case=world.single).order_by("pk")
    assert [(one.area, one.decision, one.replaced_at is None) for one in rows] == [
        ("medical", "refused", False), ("housing", "refused", True), ("medical", "given", True),
    ]  # fmt: skip
    entries = TimelineEntry.objects.filter(case=world.single, kind="service_decided")
    assert set(entries.values_list("audience", flat=True)) == {"carriers"} and entries.count() == 3
    assert Event.objects.filter(table="cases_serviceconsent", case_id=world.single.pk).count() == 4


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"area": "sport"}, {"area"}),
        ({"decision": "override"}, {"decision"}),
        ({"decided_on": DAY + timedelta(days=1)}, {"decided_on"}),
        ({"given_by": "caregiver", "giver_name": "Her brother"}, {"given_by"}),
        ({"manner": "telephone"}, {"witness"}),
        ({"language": ""}, {"language"}),
    ],
)
def test_who_decides_and_how(world: World, values: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        decide(world, world.single, **{"area": "medical", **values})
    assert set(refused.value.fields) == wrong and not ServiceConsent.objects.exists()


def test_a_child_of_twelve_refuses_by_herself_and_agrees_with_her_caregiver(world: World) -> None:
    with pytest.raises(Invalid):
        decide(world, world.child, "psychological", given_by="self")
    world.child.person.birth_earliest = world.child.person.birth_latest = DAY.replace(year=DAY.year - 13)
    world.child.person.save()
    assert decide(world, world.child, "psychological", given_by="self", giver_name="").decision == "refused"
    with pytest.raises(Invalid):
        decide(world, world.child, "psychological", "given", given_by="self", giver_name="")


def test_page_and_api(world: World) -> None:
    number, web = world.single.number, web_for(world.worker)
    form = {
        "area": "medical", "decision": "refused", "given_by": "self", "manner": "in_person", "language": "uz",
        "decided_on": DAY.isoformat(), "note": "Not now.",
    }  # fmt: skip
    assert web.get(f"/cases/{number}/service-consents/new/?area=medical").status_code == 200
    assert web.post(f"/cases/{number}/service-consents/new/", form).status_code == 302
    page = web.get(f"/cases/{number}/consents/").content.decode()
    assert "Not now." in page and "Not asked yet" in page and "Refused: Medical" in page
    assert web.post(f"/cases/{number}/service-consents/new/", {**form, "language": ""}).status_code == 422
    made = api_for(world.worker).post("/api/v1/service-consents/", {**form, "case": world.single.pk, "area": "housing"})
    assert made.status_code == 201 and made.json()["area"] == "housing"
    case = api_for(world.supervisor).get(f"/api/v1/cases/{world.single.pk}/").json()
    assert case["refused"] == ["housing", "medical"]
    listed = api_for(world.supervisor).get(f"/api/v1/service-consents/?case={world.single.pk}").json()["results"]
    assert [one["area"] for one in listed] == ["housing", "medical"]
    task = {"case": world.single.pk, "title": "Dentist", "due_on": days(3).isoformat(), "service": "medical"}
    assert set(api_for(world.worker).post("/api/v1/tasks/", task).json()["errors"]) == {"service"}


def test_nobody_else_records_or_reads_it(world: World) -> None:
    row = decide(world, world.single, "medical")
    specialist = make_profile(Role.SPECIALIST, world.region, disciplines=["medical"])
    grant(world.single, specialist, world.supervisor)
    agency = make_profile(Role.AGENCY, agency=make_agency())
    others = [
        make_profile(Role.SOCIAL_WORKER, make_region()), specialist, make_profile(Role.NATIONAL),
        make_profile(Role.DPO), make_profile(Role.ADMIN), agency,
    ]  # fmt: skip
    for profile in others:
        path = f"/cases/{world.single.number}/service-consents/new/"
        assert web_for(profile).get(path).status_code in (403, 404), profile.role
        api = api_for(profile)
        assert api.get(f"/api/v1/service-consents/{row.pk}/").status_code in (403, 404), profile.role
        assert api.post("/api/v1/service-consents/", {"case": world.single.pk}).status_code in (403, 404, 422)
        with acting_as(profile):
            try:
                with transaction.atomic():
                    assert not ServiceConsent.objects.exists(), profile.role
            except ProgrammingError:
                continue
    # She who works on the case sees at its head that there is nothing to do.
    assert "Refused: Medical" in web_for(specialist).get(f"/cases/{world.single.number}/").content.decode()
    with acting_as(DatabaseRole.SYSTEM):
        assert ServiceConsent.objects.count() == 1


def test_the_page_costs_the_same_however_much_was_decided(world: World) -> None:
    path, web = f"/cases/{world.single.number}/consents/", web_for(world.worker)
    decide(world, world.single, "medical")
    web.get(path)
    with CaptureQueriesContext(connection) as one:
        web.get(path)
    decide(world, world.single, "housing")
    decide(world, world.single, "education", "given")
    with CaptureQueriesContext(connection) as three:
        web.get(path)
    assert len(one) == len(three)
