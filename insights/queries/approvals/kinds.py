"""The kinds of things that wait: the queue of each, and each row with its evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Profile
from cases.enums import ClosureState, GoalState, PlanStatus
from cases.models import Case, Closure, Goal, Opening, Plan
from cases.services.transfers import transfers_waiting
from insights.enums import ApprovalKind
from insights.models import WorkerLoad
from sharing.models import Summary
from sharing.queries import overrides_waiting, summaries_waiting
from sharing.sheets import sheet_of_summary
from tasks.models import Task

from .rows import APPROVE, MANY, RETURN, Action, Waiting, chosen, day_text, fact, facts, name_of, page_of

# --- Plans ---------------------------------------------------------------------------------------------------


def plans_waiting(profile: Profile) -> QuerySet[Any]:
    """Submitted plans of the region, not written or submitted by herself. Oldest first."""
    waiting = Plan.objects.filter(status=PlanStatus.SUBMITTED, case__in=Case.objects.decided_by(profile))
    return waiting.exclude(submitted_by=profile).exclude(created_by=profile).order_by("submitted_at", "pk")


def plans_rows(profile: Profile, only: int | None) -> list[Waiting]:
    rows = chosen(plans_waiting(profile), only).select_related("case__person", "submitted_by")
    rows = rows.prefetch_related(
        Prefetch(
            "case__goals",
            queryset=Goal.objects.filter(state=GoalState.OPEN).prefetch_related("steps"),
            to_attr="open_goals",
        )
    )
    return [
        Waiting(
            ApprovalKind.PLAN, plan.pk, str(plan), plan.submitted_at or plan.updated_at, name_of(plan.submitted_by),
            plan.case,
            facts(
                fact(_("Situation and aim"), plan.summary),
                fact(_("What the person and the family want"), plan.wishes),
                fact(_("Goals"), *[_goal(goal) for goal in plan.case.open_goals]),
                fact(_("Next review"), day_text(plan.review_on)),
                fact(_("Returned before, with"), plan.comments),
            ),
            (APPROVE, RETURN), page_of("cases:plan_page", plan.case.number),
        )
        for plan in rows
    ]  # fmt: skip


def _goal(goal: Goal) -> str:
    steps = len(goal.steps.all())
    told = [str(goal.get_area_display()), goal.text]
    if goal.due_on:
        told.append(_("by %(day)s") % {"day": day_text(goal.due_on)})
    told.append(ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps})
    return " · ".join(told)


# --- Closing -------------------------------------------------------------------------------------------------


def closures_waiting(profile: Profile) -> QuerySet[Any]:
    """Requests to close a case of the region that are not her own. Oldest first."""
    waiting = Closure.objects.filter(state=ClosureState.REQUESTED, case__in=Case.objects.decided_by(profile))
    return waiting.exclude(requested_by=profile).order_by("created_at", "pk")


def closures_rows(profile: Profile, only: int | None) -> list[Waiting]:
    rows = chosen(closures_waiting(profile), only).select_related("case__person", "requested_by")
    return [
        Waiting(
            ApprovalKind.CLOSURE, row.pk, str(row.get_reason_display()), row.created_at, name_of(row.requested_by),
            row.case,
            facts(
                fact(_("Explanation"), row.explanation),
                fact(_("Goals reached"), _("%(n)s of %(of)s") % {"n": row.goals_reached, "of": row.goals_total}),
                fact(_("The person was told"), row.get_person_told_display()),
                fact(_("The caregiver was told"), row.get_caregiver_told_display()),
                fact(_("Risk"), row.case.get_risk_display()),
                fact(_("Last visit"), day_text(row.case.last_visit_on) or _("none yet")),
            ),
            (Action("approve", _("Close the case"), "possible", primary=True), RETURN),
            page_of("cases:case_close", row.case.number),
        )
        for row in rows
    ]  # fmt: skip


# --- Sharing -------------------------------------------------------------------------------------------------


def summaries_rows(profile: Profile, only: int | None) -> list[Waiting]:
    # The content is read here: a supervisor releases nothing that she has not seen.
    rows = chosen(summaries_waiting(profile), only).defer(None).select_related("case__region")
    return [_summary(row) for row in rows]


def _summary(row: Summary) -> Waiting:
    sheet = sheet_of_summary(row)
    return Waiting(
        ApprovalKind.SUMMARY, row.pk, f"{row.agency} · {sheet.purpose}", row.created_at, name_of(row.created_by),
        row.case,
        facts(
            fact(_("What we ask of the agency"), row.request),
            *(fact(line.label, *line.lines) for line in sheet.rows),
            fact(_("Readable until"), day_text(row.expires_at)),
        ),
        (Action("release", _("Release"), primary=True), RETURN),
        page_of("sharing:summary_detail", row.case.number, row.pk),
    )  # fmt: skip


def overrides_rows(profile: Profile, only: int | None) -> list[Waiting]:
    return [
        Waiting(
            ApprovalKind.OVERRIDE, row.pk, f"{row.agency} · {row.get_purpose_display()}", row.created_at,
            name_of(row.created_by), row.case,
            facts(
                fact(_("Why it is in the child's best interests"), row.override_reason),
                fact(_("Kinds of data"), *[str(dict(row._meta.get_field("kinds").base_field.choices)[k])
                                            for k in row.kinds]),
                fact(_("The child's own word"), row.get_assent_display(), row.assent_note),
                fact(_("Until"), day_text(row.until)),
            ),
            (Action("approve", _("Agree"), primary=True),),
            page_of("sharing:consent_list", row.case.number),
        )
        for row in chosen(overrides_waiting(profile), only)
    ]  # fmt: skip


# --- Transfers -----------------------------------------------------------------------------------------------


def arriving(profile: Profile) -> QuerySet[Any]:
    """Households that another office hands over to the user's region. Oldest first."""
    return transfers_waiting(profile).exclude(created_by=profile)


def transfers_rows(profile: Profile, only: int | None) -> list[Waiting]:
    rows = list(chosen(arriving(profile), only))
    workers = _workers(profile) if rows else []
    return [
        Waiting(
            ApprovalKind.TRANSFER, row.pk, f"{row.from_office} → {row.to_office}", row.created_at,
            name_of(row.created_by), None,
            facts(
                fact(_("Case numbers"), ", ".join(row.numbers)),
                fact(_("People"), row.people),
                fact(_("Highest risk"), row.get_risk_display()),
                fact(_("Handover note"), row.note),
                fact(_("Proposed worker"), name_of(row.to_worker)),
            ),
            (Action("accept", _("Accept"), primary=True), Action("refuse", _("Refuse"), "needed")),
            workers=[(0, _("As proposed, or without a worker yet")), *workers], worker=row.to_worker_id or 0,
        )
        for row in rows
    ]  # fmt: skip


def _workers(profile: Profile) -> list[tuple[int, str]]:
    """The region's case workers with their load, the least loaded first. One query."""
    found = WorkerLoad.objects.visible_to(profile).filter(
        worker__role=Role.SOCIAL_WORKER, worker__is_active=True, worker__region_id=profile.region_id
    )
    out = []
    for load in found.select_related("worker").order_by("cases", "worker__name")[:MANY]:
        carries = ngettext("%(n)s case", "%(n)s cases", load.cases) % {"n": load.cases}
        out.append((load.worker_id, f"{load.worker.name} · {carries}"))
    return out


# --- Deadlines -----------------------------------------------------------------------------------------------


def extensions_waiting(profile: Profile) -> QuerySet[Any]:
    """Extensions that somebody else asked for, in the region. The earliest deadline first."""
    waiting = Task.objects.listed_for(profile).extension_asked()
    return waiting.exclude(extension_by=profile).order_by("due_on", "pk")


def extensions_rows(profile: Profile, only: int | None) -> list[Waiting]:
    rows = chosen(extensions_waiting(profile), only).select_related("case__person", "extension_by")
    return [
        Waiting(
            ApprovalKind.EXTENSION, row.pk, str(row), row.updated_at, name_of(row.extension_by), row.case,
            facts(
                fact(_("Reason"), row.extension_reason),
                fact(_("Due"), day_text(row.due_on)),
                fact(_("First due"), day_text(row.first_due_on) if row.first_due_on != row.due_on else ""),
                fact(_("Asked until"), day_text(row.extension_until)),
                fact(_("Risk"), row.case.get_risk_display()),
            ),
            (Action("grant", _("Grant"), primary=True), Action("decline", _("Decline"), "needed")),
            page_of("tasks:task_detail", row.pk),
        )
        for row in rows
    ]  # fmt: skip


# --- Openings ------------------------------------------------------------------------------------------------


def openings_waiting(profile: Profile) -> QuerySet[Any]:
    """Openings of the region's cases by somebody else that nobody has reviewed. Oldest first."""
    waiting = Opening.objects.waiting().filter(case__in=Case.objects.decided_by(profile))
    return waiting.exclude(user=profile).order_by("opened_at", "pk")


def openings_rows(profile: Profile, only: int | None) -> list[Waiting]:
    return [
        Waiting(
            ApprovalKind.OPENING, row.pk, row.number, row.opened_at, name_of(row.user), None,
            facts(
                fact(_("Kind"), row.get_kind_display()),
                fact(_("Who"), f"{row.user.name}, {row.user.get_role_display()}"),
                fact(_("Reason"), row.reason),
            ),
            (Action("review", _("Reviewed"), "needed", primary=True),), page_of("cases:opening_detail", row.pk),
        )
        for row in chosen(openings_waiting(profile), only).select_related("user")
    ]  # fmt: skip
