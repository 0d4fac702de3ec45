"""My day: what must be done now, where, and for whom. Reads only, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Profile
from accounts.policy import may
from cases.enums import ClosureState, PlanStatus
from cases.models import Case, Closure, Plan, TimelineEntry
from cases.timeline import KINDS, entry_text

from . import clock
from .enums import TaskKind
from .models import Task
from .services.tasks import may_undo
from .words import ICONS, why

#: Rows of a day; who has more needs help, not a longer page.
LIMIT, CHANGES = 200, 15
WEEK = 7


@dataclass
class Row:
    """A task as the pages show it; what the reader may do with it."""

    task: Task
    people: str
    due_text: str
    why: str
    icon: str
    place: str = ""
    can_act: bool = False
    can_undo: bool = False
    can_visit: bool = False


@dataclass
class Group:
    """What is due at one place for one family, so that a trip is one group."""

    place: str
    family: Any
    people: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class Band:
    code: str
    title: str
    groups: list[Group]

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def due_words(task: Task) -> str:
    """How long it is overdue, or when it is due, in the reader's words."""
    today = clock.today()
    late = (today - task.due_on).days
    if late > 0:
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
    if late == 0:
        return _("Today")
    if late == -1:
        return _("Tomorrow")
    return date_format(task.due_on, "l j M" if late >= -WEEK else "j M Y")


def place_of(case: Case) -> str:
    """Where the trip goes: the district of the family, else the office."""
    return case.destination_district or str(case.office)


def households(tasks: Iterable[Task], profile: Profile) -> dict[int, str]:
    """The members of the families of these tasks, as the user may see them: the eldest by full name. One query."""
    ids = {task.case.family_id for task in tasks} | {task.family_id for task in tasks}
    names: dict[int, list[str]] = {}
    if ids - {None}:
        cases = Case.objects.visible_to(profile).open().filter(family_id__in=ids - {None}).select_related("person")
        for case in cases.order_by("person__birth_earliest", "pk"):
            known = names.setdefault(case.family_id or 0, [])
            known.append((known and case.person.given_name) or case.person.full_name)
    return {key: ", ".join(found) for key, found in names.items()}


def rows_of(tasks: Sequence[Task], profile: Profile, people: Mapping[int, str]) -> list[Row]:
    """Rows for tasks that were read with case, person, office, family and rule; ``people`` from ``households``."""
    visits = may(profile, "visit", "create")
    return [
        Row(
            task=task,
            people=people.get(task.family_id, "") if task.family_id else task.case.person.full_name,
            due_text=due_words(task), why=why(task), icon=ICONS[task.kind], place=place_of(task.case),
            can_act=may_act(task, profile), can_undo=may_undo(task, profile), can_visit=visits and _is_visit(task),
        )
        for task in tasks
    ]  # fmt: skip


def _is_visit(task: Task) -> bool:
    return task.family_id is not None and task.kind in (TaskKind.VISIT, TaskKind.PRESENT_SITUATION)


def may_act(task: Task, profile: Profile) -> bool:
    """May she tell what became of it? A specialist of her own tasks alone (wall two says the same)."""
    own = profile.role != Role.SPECIALIST or task.assignee_id == profile.pk
    return own and task.is_active and may(profile, "task", "complete")


def _group(rows: Iterable[Row], people: Mapping[int, str]) -> list[Group]:
    """Grouped by place and family; the group with the oldest due day first."""
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        case = row.task.case
        key = (row.place, f"f{case.family_id}" if case.family_id else f"c{case.pk}")
        if key not in groups:
            shown = people.get(case.family_id or 0, "") or case.person.full_name
            groups[key] = Group(place=row.place, family=case.family, people=shown)
        groups[key].rows.append(row)
    return list(groups.values())


def related(tasks: Any) -> Any:
    return tasks.select_related("case__person", "case__office", "case__family", "family", "rule", "assignee")


def my_day(profile: Profile) -> dict[str, Any]:
    """Everything on the page My day."""
    today = clock.today()
    mine = Task.objects.mine(profile)
    due = list(related(mine.due_within(WEEK)).order_by("due_on", "id")[: LIMIT + 1])
    recent = related(Task.objects.done().filter(done_by=profile, entered_at__gte=_start_of(today)))
    done = list(recent.visible_to(profile).order_by("-entered_at")[:30])
    people = households([*due, *done], profile)
    rows = rows_of(due[:LIMIT], profile, people)
    bands = [
        Band("overdue", _("Overdue"), _group([row for row in rows if row.task.due_on < today], people)),
        Band("today", _("Today"), _group([row for row in rows if row.task.due_on == today], people)),
        Band("week", _("This week"), _group([row for row in rows if row.task.due_on > today], people)),
    ]
    return {
        "bands": bands, "nothing_due": not rows, "more": len(due) > LIMIT, "done": rows_of(done, profile, people),
        "next": _next(mine) if not rows else None, "changes": changes(profile), "returned": returned(profile),
        "today": today,
    }  # fmt: skip


def _start_of(day: Any) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _next(mine: Any) -> Row | None:
    task = related(mine.active()).order_by("due_on", "id").first()
    if task is None:
        return None
    return Row(task=task, people="", due_text=date_format(task.due_on, "l j F"), why=why(task), icon=ICONS[task.kind])


def changes(profile: Profile) -> list[dict[str, Any]]:
    """What others did in my cases since the beginning of yesterday, newest first."""
    since = _start_of(clock.today() - timedelta(days=1))
    entries = (
        TimelineEntry.objects.filter(case__worker=profile, recorded_at__gte=since)
        .exclude(author=profile)
        .for_reader(profile)
        .filter(case__in=Case.objects.visible_to(profile))
        .select_related("case__person", "author")
        .order_by("-recorded_at", "-id")[:CHANGES]
    )
    return [
        {"entry": entry, "text": entry_text(entry), "icon": KINDS[entry.kind].icon if entry.kind in KINDS else "point"}
        for entry in entries
    ]


def returned(profile: Profile) -> list[dict[str, Any]]:
    """What a supervisor gave back to me: plans, closures, extensions that were declined."""
    visible = Case.objects.visible_to(profile)
    out: list[dict[str, Any]] = []
    for plan in Plan.objects.filter(status=PlanStatus.RETURNED, case__worker=profile, case__in=visible).select_related(
        "case__person"
    )[:10]:
        out.append({
            "what": _("Case plan"), "case": plan.case, "comments": plan.comments, "icon": "map-2",
            "url": reverse("cases:plan_page", args=[plan.case.number]),
        })  # fmt: skip
    # A specialist asks for no closing, and has no grant on that table.
    closures = Closure.objects.all() if may(profile, "case", "close") else Closure.objects.none()
    for closure in closures.filter(
        state=ClosureState.RETURNED, requested_by=profile, case__in=visible.open(),
        decided_at__gte=timezone.now() - timedelta(days=14),
    ).select_related("case__person")[:10]:  # fmt: skip
        out.append({
            "what": _("Closure"), "case": closure.case, "comments": closure.comments, "icon": "folder-check",
            "url": reverse("cases:case_close", args=[closure.case.number]),
        })  # fmt: skip
    for task in Task.objects.active().filter(
        extension_by=profile, extension_declined_at__isnull=False, case__in=visible
    ).select_related("case__person")[:10]:
        out.append({
            "what": _("Extension: %(task)s") % {"task": task}, "case": task.case, "comments": task.extension_answer,
            "icon": "calendar-x", "url": reverse("tasks:task_detail", args=[task.pk]),
        })  # fmt: skip
    return out
