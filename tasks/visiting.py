"""What the tasks room adds to a visit: what is due for the family, the day of the next visit, and a concern for
safety as work for a supervisor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.dispatch import receiver
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Invalid
from accounts.models import Profile
from cases.enums import Risk
from cases.models import Case, Family, Visit
from cases.signals import visit_recorded
from cases.visit_sections import VisitSection, next_visit_set, visit_section_add

from . import clock
from .agenda import due_words
from .enums import Outcome, Priority, TaskKind
from .models import Task, TaskRule
from .services.tasks import task_complete, task_create
from .supervising import supervisor_of

SECTION = "due"
#: Days ahead that are worth doing on the same trip.
AHEAD = 7
#: What can be done at somebody's home. A visit itself is told by the visit, a plan by the plan.
AT_HOME = (
    TaskKind.PRESENT_SITUATION, TaskKind.ASSESSMENT, TaskKind.VACCINATION, TaskKind.DOCUMENT, TaskKind.CLOSURE_CHECK,
    TaskKind.OFFER, TaskKind.OTHER,
)  # fmt: skip


class DueForm(forms.Form):
    """The tasks of this family that are due about now; those that are marked were done on the visit."""

    done = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What did you do of this?"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    prefix = SECTION

    def __init__(self, data: Mapping[str, Any] | None = None, *, tasks: Sequence[Task]) -> None:
        super().__init__(data)
        self.fields["done"].choices = [(task.pk, _words(task)) for task in tasks]  # type: ignore[attr-defined]


def _words(task: Task) -> str:
    person = task.case.person
    whom = _("Whole family") if task.family_id else person.given_name or person.full_name
    return f"{task} · {whom} · {due_words(task)}"


def _due(family: Family, cases: Sequence[Case]) -> list[Task]:
    of_them = Q(family=family) | Q(case__in=[case.pk for case in cases], family=None)
    found = Task.objects.due_within(AHEAD).filter(of_them, kind__in=AT_HOME).select_related("case__person")
    return list(found.order_by("due_on", "id"))


def _form(family: Family, cases: Sequence[Case], profile: Profile, data: Mapping[str, Any] | None) -> DueForm | None:
    tasks = _due(family, cases)
    return DueForm(data, tasks=tasks) if tasks else None


def _record(visit: Visit, cleaned: Mapping[str, Any], by: Profile) -> None:
    for task in Task.objects.visible_to(by).filter(pk__in=cleaned["done"]):
        try:
            task_complete(task, outcome=Outcome.DONE, done_on=visit.on, by=by)
        except Invalid as error:
            # Its fields are those of the task's own form; here the day of the visit is what does not fit.
            raise Invalid(next(iter(error.fields.values()), error.message)) from None


def next_visit(family: Family, cases: Sequence[Case]) -> date | None:
    """When the rules ask for the next visit, by the highest risk of the family; None where no rule asks."""
    risks = {case.risk for case in cases}
    level = next((one for one in (Risk.HIGH, Risk.UNSET, Risk.MEDIUM, Risk.LOW) if one in risks), Risk.UNSET)
    wanted = Risk.HIGH if level == Risk.UNSET else level
    rules = TaskRule.objects.filter(code="visit", is_active=True, repeat_every__isnull=False, risk__in=(wanted, "any"))
    rule = sorted(rules, key=lambda one: one.risk == "any")[:1]
    return clock.later(clock.today(), rule[0].repeat_every or 0, rule[0].repeat_unit) if rule else None


@receiver(visit_recorded, dispatch_uid="tasks.concern")
def _on_concern(sender: Any, visit_id: int, **_more: Any) -> None:
    visit = Visit.objects.select_related("created_by").get(pk=visit_id)
    if not visit.concern:
        return
    members = list(visit.members.select_related("case"))
    about = [member.case for member in members if member.concern] or [member.case for member in members]
    title = _("Concern for safety on the visit of %(day)s") % {"day": date_format(visit.on, "j M Y")}
    task_create(
        about[0], title=title, kind=TaskKind.SAFETY, due_on=clock.today(), by=visit.created_by,
        assignee=_supervisor(about[0], visit), for_family=len(about) > 1, priority=Priority.URGENT,
    )  # fmt: skip


def _supervisor(case: Case, visit: Visit) -> Profile | None:
    """The supervisor who has to know; None (the case worker) where the visitor is one."""
    by = visit.created_by
    if by is not None and by.role == Role.SUPERVISOR:
        return None
    return supervisor_of(case, by=by or DatabaseRole.SYSTEM)


visit_section_add(VisitSection(SECTION, gettext_lazy("Due now"), _form, _record, ("task", "complete")))
next_visit_set(next_visit)
