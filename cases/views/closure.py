"""Closing a case: asked for on one page, decided on the same one by somebody else; reopening."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict
from accounts.policy import may
from cases.enums import ClosureState, GoalState
from cases.forms.case_work import CaseForm, CloseForm, CommentsForm, ReasonForm, RemarkForm
from cases.models import Case, Closure, Goal
from cases.services.closure import case_close_approve, case_close_request, case_close_return, case_reopen

from .common import CaseFormView


def waiting_for(case: Case) -> Closure | None:
    """The request that waits for a decision."""
    return Closure.objects.filter(case=case, state=ClosureState.REQUESTED).select_related("requested_by").first()


class CaseCloseView(CaseFormView):
    """The checklist and the request; the request and its decision."""

    policy = ("case", "close")
    form_class = CloseForm
    title: ClassVar[Any] = _("Close the case")
    submit: ClassVar[Any] = _("Ask for approval")
    done: ClassVar[Any] = _("A supervisor was asked to approve the closing.")
    in_drawer: ClassVar[bool] = False

    def get(self, request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
        case = self.case(number)
        return self._show(case, CloseForm(case=case, profile=self.profile))

    def page(self, template: str, case: Case, status: int = 200, **context: Any) -> HttpResponse:
        waiting = waiting_for(case)
        decides = may(self.profile, "case", "approve_close")
        past = Closure.objects.filter(case=case).exclude(state=ClosureState.REQUESTED)
        return super().page(
            "cases/closure.html", case, status=status, waiting=waiting, decides=decides,
            own=waiting is not None and waiting.requested_by_id == self.profile.pk,
            open_goals=list(Goal.objects.filter(case=case, state=GoalState.OPEN)),
            past=list(past.select_related("requested_by", "decided_by", "reopened_by").order_by("-id")),
            **context,
        )  # fmt: skip

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_close_request(case, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:case_close", args=[case.number])


class _DecisionView(CaseFormView):
    """A decision on the request that waits."""

    policy = ("case", "approve_close")
    form_class: ClassVar[type[CaseForm]] = CommentsForm

    def load(self, case: Case, **keys: Any) -> Closure:
        found = waiting_for(case)
        if found is None:
            raise Conflict(_("No closing waits for approval."))
        found.case = case
        return found


class CloseApproveView(_DecisionView):
    """Close the case."""

    form_class = RemarkForm
    title: ClassVar[Any] = _("Approve the closing")
    submit: ClassVar[Any] = _("Close the case")
    done: ClassVar[Any] = _("The case is closed.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_close_approve(row, by=self.profile, **data)


class CloseReturnView(_DecisionView):
    """Send the request back."""

    title: ClassVar[Any] = _("Return the request")
    submit: ClassVar[Any] = _("Return")
    done: ClassVar[Any] = _("The request was returned.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_close_return(row, by=self.profile, **data)


class CaseReopenView(CaseFormView):
    """Open a closed case again."""

    policy = ("case", "reopen")
    form_class = ReasonForm
    title: ClassVar[Any] = _("Reopen the case")
    done: ClassVar[Any] = _("The case is open again.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_reopen(case, by=self.profile, **data)
