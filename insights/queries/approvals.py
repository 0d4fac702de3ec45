"""What waits for a supervisor, each with the evidence to decide it by. Nothing of her own: nobody decides on that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet, Value
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Profile
from cases.enums import ClosureState, GoalState, PlanStatus
from cases.models import Case, Closure, Goal, Plan
from insights.enums import ApprovalKind
from sharing.models import Summary
from sharing.queries import overrides_waiting, summaries_waiting
from sharing.sheets import sheet_of_summary
from tasks.models import Task

#: Rows of one kind on a page, the oldest first; a longer queue is decided in rounds.
LIMIT = 25
#: What a count stops at.
MANY = 100


@dataclass(frozen=True)
class Action:
    """A decision. ``comment``: whether words are "needed", "possible" or "" (none)."""

    code: str
    label: Any
    comment: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of the evidence; several lines make a list."""

    label: Any
    lines: list[str]


@dataclass(frozen=True)
class Waiting:
    """One thing to decide."""

    kind: str
    pk: int
    title: str
    since: datetime
    by: str
    case: Case | None
    facts: list[Fact]
    actions: tuple[Action, ...]
    url: str = ""
    #: Workers to choose from, for a transfer: key and words.
    workers: list[tuple[int, str]] = field(default_factory=list)
    worker: int | None = None

    @property
    def anchor(self) -> str:
        """Its place on a page."""
        return f"{self.kind}-{self.pk}"

    @property
    def label(self) -> Any:
        return ApprovalKind(self.kind).label

    @property
    def comment(self) -> bool:
        """Whether any of the decisions takes words."""
        return any(action.comment for action in self.actions)


APPROVE = Action("approve", gettext_lazy("Approve"), "possible", primary=True)
RETURN = Action("return", gettext_lazy("Return"), "needed")


def _page(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _day(value: Any) -> str:
    return date_format(value, "j M Y") if value else ""


def _fact(label: Any, *lines: Any) -> Fact | None:
    found = [str(line) for line in lines if line not in (None, "")]
    return Fact(label, found) if found else None


def _facts(*facts: Fact | None) -> list[Fact]:
    return [fact for fact in facts if fact is not None]


# --- Plans ---------------------------------------------------------------------------------------------------


def plans_waiting(profile: Profile) -> QuerySet[Any]:
    """Submitted plans of the region, not written or submitted by herself. Oldest first."""
    waiting = Plan.objects.filter(status=PlanStatus.SUBMITTED, case__in=Case.objects.listed_for(profile))
    return waiting.exclude(submitted_by=profile).exclude(created_by=profile).order_by("submitted_at", "pk")


def _plans(profile: Profile, only: int | None) -> list[Waiting]:
    rows = _one(plans_waiting(profile), only).select_related("case__person", "submitted_by")
    rows = rows.prefetch_related(
        Prefetch(
            "case__goals",
            queryset=Goal.objects.filter(state=GoalState.OPEN).prefetch_related("steps"),
            to_attr="open_goals",
        )
    )
    return [
        Waiting(
            ApprovalKind.PLAN, plan.pk, str(plan), plan.submitted_at or plan.updated_at, _name(plan.submitted_by),
            plan.case,
            _facts(
                _fact(_("Situation and aim"), plan.summary),
                _fact(_("What the person and the family want"), plan.wishes),
                _fact(_("Goals"), *[_goal(goal) for goal in plan.case.open_goals]),
                _fact(_("Next review"), _day(plan.review_on)),
                _fact(_("Returned before, with"), plan.comments),
            ),
            (APPROVE, RETURN), _page("cases:plan_page", plan.case.number),
        )
        for plan in rows
    ]  # fmt: skip


def _goal(goal: Goal) -> str:
    steps = len(goal.steps.all())
    told = [str(goal.get_area_display()), goal.text]
    if goal.due_on:
        told.append(_("by %(day)s") % {"day": _day(goal.due_on)})
    told.append(ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps})
    return " · ".join(told)


# --- Closing -------------------------------------------------------------------------------------------------


def closures_waiting(profile: Profile) -> QuerySet[Any]:
    """Requests to close a case of the region that are not her own. Oldest first."""
    waiting = Closure.objects.filter(state=ClosureState.REQUESTED, case__in=Case.objects.listed_for(profile))
    return waiting.exclude(requested_by=profile).order_by("created_at", "pk")


def _closures(profile: Profile, only: int | None) -> list[Waiting]:
    rows = _one(closures_waiting(profile), only).select_related("case__person", "requested_by")
    return [
        Waiting(
            ApprovalKind.CLOSURE, row.pk, str(row.get_reason_display()), row.created_at, _name(row.requested_by),
            row.case,
            _facts(
                _fact(_("Explanation"), row.explanation),
                _fact(_("Goals reached"), _("%(n)s of %(of)s") % {"n": row.goals_reached, "of": row.goals_total}),
                _fact(_("The person was told"), row.get_person_told_display()),
                _fact(_("The caregiver was told"), row.get_caregiver_told_display()),
                _fact(_("Risk"), row.case.get_risk_display()),
                _fact(_("Last visit"), _day(row.case.last_visit_on) or _("none yet")),
            ),
            (Action("approve", _("Close the case"), "possible", primary=True), RETURN),
            _page("cases:case_close", row.case.number),
        )
        for row in rows
    ]  # fmt: skip


# --- Sharing -------------------------------------------------------------------------------------------------


def _summaries(profile: Profile, only: int | None) -> list[Waiting]:
    # The content is read here: a supervisor releases nothing that she has not seen.
    rows = _one(summaries_waiting(profile), only).defer(None).select_related("case__region")
    return [_summary(row) for row in rows]


def _summary(row: Summary) -> Waiting:
    sheet = sheet_of_summary(row)
    return Waiting(
        ApprovalKind.SUMMARY, row.pk, f"{row.agency} · {sheet.purpose}", row.created_at, _name(row.created_by),
        row.case,
        _facts(
            _fact(_("What we ask of the agency"), row.request),
            *(_fact(line.label, *line.lines) for line in sheet.rows),
            _fact(_("Readable until"), _day(row.expires_at)),
        ),
        (Action("release", _("Release"), primary=True), RETURN),
        _page("sharing:summary_detail", row.case.number, row.pk),
    )  # fmt: skip


def _overrides(profile: Profile, only: int | None) -> list[Waiting]:
    return [
        Waiting(
            ApprovalKind.OVERRIDE, row.pk, f"{row.agency} · {row.get_purpose_display()}", row.created_at,
            _name(row.created_by), row.case,
            _facts(
                _fact(_("Why it is in the child's best interests"), row.override_reason),
                _fact(_("Kinds of data"), *[str(dict(row._meta.get_field("kinds").base_field.choices)[k])
                                            for k in row.kinds]),
                _fact(_("The child's own word"), row.get_assent_display(), row.assent_note),
                _fact(_("Until"), _day(row.until)),
            ),
            (Action("approve", _("Agree"), primary=True),),
            _page("sharing:consent_list", row.case.number),
        )
        for row in _one(overrides_waiting(profile), only)
    ]  # fmt: skip


# --- Deadlines -----------------------------------------------------------------------------------------------


def extensions_waiting(profile: Profile) -> QuerySet[Any]:
    """Extensions that somebody else asked for, in the region. The earliest deadline first."""
    waiting = Task.objects.listed_for(profile).extension_asked()
    return waiting.exclude(extension_by=profile).order_by("due_on", "pk")


def _extensions(profile: Profile, only: int | None) -> list[Waiting]:
    rows = _one(extensions_waiting(profile), only).select_related("case__person", "extension_by")
    return [
        Waiting(
            ApprovalKind.EXTENSION, row.pk, str(row), row.updated_at, _name(row.extension_by), row.case,
            _facts(
                _fact(_("Reason"), row.extension_reason),
                _fact(_("Due"), _day(row.due_on)),
                _fact(_("First due"), _day(row.first_due_on) if row.first_due_on != row.due_on else ""),
                _fact(_("Asked until"), _day(row.extension_until)),
                _fact(_("Risk"), row.case.get_risk_display()),
            ),
            (Action("grant", _("Grant"), primary=True), Action("decline", _("Decline"), "needed")),
            _page("tasks:task_detail", row.pk),
        )
        for row in rows
    ]  # fmt: skip


# --- Together ------------------------------------------------------------------------------------------------

Provider = Callable[[Profile, int | None], list[Waiting]]
#: What is at stake first: what leaves the house, what ends, what moves, what is planned.
PROVIDERS: dict[str, Provider] = {
    ApprovalKind.OVERRIDE: _overrides,
    ApprovalKind.SUMMARY: _summaries,
    ApprovalKind.CLOSURE: _closures,
    ApprovalKind.PLAN: _plans,
    ApprovalKind.EXTENSION: _extensions,
}
QUEUES: dict[str, Callable[[Profile], QuerySet[Any]]] = {
    ApprovalKind.OVERRIDE: overrides_waiting,
    ApprovalKind.SUMMARY: summaries_waiting,
    ApprovalKind.CLOSURE: closures_waiting,
    ApprovalKind.PLAN: plans_waiting,
    ApprovalKind.EXTENSION: extensions_waiting,
}


def _one(rows: Any, only: int | None) -> Any:
    return rows[:LIMIT] if only is None else rows.filter(pk=only)


def _name(profile: Profile | None) -> str:
    return profile.name if profile else ""


def approvals(profile: Profile, kind: str = "") -> list[Waiting]:
    """What waits for the user, of one kind or of all; of each kind the oldest ``LIMIT``."""
    wanted = [kind] if kind else list(PROVIDERS)
    return [row for one in wanted for row in PROVIDERS[one](profile, None)]


def approval(profile: Profile, kind: str, pk: int) -> Waiting | None:
    """One of them; None where it does not wait (for her)."""
    if kind not in PROVIDERS:
        return None
    found = PROVIDERS[kind](profile, pk)
    return found[0] if found else None


def approval_counts(profile: Profile) -> dict[str, int]:
    """How many of each kind wait, each counted up to ``MANY``. One query."""
    parts = [
        queue(profile).select_related(None).annotate(queue=Value(code)).values_list("queue", "pk")[:MANY]
        for code, queue in QUEUES.items()
    ]
    rows = parts[0].union(*parts[1:], all=True)
    found = Counter(code for code, _pk in rows)
    return {code: found.get(code, 0) for code in QUEUES}
