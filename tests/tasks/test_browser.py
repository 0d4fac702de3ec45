"""My day and the pages around it in a real browser, at both widths."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Profile
from cases.models import Plan
from cases.timeline import timeline_add
from tasks.clock import today
from tasks.models import Task, TaskRule
from tasks.services.planning import plan_for_cases
from tests.factories import PASSWORD, make_case, make_family, make_office, make_person, make_profile, make_region
from tests.harness.browser import Browser
from tests.harness.live import Live

pytestmark = pytest.mark.browser
SHOTS = bool(os.environ.get("SHOTS"))


class World:
    """A worker with two families in two districts and something in each band of her day."""

    def __init__(self) -> None:
        self.region = make_region("Toshkent")
        self.office = make_office(self.region, name="Chilonzor")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.office, name="Dilnoza Yusupova")
        self.supervisor = make_profile(Role.SUPERVISOR, self.region, name="Gulchehra Ismoilova")
        self.cases = [*self.family("Yoʻldosheva", "Quva", "medium"), *self.family("Rahimova", "Chilonzor", "high")]
        plan_for_cases([case.pk for case in self.cases])
        mother = self.cases[0]
        Task.objects.filter(case=mother, code="first_response").update(due_on=today() - timedelta(days=12))
        Task.objects.filter(code="visit", family=mother.family).update(due_on=today() - timedelta(days=3))
        Task.objects.filter(case=self.cases[2], code="assessment").update(due_on=today())
        Plan.objects.create(case=mother, status="returned", comments="Say who takes Asma to school.")
        timeline_add(case=mother, kind="status_changed", by=self.supervisor, details={"status": "assessment"})
        timeline_add(case=self.cases[2], kind="case_assigned", by=self.supervisor, details={"worker": self.worker.name})

    def family(self, surname: str, place: str, risk: str) -> list[Any]:
        mother = make_person(surname=surname, given_name="Ozoda")
        child = make_person(surname=surname, given_name="Asma", birth_earliest=date(2019, 3, 1),
                            birth_latest=date(2019, 3, 1))  # fmt: skip
        family = make_family(mother, child)
        return [
            make_case(self.office, self.worker, person=one, family=family, risk=risk, destination_district=place)
            for one in (mother, child)
        ]

    def task(self, code: str, case: int = 0) -> Task:
        return Task.objects.get(case=self.cases[case], code=code, state__in=["open", "postponed"])


def test_a_day_of_a_worker(live: Live, browser: Browser) -> None:
    world = World()
    late, visit = world.task("first_response"), Task.objects.get(code="visit", family=world.cases[0].family)
    browser.sign_in(world.worker.user.email, PASSWORD)
    pages = {
        "day": "/my-day/", "task": f"/tasks/{late.pk}/", "complete": f"/tasks/{late.pk}/complete/",
        "postpone": f"/tasks/{late.pk}/postpone/", "hand-over": f"/tasks/{late.pk}/hand-over/",
        "case": f"/cases/{world.cases[0].number}/", "case-tasks": f"/cases/{world.cases[0].number}/tasks/",
        "new": f"/cases/{world.cases[0].number}/tasks/new/",
        "reunification": f"/cases/{world.cases[1].number}/reunification/",
    }  # fmt: skip
    for name, path in pages.items():
        browser.look(path, f"tasks-{name}")
    # In place: the form opens in the row, refuses, takes, and the row can be taken back.
    browser.go("/my-day/")
    browser.sees("12 days late")
    row = f"#task-{late.pk}"
    browser.press("Record", within=row)
    browser.until(lambda: browser.all(f"{row} form"), "the form in its row")
    if SHOTS:
        browser.shot("tasks-in-place")
    browser.tick("The person refused", within=row)
    browser.press("Save", within=f"{row} form")
    browser.sees("Say why.")
    browser.fill("Note", "She prefers to come to the office.")
    browser.press("Save", within=f"{row} form")
    browser.until(lambda: "Undo" in browser.css(row).text, "the way back")
    late.refresh_from_db()
    assert (late.state, late.outcome) == ("done", "refused")
    browser.press("Undo", within=row)
    browser.until(lambda: "Record" in browser.css(row).text, "the open task")
    late.refresh_from_db()
    assert late.state == "open"
    # Postponing a deadline asks; the tab changes the form in place.
    browser.press("Record", within=row)
    browser.press("Postpone", within=row)
    browser.sees("she is asked")
    browser.fill("Until", (today() + timedelta(days=5)).isoformat())
    browser.fill("Reason", "In hospital")
    browser.press("Postpone", within=f"{row} form")
    browser.until(lambda: "Extension asked" in browser.css(row).text, "the request")
    # The refused form is the only answer that the browser calls an error.
    assert [one for one in browser.problems() if "422" not in one] == []
    # A visit opens the form for the family.
    browser.go("/my-day/")
    browser.press("Record", within=f"#task-{visit.pk}")
    browser.press("Open the visit form", within=f"#task-{visit.pk}")
    browser.until(lambda: browser.path.endswith("/visit/"), "the visit form")
    supervisor_decides(browser, world, late)


def supervisor_decides(browser: Browser, world: World, task: Task) -> None:
    browser.sign_in(world.supervisor.user.email, PASSWORD)
    for name, path in {"team": "/tasks/", "team-late": "/tasks/?show=overdue", "rules": "/rules/"}.items():
        browser.look(path, f"tasks-{name}")
    browser.go("/tasks/")
    browser.sees("In hospital")
    browser.press("Grant", within=f"#asked-{task.pk}")
    browser.sees("The extension was granted.")
    task.refresh_from_db()
    assert (task.state, task.due_on) == ("postponed", today() + timedelta(days=5))


def test_an_empty_day(live: Live, browser: Browser) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region("Xorazm"), name="Aziza Hamidova")
    browser.sign_in(worker.user.email, PASSWORD)
    browser.look("/my-day/", "tasks-empty")
    browser.sees("No task is planned in your cases.")


def test_rules_and_jobs(live: Live, browser: Browser) -> None:
    people: dict[str, Profile] = {
        role: make_profile(role, make_region()) for role in (Role.NATIONAL, Role.ADMIN)
    }
    browser.sign_in(people[Role.NATIONAL].user.email, PASSWORD)
    rule = TaskRule.objects.get(code="offer")
    browser.look("/rules/", "tasks-rules-national")
    browser.look(f"/rules/{rule.pk}/", "tasks-rule")
    browser.fill("Escalated after days", "20")
    browser.press("Save")
    browser.sees("Saved.")
    rule.refresh_from_db()
    assert rule.escalate_after_days == 20
    browser.sign_in(people[Role.ADMIN].user.email, PASSWORD)
    browser.look("/jobs/", "tasks-jobs")
