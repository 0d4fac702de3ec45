"""Planning: what there must be, made once, moved when the case changes, ended when its reason is gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.leases import lease_keep, lease_take
from accounts.models import JobRun
from cases.models import Case, Closure, LifeEvent, Plan
from cases.services.persons import identifier_add
from tasks.models import Task
from tasks.services.escalation import escalate
from tasks.services.planning import plan_for_cases, sweep, sweep_is_missing
from tasks.services.rules import rule_update
from tasks.services.tasks import reunification_visits_plan, task_complete, task_undo
from tests.factories import grant, make_case, make_family, make_office, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Tashkent")
#: The day of registration: a Wednesday.
DAY = date(2026, 3, 4)


def days(count: int) -> date:
    return DAY + timedelta(days=count)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.clock.today", lambda: DAY)
    monkeypatch.setattr("tasks.models.today", lambda: DAY)
    monkeypatch.setattr("tasks.querysets.today", lambda: DAY)


def opened(case: Case, day: date = DAY, **values: Any) -> Case:
    Case.objects.filter(pk=case.pk).update(created_at=at(day), **values)
    case.refresh_from_db()
    return case


class World:
    """A mother and her child of eight in one family, an unaccompanied man by himself; all registered on DAY."""

    def __init__(self) -> None:
        self.region = make_region()
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.region))
        self.supervisor = make_profile(Role.SUPERVISOR, self.region)
        mother = make_person(given_name="Ozoda")
        child = make_person(given_name="Asma", birth_earliest=date(2018, 1, 1), birth_latest=date(2018, 1, 1))
        self.family = make_family(mother, child)
        self.mother = opened(make_case(self.region, self.worker, person=mother, family=self.family))
        self.child = opened(make_case(self.region, self.worker, person=child, family=self.family))
        self.single = opened(make_case(self.region, self.worker, person=make_person(sex="M"), risk="low"))
        self.all = [self.mother.pk, self.child.pk, self.single.pk]


@pytest.fixture
def world() -> World:
    return World()


def tasks_of(*cases: Case, state: str = "open") -> set[tuple[str, int | None, date]]:
    """code, case (None: the family's), due."""
    return {
        (t.code, None if t.family_id else t.case_id, t.due_on)
        for t in Task.objects.filter(case__in=cases, state=state)
    }  # fmt: skip


def test_every_rule_makes_its_task_and_no_other(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    m, c, s = world.mother.pk, world.child.pk, world.single.pk
    assert tasks_of(world.mother, world.child, world.single) == {
        # The mother and the child are not triaged: the high-risk clock runs.
        ("first_response", m, days(1)), ("assessment", m, days(3)), ("identity", m, days(90)),
        ("first_response", c, days(1)), ("assessment", c, days(3)), ("identity", c, days(90)),
        ("vaccination", c, days(90)), ("birth_certificate", c, days(60)),
        # One visit for the family, at its highest risk.
        ("visit", None, days(7)),
        # Low risk; alone, so that the visit is his own.
        ("first_response", s, days(7)), ("assessment", s, days(14)), ("identity", s, days(90)),
        ("visit", s, date(2026, 4, 4)),
    }  # fmt: skip
    visit = Task.objects.get(code="visit", family=world.family)
    assert (visit.case, visit.assignee, visit.region) == (world.mother, world.worker, world.region)
    assert not Task.objects.filter(counts_from__lt=DAY).exists()


def test_planning_twice_changes_nothing(world: World) -> None:
    assert plan_for_cases(world.all, on=DAY) == {
        "resumed": 0, "settled": 0, "ended": 0, "moved": 0, "followed": 0, "made": 13,
    }  # fmt: skip
    before = list(Task.objects.order_by("pk").values())
    nothing = {"resumed": 0, "settled": 0, "ended": 0, "moved": 0, "followed": 0, "made": 0}
    assert plan_for_cases(world.all, on=DAY) == nothing
    assert plan_for_cases([world.child.pk], on=days(5)) == nothing
    assert sweep(on=days(5)) == {"cases": 3, **nothing}
    assert list(Task.objects.order_by("pk").values()) == before


def test_a_sweep_in_small_chunks_makes_what_planning_makes(world: World) -> None:
    assert sweep(chunk=1, on=DAY)["made"] == 13
    assert Task.objects.count() == 13


def test_next_due_follows_the_tasks(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    due = dict(Case.objects.values_list("pk", "next_due_at"))
    assert due == {world.mother.pk: days(1), world.child.pk: days(1), world.single.pk: days(7)}
    Task.objects.filter(code__in=["first_response", "assessment"]).update(state="cancelled")
    due = dict(Case.objects.values_list("pk", "next_due_at"))
    assert due == {world.mother.pk: days(7), world.child.pk: days(7), world.single.pk: date(2026, 4, 4)}
    Task.objects.update(state="cancelled")
    assert set(Case.objects.values_list("next_due_at", flat=True)) == {None}


def test_a_family_is_visited_at_its_highest_risk(world: World) -> None:
    opened(world.mother, risk="low")
    opened(world.child, risk="medium")
    plan_for_cases(world.all, on=DAY)
    visit = Task.objects.get(code="visit", family=world.family)
    assert (visit.due_on, visit.rule.risk) == (days(14), "medium")  # type: ignore[union-attr]


def test_a_change_of_risk_recomputes_open_due_dates(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    opened(world.mother, risk="low")
    opened(world.child, risk="low")
    plan_for_cases([world.mother.pk], on=days(1))
    m, c = world.mother.pk, world.child.pk
    clocks = ("first_response", "assessment", "visit")
    assert {row for row in tasks_of(world.mother, world.child) if row[0] in clocks} == {
        ("first_response", m, days(7)), ("assessment", m, days(14)), ("visit", None, date(2026, 4, 4)),
        ("first_response", c, days(7)), ("assessment", c, days(14)),
    }  # fmt: skip
    # Back to high on the 20th day: what would have been due long ago is due today; nobody is late by it.
    opened(world.mother, risk="high")
    plan_for_cases([world.mother.pk], on=days(5))
    assert ("assessment", m, days(5)) in tasks_of(world.mother)
    assert ("visit", None, days(7)) in tasks_of(world.mother)


def test_an_overdue_task_stays_overdue_when_risk_rises(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    opened(world.single, risk="high")
    plan_for_cases([world.single.pk], on=days(10))
    # Low: due on the 7th day, overdue by three. High would have been the 1st day.
    assert ("first_response", world.single.pk, days(7)) in tasks_of(world.single)


def test_a_visit_settles_and_the_next_counts_from_its_day(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    Case.objects.filter(pk=world.child.pk).update(last_visit_on=days(2))
    plan_for_cases([world.mother.pk], on=days(4))
    done = Task.objects.get(code="visit", family=world.family, state="done")
    assert (done.done_on, done.outcome, done.period) == (days(2), "recorded", 1)
    assert Task.objects.get(case=world.child, code="first_response").done_on == days(2)
    assert Task.objects.get(case=world.mother, code="first_response").state == "open"
    following = Task.objects.get(code="visit", family=world.family, state="open")
    assert (following.period, following.counts_from, following.due_on) == (2, days(2), days(9))
    # The same visit does not settle the round that it started.
    plan_for_cases([world.mother.pk], on=days(4))
    following.refresh_from_db()
    assert following.state == "open"


def test_a_plan_is_due_after_the_assessment_and_its_review_after_the_plan(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    assert not Task.objects.filter(code="plan").exists()
    assessment = Task.objects.get(case=world.single, code="assessment")
    Task.objects.filter(pk=assessment.pk).update(state="done", outcome="done", done_on=days(0), entered_at=at(DAY))
    plan_for_cases([world.single.pk], on=days(3))
    assert Task.objects.get(code="plan").due_on == days(14)
    Plan.objects.create(case=world.single, status="approved", approved_at=at(days(6)))
    plan_for_cases([world.single.pk], on=days(6))
    plan = Task.objects.get(code="plan")
    assert (plan.state, plan.done_on) == ("done", days(6))
    review = Task.objects.get(code="plan_review")
    assert (review.state, review.counts_from, review.due_on) == ("open", days(6), date(2026, 6, 10))
    Plan.objects.update(status="reviewed", reviewed_at=at(days(40)))
    plan_for_cases([world.single.pk], on=days(40))
    first, second = Task.objects.filter(code="plan_review").order_by("period")
    assert (first.state, first.done_on) == ("done", days(40))
    assert (second.counts_from, second.due_on) == (days(40), date(2026, 7, 13))


def test_where_nobody_was_met_the_next_try_is_soon(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    tried = Task.objects.filter(code__in=["visit", "first_response"])
    tried.update(state="done", outcome="nobody_met", done_on=days(2), entered_at=at(days(2)))
    plan_for_cases([world.single.pk], on=days(2))
    again = {t.code: (t.period, t.due_on) for t in tried.filter(state="open")}
    assert again == {"visit": (2, days(5)), "first_response": (2, days(5))}


def test_papers_settle_their_tasks(world: World) -> None:
    plan_for_cases([world.child.pk], on=DAY)
    identifier_add(world.child.person, kind="birth_certificate", value="I-TK 123", by=None)
    plan_for_cases([world.child.pk], on=DAY)
    assert Task.objects.get(case=world.child, code="birth_certificate").state == "done"
    assert Task.objects.get(case=world.child, code="identity").state == "open"


def test_a_historic_import_starts_today_and_asks_for_the_present_situation_once_a_family(world: World) -> None:
    for case in (world.mother, world.child):
        opened(case, historic=True, arrived_on=date(2019, 5, 30), risk="high")
    plan_for_cases(world.all, on=DAY)
    m, c = world.mother.pk, world.child.pk
    assert tasks_of(world.mother, world.child) == {
        ("present_situation", None, days(14)), ("visit", None, days(7)),
        ("assessment", m, days(3)), ("identity", m, days(90)),
        ("assessment", c, days(3)), ("identity", c, days(90)), ("vaccination", c, days(90)),
        ("birth_certificate", c, days(60)),
    }  # fmt: skip
    assert not Task.objects.filter(counts_from__lt=DAY).exists()


def test_a_historic_case_is_not_escalated_for_14_days(world: World) -> None:
    opened(world.mother, historic=True)
    opened(world.child, historic=True)
    plan_for_cases(world.all, on=DAY)
    assert escalate(on=days(13)) == 1  # the single man's first response, due on the 7th day
    assert Task.objects.get(escalated_at__isnull=False).case == world.single
    # assessments of the 3rd day, the visit of the 7th; not the present situation of the 14th
    assert escalate(on=days(14)) == 3
    assert escalate(on=days(14)) == 0
    told = Task.objects.filter(escalated_at__isnull=False)
    assert set(told.values_list("escalated_to", flat=True)) == {world.supervisor.pk}
    assert world.mother.timeline.filter(kind="task_escalated").count() == 2


def test_a_restricted_case_is_escalated_to_a_supervisor_who_may_open_it_or_to_nobody(world: World) -> None:
    opened(world.single, restricted=True)
    plan_for_cases([world.single.pk], on=DAY)
    assert escalate(on=days(13)) == 1
    first = Task.objects.get(escalated_at__isnull=False)
    assert (first.case, first.escalated_to) == (world.single, None)
    named = make_profile(Role.SUPERVISOR, world.single.office)
    grant(world.single, named, world.supervisor)
    Task.objects.filter(pk=first.pk).update(escalated_at=None)
    assert escalate(on=days(13)) == 1
    first.refresh_from_db()
    assert first.escalated_to_id == named.pk


def test_a_closed_case_ends_its_tasks_and_is_checked_three_months_later(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    opened(world.single, status="closed", closed_at=at(days(10)))
    plan_for_cases([world.single.pk], on=days(10))
    assert tasks_of(world.single) == {("closure_check", world.single.pk, date(2026, 6, 14))}
    ended = Task.objects.filter(case=world.single, state="cancelled")
    assert set(ended.values_list("reason_code", flat=True)) == {"case_closed"}
    # Reopened: the check falls away, the clocks start that day.
    opened(world.single, status="reopened", closed_at=None)
    Closure.objects.create(
        case=world.single, state="reopened", reason="goals_met", requested_by=world.worker, reopened_at=at(days(20))
    )
    plan_for_cases([world.single.pk], on=days(20))
    assert {row for row in tasks_of(world.single) if row[0] != "identity"} == {
        ("first_response", world.single.pk, days(27)), ("assessment", world.single.pk, days(34)),
        ("visit", world.single.pk, date(2026, 4, 24)),
    }  # fmt: skip


def test_the_family_is_visited_until_its_last_case_is_closed(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    opened(world.mother, status="closed", closed_at=at(days(1)))
    plan_for_cases([world.mother.pk], on=days(1))
    visit = Task.objects.get(code="visit", family=world.family)
    assert (visit.state, visit.case) == ("open", world.child)
    opened(world.child, status="closed", closed_at=at(days(2)))
    plan_for_cases([world.child.pk], on=days(2))
    visit.refresh_from_db()
    assert (visit.state, visit.reason_code) == ("cancelled", "case_closed")


def test_after_a_death_nothing_is_due(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    world.single.person.died_on = days(1)
    world.single.person.save()
    LifeEvent.objects.create(case=world.single, kind="death", happened_on=days(1), effect="end_all")
    plan_for_cases([world.single.pk], on=days(1))
    assert tasks_of(world.single) == set()
    opened(world.single, status="closed", closed_at=at(days(5)))
    plan_for_cases([world.single.pk], on=days(5))
    assert tasks_of(world.single) == set()


def test_lost_contact_pauses_visits_until_the_person_is_seen(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    event = LifeEvent.objects.create(case=world.single, kind="lost_contact", happened_on=days(10), effect="trace")
    LifeEvent.objects.filter(pk=event.pk).update(created_at=at(days(12)))
    plan_for_cases([world.single.pk], on=days(12))
    codes = {row[0]: row[2] for row in tasks_of(world.single)}
    assert "visit" not in codes and codes["trace"] == days(19)
    plan_for_cases([world.single.pk], on=days(60))
    assert "visit" not in {row[0] for row in tasks_of(world.single)}
    Case.objects.filter(pk=world.single.pk).update(last_visit_on=days(61))
    plan_for_cases([world.single.pk], on=days(61))
    codes = {row[0]: row[2] for row in tasks_of(world.single)}
    assert "trace" not in codes and codes["visit"] == date(2026, 6, 4)


def test_a_pause_offers_support_after_a_year(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    event = LifeEvent.objects.create(case=world.single, kind="refused", happened_on=days(3), effect="pause")
    LifeEvent.objects.filter(pk=event.pk).update(created_at=at(days(3)))
    plan_for_cases([world.single.pk], on=days(3))
    codes = {row[0]: row[2] for row in tasks_of(world.single)}
    assert "visit" not in codes and codes["offer"] == date(2027, 3, 7)


def test_a_turn_of_life_asks_for_a_new_assessment(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    Task.objects.filter(code="assessment").update(state="done", outcome="done", done_on=days(1), entered_at=at(days(1)))
    Plan.objects.create(case=world.single, status="approved", approved_at=at(days(2)))
    plan_for_cases([world.single.pk], on=days(2))
    assert "assessment" not in {row[0] for row in tasks_of(world.single)}
    event = LifeEvent.objects.create(case=world.single, kind="new_guardian", happened_on=days(30), effect="reassess")
    LifeEvent.objects.filter(pk=event.pk).update(created_at=at(days(30)))
    plan_for_cases([world.single.pk], on=days(30))
    assert ("assessment", world.single.pk, days(44)) in tasks_of(world.single)


def test_a_hold_moves_what_is_due_behind_its_end(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    opened(world.single, on_hold_until=days(20))
    plan_for_cases([world.single.pk], on=days(1))
    held = {row[0]: row[2] for row in tasks_of(world.single, state="postponed")}
    assert held == {"first_response": days(20), "assessment": days(20)}
    opened(world.single, on_hold_until=None)
    plan_for_cases([world.single.pk], on=days(2))
    codes = {row[0]: row[2] for row in tasks_of(world.single)}
    assert (codes["first_response"], codes["assessment"]) == (days(7), days(14))


def test_tasks_go_with_the_case_to_its_new_worker(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    second = make_profile(Role.SOCIAL_WORKER, world.region)
    kept = Task.objects.get(case=world.single, code="identity")
    Task.objects.filter(pk=kept.pk).update(handed_over=True, assignee=world.supervisor)
    Case.objects.update(worker=second)
    plan_for_cases(world.all, on=DAY)
    assert set(Task.objects.exclude(pk=kept.pk).values_list("assignee", flat=True)) == {second.pk}
    kept.refresh_from_db()
    assert kept.assignee == world.supervisor
    there = make_region("Buxoro")
    Case.objects.update(region=there, office=there, worker=None)
    plan_for_cases(world.all, on=DAY)
    assert {(t.assignee_id, t.region_id) for t in Task.objects.all()} == {(None, there.pk)}


def test_a_case_that_joins_a_family_gives_up_its_own_visit(world: World) -> None:
    plan_for_cases(world.all, on=DAY)
    opened(world.single, family=world.family)
    plan_for_cases([world.single.pk], on=DAY)
    assert Task.objects.get(case=world.single, code="visit", family=None).reason_code == "family"
    assert Task.objects.filter(code="visit", state="open").count() == 1


def test_an_edited_rule_moves_what_is_open(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    task = Task.objects.get(code="assessment")
    national = make_profile(Role.NATIONAL)
    assert task.rule is not None
    rule_update(task.rule, by=national, first_due=21, first_unit="days")
    plan_for_cases([world.single.pk], on=DAY)
    task.refresh_from_db()
    assert task.due_on == days(21)


def test_reunified_children_are_visited_after_1_3_and_6_months(world: World) -> None:
    with acting_as(world.worker):
        made = reunification_visits_plan(world.child, on=DAY, by=world.worker)
        assert reunification_visits_plan(world.child, on=DAY, by=world.worker) == []
    assert [t.due_on for t in made] == [date(2026, 4, 4), date(2026, 6, 4), date(2026, 9, 4)]
    # An ordinary visit of the next week is not the visit after three months.
    Case.objects.filter(pk=world.child.pk).update(last_visit_on=date(2026, 4, 1))
    plan_for_cases([world.child.pk], on=date(2026, 4, 1))
    states = Task.objects.filter(kind="reunification_visit").order_by("due_on").values_list("state", flat=True)
    assert list(states) == ["done", "open", "open"]


def test_taking_back_ends_the_round_that_followed(world: World) -> None:
    plan_for_cases([world.single.pk], on=DAY)
    visit = Task.objects.get(code="visit")
    with acting_as(world.worker):
        visit = task_complete(visit, outcome="done", done_on=DAY, by=world.worker)
    plan_for_cases([world.single.pk], on=DAY)
    assert Task.objects.filter(code="visit").count() == 2
    with acting_as(world.worker):
        task_undo(visit, by=world.worker)
    plan_for_cases([world.single.pk], on=DAY)
    rounds = Task.objects.filter(code="visit").order_by("period")
    assert list(rounds.values_list("state", flat=True)) == ["open", "cancelled"]
    with acting_as(world.worker):
        task_complete(visit, outcome="done", done_on=DAY, by=world.worker)
    plan_for_cases([world.single.pk], on=DAY)
    last = Task.objects.filter(code="visit").order_by("period").last()
    assert last is not None and (last.period, last.state, last.due_on) == (3, "open", date(2026, 4, 4))


def test_one_sweep_at_a_time_and_a_killed_one_is_taken_over_where_it_stopped(world: World) -> None:
    first = sorted(world.all)[0]
    assert lease_take("tasks.sweep", holder="dead", seconds=60) == 0
    assert sweep(on=DAY) == {"already_running": 1}
    assert lease_keep("tasks.sweep", holder="dead", seconds=-1, position=first)
    counts = sweep(on=DAY)
    assert counts["cases"] == 2
    assert not lease_keep("tasks.sweep", holder="dead", seconds=60, position=first)
    # The family was planned with its second member; the next sweep begins at the beginning.
    assert sweep(on=DAY) == {
        "cases": 3, "resumed": 0, "settled": 0, "ended": 0, "moved": 0, "followed": 0, "made": 0,
    }  # fmt: skip


def test_a_night_without_a_sweep_is_made_up_for(world: World) -> None:
    assert sweep_is_missing()
    JobRun.objects.create(name="tasks.sweep", started_at=timezone.now(), finished_at=timezone.now(), failed=True)
    assert sweep_is_missing()
    JobRun.objects.create(name="tasks.sweep", started_at=timezone.now(), finished_at=timezone.now())
    assert not sweep_is_missing()
