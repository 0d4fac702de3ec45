"""A world that is small enough to be counted by hand.

Seven cases: six in Samarqand ("here"), one of them closed, one restricted, one resting; one in Buxoro ("there").
All days are counted back from today.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from cases.models import Case, Family, Person, Plan
from insights.services.refresh import figures_refresh
from rehabilitation.models import Enrolment
from tasks.clock import today
from tasks.models import Task
from tests.factories import make_arrival, make_case, make_family, make_office, make_person, make_profile, make_region


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def born(years: int) -> dict[str, Any]:
    """A birth date that gives this age on 1 September of the running school year, whatever the day of the test."""
    year = today().year if today().month >= 9 else today().year - 1
    day = date(year - years, 3, 15)
    return {"birth_earliest": day, "birth_latest": day}


def make_task(case: Case, kind: str, due: int, *, done: int | None = None, **values: Any) -> Task:
    """A task that was due so many days ago and done so many days ago, if it was."""
    ended = {} if done is None else {
        "state": "done", "outcome": "done", "done_on": ago(done), "entered_at": timezone.now(),
    }  # fmt: skip
    given = {
        "case": case, "kind": kind, "counts_from": ago(due + 10), "due_on": ago(due), "first_due_on": ago(due),
        "region_id": case.region_id, "assignee": case.worker, **ended, **values,
    }  # fmt: skip
    return Task.objects.create(**given)


class World:
    def __init__(self, operation: str = "Mehr-3") -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        for region, code in ((self.here, "SA"), (self.there, "BU")):
            region.region_code = code
            region.save()
        office = make_office(self.here)
        self.alma = make_profile(Role.SOCIAL_WORKER, office, name="Alma")
        self.bibi = make_profile(Role.SOCIAL_WORKER, office, name="Bibi")
        self.idle = make_profile(Role.SOCIAL_WORKER, office, name="Idle")
        self.other = make_profile(Role.SOCIAL_WORKER, self.there, name="Other")
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.far_supervisor = make_profile(Role.SUPERVISOR, self.there)
        self.national = make_profile(Role.NATIONAL)
        self.arrival = make_arrival(make_office(self.here, "centre", "Centre"), operation, ago(60))
        self._cases()
        self._tasks()
        Person.objects.update(made_in=0)
        Family.objects.update(made_in=0)

    def _case(self, office: Any, worker: Any, registered: int, visited: int | None = None, **values: Any) -> Case:
        after = {key: values.pop(key) for key in ("on_hold_until", "closed_at") if key in values}
        case = make_case(office, worker, **values)
        noon = timezone.make_aware(datetime.combine(ago(registered), datetime.min.time().replace(hour=12)))
        visit = None if visited is None else ago(visited)
        Case.objects.filter(pk=case.pk).update(created_at=noon, last_visit_on=visit, **after)
        return Case.objects.get(pk=case.pk)

    def _cases(self) -> None:
        pupil, girl = make_person(given_name="Asma", **born(10)), make_person(given_name="Zuhra", **born(9))
        mother, hidden = make_person(given_name="Ozoda"), make_person(given_name="Hafsa", **born(8))
        family = make_family(mother, pupil)
        flight: dict[str, Any] = {"arrival": self.arrival}
        # High: a visit each week. Seen 10 days ago, so late. Has a plan.
        self.mother = self._case(self.here, self.alma, 50, 10, person=mother, family=family, risk="high", **flight)
        # Medium: every two weeks. No plan, and 7 + 7 days are over. Enrolled.
        self.pupil = self._case(self.here, self.alma, 30, 10, person=pupil, family=family, risk="medium", **flight)
        # Low: each month; 14 + 14 days for a plan are not over. Not enrolled.
        self.girl = self._case(self.here, self.bibi, 20, person=girl, unaccompanied=True, risk="low", **flight)
        self.closed = self._case(self.here, self.bibi, 90, risk="high", status="closed", closed_at=timezone.now())
        self.hidden = self._case(self.here, self.bibi, 90, person=hidden, risk="high", restricted=True)
        self.resting = self._case(self.here, self.alma, 90, risk="high", on_hold_until=ago(-5))
        # Without a triage it runs on the high-risk clock: no visit and no plan for too long.
        self.far = self._case(self.there, self.other, 40, risk="unset")
        Plan.objects.create(case=self.mother, status="approved", approved_at=timezone.now())
        Enrolment.objects.create(case=self.pupil, on=ago(20), kind="school", school="No. 4")

    def _tasks(self) -> None:
        # Overdue here: 3, 12 and 40 days; one done in time, one not yet due, one of the restricted case.
        make_task(self.mother, "visit", 3, family=self.mother.family)
        make_task(self.girl, "document", 12)
        make_task(self.girl, "visit", 40)
        make_task(self.mother, "document", 5, done=6)
        make_task(self.girl, "vaccination", -4)
        make_task(self.hidden, "visit", 9)
        # Assessments: on time (high), late by 2 days (medium), missing (low); and there one in time.
        make_task(self.mother, "assessment", 47, done=48)
        make_task(self.pupil, "assessment", 23, done=21)
        make_task(self.girl, "assessment", 6)
        make_task(self.far, "assessment", 37, done=37)
        # Plans: in time; missing there. One of the restricted case, one cancelled: both out.
        make_task(self.mother, "plan", 44, done=45)
        make_task(self.far, "plan", 34)
        make_task(self.hidden, "plan", 80)
        make_task(self.resting, "plan", 80, state="cancelled")


def refresh() -> dict[str, int]:
    with acting_as(DatabaseRole.SYSTEM):
        return figures_refresh()


@pytest.fixture
def world(db: Any) -> World:
    found = World()
    refresh()
    return found
