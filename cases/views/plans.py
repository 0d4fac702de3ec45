"""The plan of a case: one page to read, write, submit, decide and review it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.errors import NotFound
from accounts.policy import may
from cases.enums import PlanStatus
from cases.forms import plans as forms
from cases.forms.case_work import CommentsForm, RemarkForm
from cases.models import Case, Goal, Plan, Step
from cases.services import plans as services

from .common import CaseFormView, CasePostView, CaseView

_LINE = (PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.APPROVED, PlanStatus.REVIEWED)


def plan_line(plan: Plan) -> list[dict[str, Any]]:
    """Where the version stands on its way."""
    now = {PlanStatus.RETURNED: PlanStatus.DRAFT, PlanStatus.REPLACED: PlanStatus.REVIEWED}.get(
        PlanStatus(plan.status), PlanStatus(plan.status)
    )
    place = _LINE.index(now)
    out: list[dict[str, Any]] = []
    for index, status in enumerate(_LINE):
        state = "done" if index < place else "now" if index == place else "todo"
        out.append({"label": status.label, "count": None, "url": "", "state": state})
    return out


def newest(case: Case) -> Plan | None:
    return Plan.objects.filter(case=case).order_by("-version").first()


class PlanPageView(CaseView):
    """The plan."""

    policy = ("plan", "view")
    tab: ClassVar[str] = "plan"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        plans = list(Plan.objects.filter(case=case).select_related("submitted_by", "approved_by", "reviewed_by"))
        plan = plans[0] if plans else None
        goals = Goal.objects.filter(case=case).prefetch_related("steps__owner").order_by("pk")
        own = plan is not None and self.profile.pk in (plan.submitted_by_id, plan.created_by_id)
        return self.page(
            "cases/plan.html", case, plan=plan, earlier=plans[1:], line=plan_line(plan) if plan else [],
            open_goals=[goal for goal in goals if goal.is_open],
            closed_goals=[goal for goal in goals if not goal.is_open],
            decides=plan is not None and plan.status == PlanStatus.SUBMITTED and may(self.profile, "plan", "approve"),
            own=own, may_goal=may(self.profile, "goal", "update"),
        )  # fmt: skip


class _PlanForm(CaseFormView):
    tab: ClassVar[str] = "plan"

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:plan_page", args=[case.number])


class _OfPlan(_PlanForm):
    def load(self, case: Case, **keys: Any) -> Plan:
        found = newest(case)
        if found is None:
            raise NotFound
        found.case = case
        return found


class PlanCreateView(_PlanForm):
    """Begin a version."""

    policy = ("plan", "create")
    form_class = forms.PlanForm
    title: ClassVar[Any] = _("Begin a plan")

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        last = newest(case)
        return {"summary": last.summary, "wishes": last.wishes} if last else {}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.plan_create(case, by=self.profile, **data)


class PlanUpdateView(_OfPlan):
    """Change the text of the version that is being worked on."""

    policy = ("plan", "update")
    form_class = forms.PlanForm
    title: ClassVar[Any] = _("Change the plan")
    versioned = True

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in services.PLAN_FIELDS}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.plan_update(row, by=self.profile, **data)


class PlanSubmitView(CasePostView):
    """Send the version for approval."""

    policy = ("plan", "submit")
    done: ClassVar[Any] = _("The plan was sent for approval.")

    def act(self, case: Case, **keys: Any) -> Any:
        plan = newest(case)
        if plan is None:
            raise NotFound
        plan.case = case
        return services.plan_submit(plan, by=self.profile)

    def next_url(self, case: Case) -> str:
        return reverse("cases:plan_page", args=[case.number])


class PlanApproveView(_OfPlan):
    """Put the version in force."""

    policy = ("plan", "approve")
    form_class = RemarkForm
    title: ClassVar[Any] = _("Approve the plan")
    submit: ClassVar[Any] = _("Approve")
    done: ClassVar[Any] = _("The plan is approved.")
    versioned = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.plan_approve(row, by=self.profile, **data)


class PlanReturnView(_OfPlan):
    """Send the version back."""

    policy = ("plan", "return")
    form_class = CommentsForm
    title: ClassVar[Any] = _("Return the plan")
    submit: ClassVar[Any] = _("Return with comments")
    done: ClassVar[Any] = _("The plan was returned.")
    versioned = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.plan_return(row, by=self.profile, **data)


class PlanReviewView(_OfPlan):
    """Record a review."""

    policy = ("plan", "review")
    form_class = forms.ReviewForm
    title: ClassVar[Any] = _("Review the plan")
    done: ClassVar[Any] = _("The review was recorded.")
    versioned = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.plan_review(row, by=self.profile, **data)


class GoalAddView(_OfPlan):
    """Set a goal."""

    policy = ("goal", "create")
    form_class = forms.GoalForm
    title: ClassVar[Any] = _("Add a goal")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.goal_add(row, by=self.profile, **data)


class _OfGoal(_PlanForm):
    policy = ("goal", "update")

    def load(self, case: Case, **keys: Any) -> Goal:
        found = Goal.objects.visible_to(self.profile).filter(case=case, pk=keys["pk"]).first()
        if found is None:
            raise NotFound
        return found


class GoalUpdateView(_OfGoal):
    """Change a goal."""

    form_class = forms.GoalForm
    title: ClassVar[Any] = _("Change the goal")
    versioned = True

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in services.GOAL_FIELDS}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.goal_update(row, by=self.profile, **data)


class GoalCloseView(_OfGoal):
    """End a goal."""

    form_class = forms.GoalCloseForm
    title: ClassVar[Any] = _("Close the goal")
    submit: ClassVar[Any] = _("Close the goal")
    done: ClassVar[Any] = _("The goal is closed.")
    versioned = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.goal_close(row, by=self.profile, **data)


class StepAddView(_OfGoal):
    """Add a step."""

    policy = ("goal", "create")
    form_class = forms.StepForm
    title: ClassVar[Any] = _("Add a step")

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {"owner": self.profile.pk}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.step_add(row, by=self.profile, **data)


class StepUpdateView(_PlanForm):
    """Change a step, or say that it is done."""

    policy = ("goal", "update")
    form_class = forms.StepEditForm
    title: ClassVar[Any] = _("Change the step")
    versioned = True

    def load(self, case: Case, **keys: Any) -> Step:
        found = Step.objects.visible_to(self.profile).filter(case=case, pk=keys["pk"]).select_related("goal").first()
        if found is None:
            raise NotFound
        return found

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in services.STEP_FIELDS}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.step_update(row, by=self.profile, **data)


class StepDoneView(CasePostView):
    """One press: the step is done."""

    policy = ("goal", "update")
    done: ClassVar[Any] = _("The step is done.")

    def act(self, case: Case, **keys: Any) -> Any:
        found = Step.objects.visible_to(self.profile).filter(case=case, pk=keys["pk"]).select_related("goal").first()
        if found is None:
            raise NotFound
        return services.step_update(found, by=self.profile, state="done")

    def next_url(self, case: Case) -> str:
        return reverse("cases:plan_page", args=[case.number])
