"""The life of a task: made by hand, done, taken back, postponed, handed over."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES, Discipline, Level, Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Profile
from accounts.policy import refuse_own
from cases.models import Case
from cases.timeline import timeline_add
from tasks import clock
from tasks.enums import ACTIVE, CHOOSABLE, SERVICES, Priority, TaskKind, TaskReason, TaskState
from tasks.models import Task, TaskRule
from tasks.receivers import plan_soon

#: Minutes in which who completed a task may take it back.
UNDO_MINUTES = 15
#: Days that a task may be postponed at once.
POSTPONE_LIMIT = 366


def _active(task: Task) -> Task:
    """The row, locked; two who complete it at once do not both succeed. Raises NotAllowed, Conflict."""
    found = _locked(task)
    if not found.is_active:
        raise Conflict(_("This task is no longer open."))
    return found


def _locked(task: Task) -> Task:
    found = Task.objects.select_for_update(of=("self",)).select_related("rule", "case").filter(pk=task.pk).first()
    if found is None:
        # Visible, but not to be changed: a specialist tells of her own tasks only.
        raise NotAllowed(_("This task is a colleague's."))
    return found


def _tell(task: Task, kind: str, by: Profile | None, **details: str) -> None:
    # A line about a danger is for those who may read alerts.
    audience = Level.PSYCHOLOGICAL if task.kind == TaskKind.SAFETY else None
    timeline_add(
        case=task.case_id, kind=kind, by=by, object_id=task.pk, details={"task": task.kind, **details},
        audience=audience,
    )  # fmt: skip


@transaction.atomic
def task_create(
    case: Case,
    *,
    title: str,
    due_on: date,
    by: Profile | None,
    kind: str = TaskKind.OTHER,
    assignee: Profile | None = None,
    for_family: bool = False,
    priority: int = Priority.NORMAL,
    service: str = "",
) -> Task:
    """Make a task by hand, for the case or its family; without an assignee it is the case worker's. ``by``
    is empty where the house itself asks for it.

    Raises Invalid, Conflict for a closed case. None is made of a service, or of casework, that the person refuses;
    what the house itself owes, and what a danger asks for, goes on.
    """
    fields = {}
    if not case.is_open:
        raise Conflict(_("The case is closed. Reopen it first."))
    if not title.strip() and kind == TaskKind.OTHER:
        fields["title"] = _("Say what is to be done.")
    if due_on < clock.today():
        fields["due_on"] = _("The day lies in the past.")
    if kind not in TaskKind.values:
        fields["kind"] = _("Choose one of the list.")
    if service and service not in Discipline.values:
        fields["service"] = _("Choose one of the list.")
    elif by is not None and kind != TaskKind.SAFETY and case.refuses(service):
        fields["service"] = _("The person refuses this. Ask her again before you plan anything.")
    if for_family and case.family_id is None:
        fields["for_family"] = _("This person belongs to no family.")
    if fields:
        raise Invalid(fields=fields)
    if assignee is not None:
        _check_receiver(assignee, case.pk, by=by)
    task = Task.objects.create(
        case=case, family_id=case.family_id if for_family else None, kind=kind, title=title.strip(),
        counts_from=clock.today(), due_on=due_on, first_due_on=due_on, region_id=case.region_id,
        assignee=assignee or case.worker, handed_over=assignee is not None and assignee.pk != case.worker_id,
        priority=priority, service=service or SERVICES.get(kind, ""), created_by=by,
    )  # fmt: skip
    _tell(task, "task_made", by)
    return task


def _registered_on(case: Case) -> date:
    return timezone.localtime(case.created_at, ZoneInfo(settings.TIME_ZONE)).date()


@transaction.atomic
def reunification_visits_plan(case: Case, *, on: date, by: Profile) -> list[Task]:
    """The visits 1, 3 and 6 months after a child was reunified. Idempotent for the same day. Raises Invalid."""
    if on > clock.today():
        raise Invalid(fields={"on": _("This day has not come yet.")})
    # No task covers time before the registration here: what would have been due by then is left out.
    since, made = max(on, _registered_on(case)), []
    for rule in TaskRule.objects.filter(kind=TaskKind.REUNIFICATION_VISIT, is_active=True).order_by("first_due"):
        rounds = list(Task.objects.filter(case=case, family=None, code=rule.code).order_by("-period"))
        due = clock.later(on, rule.first_due, rule.first_unit)
        if due < since or any(one.counts_from == since for one in rounds):
            continue
        task = Task.objects.create(
            case=case, kind=rule.kind, rule=rule, rule_version=rule.version, code=rule.code,
            period=rounds[0].period + 1 if rounds else 1, counts_from=since, due_on=due, first_due_on=due,
            region_id=case.region_id, assignee=case.worker, priority=rule.priority, created_by=by,
        )  # fmt: skip
        _tell(task, "task_made", by)
        made.append(task)
    return made


@transaction.atomic
def task_complete(task: Task, *, outcome: str, done_on: date, by: Profile, note: str = "") -> Task:
    """Say what became of a task, and on which day the work was done. The next round is planned from that day.

    What a safety alert asks of one person, she or a supervisor answers for. Raises Invalid, NotAllowed, Conflict
    where it is no longer open.
    """
    task = _active(task)
    if task.kind == TaskKind.SAFETY and task.assignee_id != by.pk and by.role != Role.SUPERVISOR:
        raise NotAllowed(_("This task is a colleague's."))
    fields = {}
    if outcome not in CHOOSABLE:
        fields["outcome"] = _("Choose what came of it.")
    if done_on > clock.today():
        fields["done_on"] = _("This day has not come yet.")
    elif done_on < task.counts_from:
        fields["done_on"] = _("This task counts from %(day)s; what was done before belongs to an earlier one.") % {
            "day": task.counts_from.isoformat()
        }
    if outcome in ("refused", "not_needed") and not note.strip():
        fields["note"] = _("Say why.")
    if fields:
        raise Invalid(fields=fields)
    task.state, task.outcome, task.outcome_note = TaskState.DONE, outcome, note.strip()
    task.done_on, task.done_by, task.entered_at = done_on, by, timezone.now()
    task.extension_until = None
    task.save()
    _tell(task, "task_done", by, outcome=outcome)
    plan_soon([task.case_id])
    return task


def may_undo(task: Task, profile: Profile) -> bool:
    """Who completed it may take it back for a short time."""
    return (
        task.state == TaskState.DONE
        and task.done_by_id == profile.pk
        and task.entered_at is not None
        and task.entered_at > timezone.now() - timedelta(minutes=UNDO_MINUTES)
    )


@transaction.atomic
def task_undo(task: Task, *, by: Profile) -> Task:
    """Take a completion back; the round that followed from it ends. Raises Conflict where it is too late."""
    task = _locked(task)
    if not may_undo(task, by):
        raise Conflict(_("This can no longer be taken back."))
    if task.code:
        later = Task.objects.filter(code=task.code, period__gt=task.period, state__in=ACTIVE)
        later = later.filter(family=task.family_id) if task.family_id else later.filter(family=None, case=task.case_id)
        for one in later:
            one.state, one.reason_code = TaskState.CANCELLED, TaskReason.UNDONE
            one.save()
    task.state, task.outcome, task.outcome_note = TaskState.OPEN, "", ""
    task.done_on = task.done_by = task.entered_at = None
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError:
        raise Conflict(_("This can no longer be taken back.")) from None
    _tell(task, "task_undone", by)
    plan_soon([task.case_id])
    return task


def _check_until(task: Task, until: date, reason: str) -> None:
    fields = {}
    if until <= max(clock.today(), task.due_on):
        fields["until"] = _("Choose a day after today and after the day it is due.")
    elif until > clock.today() + timedelta(days=POSTPONE_LIMIT):
        fields["until"] = _("Choose a day within a year.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if fields:
        raise Invalid(fields=fields)


def needs_supervisor(task: Task, profile: Profile) -> bool:
    """Where the rule says so, a worker asks and a supervisor grants."""
    return bool(task.rule and task.rule.extension_supervised) and profile.role != Role.SUPERVISOR


@transaction.atomic
def task_postpone(task: Task, *, until: date, reason: str, by: Profile) -> Task:
    """Move a task to a later day, with a reason. Where its rule wants a supervisor, a worker's call only asks: the
    day stays until the extension is granted. Raises Invalid, Conflict."""
    task = _active(task)
    _check_until(task, until, reason)
    if needs_supervisor(task, by):
        task.extension_until, task.extension_reason, task.extension_by = until, reason.strip(), by
        task.extension_declined_at, task.extension_answer = None, ""
        task.save()
        _tell(task, "task_extension_asked", by)
        return task
    return _postponed(task, until, reason, by)


def _postponed(task: Task, until: date, reason: str, by: Profile) -> Task:
    task.state, task.due_on = TaskState.POSTPONED, until
    task.reason_code, task.reason = TaskReason.PERSON, reason.strip()
    task.extension_until = task.extension_declined_at = None
    # A postponed task may be escalated anew.
    task.escalated_at = task.escalated_to = None
    task.save()
    _tell(task, "task_postponed", by)
    return task


@transaction.atomic
def extension_decide(task: Task, *, granted: bool, by: Profile, answer: str = "") -> Task:
    """A supervisor grants or declines an extension that was asked for. Raises NotAllowed, Invalid, Conflict."""
    task = _active(task)
    if by.role != Role.SUPERVISOR:
        raise NotAllowed(_("A supervisor decides on extensions."))
    if not task.extension_asked or task.extension_until is None:
        raise Conflict(_("No extension is asked for."))
    refuse_own(by, task.extension_by_id)
    if granted:
        return _postponed(task, max(task.extension_until, clock.today()), task.extension_reason, by)
    if not answer.strip():
        raise Invalid(fields={"answer": _("Say why.")})
    task.extension_declined_at, task.extension_answer = timezone.now(), answer.strip()
    task.save()
    _tell(task, "task_extension_declined", by)
    return task


def _check_receiver(to: Profile, case_id: int, *, by: Profile | None) -> None:
    """A task handed to somebody who does not see its case would be lost; who hands it over must see it too, save
    the house itself. Raises Invalid."""
    question = "SELECT tasks_may_receive(%s, %s)" if by else "SELECT tasks_sees(%s, %s)"
    if to.role not in CASE_ROLES or not to.is_active:
        raise Invalid(fields={"to": _("This person does not carry tasks.")})
    with connection.cursor() as cursor:
        cursor.execute(question, [to.pk, case_id])
        if not cursor.fetchone()[0]:
            raise Invalid(fields={"to": _("This colleague has no access to the case. Give her access first.")})


@transaction.atomic
def task_hand_over(task: Task, *, to: Profile, by: Profile, reason: str = "") -> Task:
    """Give a task to a colleague who sees the case; it stays hers when the case worker changes within the region.

    Raises Invalid, Conflict.
    """
    task = _active(task)
    if to.pk == task.assignee_id:
        raise Invalid(fields={"to": _("The task is hers already.")})
    _check_receiver(to, task.case_id, by=by)
    task.assignee, task.handed_over = to, to.pk != task.case.worker_id
    if reason.strip():
        task.reason = reason.strip()
    task.save()
    _tell(task, "task_handed_over", by, worker=to.name)
    return task
