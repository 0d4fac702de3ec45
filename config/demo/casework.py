"""What the worker did in the month since: responses, visits, plans, notes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.models import Profile
from cases.ages import is_child
from cases.models import Case, Plan
from cases.services.cases import status_set
from cases.services.grants import grant_create
from cases.services.notes import note_add
from cases.services.plans import goal_add, plan_approve, plan_create, plan_submit, step_add
from cases.services.visits import MemberSeen, household_cases, visit_record
from tasks.models import Task
from tasks.services.planning import plan_for_cases
from tasks.services.tasks import task_complete

from .people import case_of, day, user


def _visit(case: Case, worker: Profile, on: int, note: str, worried: bool = False) -> None:
    assert case.family is not None
    members = [
        MemberSeen(case=one.pk, seen=True, seen_alone=True if is_child(one.person, day(on)) else None)
        for one in household_cases(case.family, worker)
    ]
    visit_record(
        case.family, on=day(on), members=members, by=worker, note=note, next_visit_on=day(on + 14),
        safety="worried" if worried else "safe",
        safety_note="The boy wakes at night and will not be left in a room alone." if worried else "",
    )  # fmt: skip


def _plan(case: Case, worker: Profile, aim: str, goals: dict[str, tuple[str, str]]) -> Plan:
    status_set(case, status="assessment", by=worker)
    plan = plan_create(case, by=worker, summary=aim)
    for text, (area, step) in goals.items():
        goal = goal_add(plan, text=text, by=worker, area=area, due_on=day(60))
        step_add(goal, text=step, by=worker, due_on=day(14))
    plan_submit(plan, by=worker)
    return plan


#: Whose assessment nobody has made yet: something must be overdue, or nobody sees how it looks.
NOT_ASSESSED = ("Madaminov", "Norqulov", "Salmon")


def _first_steps_done(worker: Profile) -> None:
    """First responses and most assessments, done in time; what came later is still open."""
    tasks = Task.objects.filter(assignee=worker, kind__in=("first_response", "assessment"), state="open")
    for task in tasks.select_related("case__person").order_by("pk"):
        if task.kind == "assessment" and task.case.person.full_name.startswith(NOT_ASSESSED):
            continue
        task_complete(task, outcome="done", done_on=min(task.due_on, day(-22)), by=worker)


def casework_load() -> None:
    worker, supervisor = user("worker"), user("supervisor")
    mother, boy = case_of("Eshonqulova", "Dilfuza"), case_of("Sobirov", "Firdavs")
    for one in (worker, user("worker2"), user("worker3")):
        with acting_as(one):
            _first_steps_done(one)
    with acting_as(worker):
        _visit(mother, worker, -19, "Warm rooms, food in the house. The mother asks about a school for Bilol.")
        _visit(boy, worker, -9, "The family stays with an aunt until the flat is ready.", worried=True)
        note_add(mother, text="Telephoned: the clinic has a place on Thursday morning.", by=worker, happened_on=day(-4))
        plan = _plan(
            mother, worker, "Dilfuza wants her children in school and work of her own before the summer.",
            {
                "Bilol and Mubina are in school": ("education", "Meet the head of school No. 114"),
                "Dilfuza finishes a sewing course": ("employment", "Ask the training centre for the next start"),
            },
        )  # fmt: skip
        waiting = _plan(
            boy, worker, "Firdavs sleeps through the night and goes to school.",
            {"Firdavs sees the psychologist every week": ("psychological", "First session")},
        )  # fmt: skip
    other = user("worker3")
    with acting_as(other):
        _visit(case_of("Otaboyeva", "Feruza"), other, -6, "The clinic follows the pregnancy. A cot is needed.")
        _visit(case_of("Norqulova", "Zilola"), other, -3, "Shohruh goes to evening classes.")
    with acting_as(supervisor):
        plan_approve(plan, by=supervisor, comments="Good. Keep the course in the mornings.")
        specialist = user("specialist")
        for case in (boy, mother):
            grant_create(
                case, to=specialist, purpose="team", reason="Psychological support of the family",
                until=timezone.now() + timedelta(days=180), by=supervisor,
            )  # fmt: skip
    with acting_as(DatabaseRole.SYSTEM):
        plan_for_cases([mother.pk, boy.pk, *Case.objects.filter(arrival=mother.arrival).values_list("pk", flat=True)])
    assert waiting.status == "submitted"

