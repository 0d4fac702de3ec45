"""What is done with a case: each a form in the drawer, calling one service."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import grant_of
from cases.forms import case_work as forms
from cases.forms.access import ExtendForm
from cases.models import Case
from cases.services.cases import case_assign, case_update, risk_set, status_set
from cases.services.closure import case_hold, case_resume
from cases.services.grants import grant_create, grant_end, grant_extend
from cases.services.notes import note_add

from .caseloads import end_of
from .common import CaseFormView, CasePostView


class NoteAddView(CaseFormView):
    """Write a note."""

    policy = ("note", "create")
    form_class = forms.NoteForm
    title: ClassVar[Any] = _("Add a note")
    done: ClassVar[Any] = _("The note was added.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return note_add(case, by=self.profile, **data)


class RiskSetView(CaseFormView):
    """Set the level of risk."""

    policy = ("case", "risk")
    form_class = forms.RiskForm
    title: ClassVar[Any] = _("Set the risk")
    intro: ClassVar[Any] = _("The due days of open tasks follow the level.")
    done: ClassVar[Any] = _("The risk was set.")
    versioned = True

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {"level": case.risk}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return risk_set(case, by=self.profile, **data)


class StatusSetView(CaseFormView):
    """Move the case one step."""

    policy = ("case", "status")
    form_class = forms.StatusForm
    title: ClassVar[Any] = _("Change the status")
    done: ClassVar[Any] = _("The status was changed.")
    versioned = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return status_set(case, by=self.profile, **data)


class CaseFactsView(CaseFormView):
    """Change plain facts of the case."""

    policy = ("case", "update")
    form_class = forms.FactsForm
    title: ClassVar[Any] = _("Facts of the case")
    done: ClassVar[Any] = _("Saved.")
    versioned = True

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {name: getattr(case, name) for name in ("arrived_on", "unaccompanied", "destination_district")}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_update(case, by=self.profile, **data)


class CaseHoldView(CaseFormView):
    """Let the case rest."""

    policy = ("case", "hold")
    form_class = forms.HoldForm
    title: ClassVar[Any] = _("Put the case on hold")
    intro: ClassVar[Any] = _("Visits rest until that day; then the case goes on by itself.")
    done: ClassVar[Any] = _("The case is on hold.")
    versioned = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_hold(case, by=self.profile, **data)


class CaseResumeView(CasePostView):
    """Go on with a resting case."""

    policy = ("case", "hold")
    done: ClassVar[Any] = _("Work goes on.")

    def act(self, case: Case, **keys: Any) -> Any:
        return case_resume(case, by=self.profile)


class CaseAssignView(CaseFormView):
    """Give the case to a worker."""

    policy = ("case", "assign")
    form_class = forms.AssignForm
    title: ClassVar[Any] = _("Assign the case")
    intro: ClassVar[Any] = _("The worker until now will no longer see it.")
    done: ClassVar[Any] = _("The case was assigned.")
    versioned = True

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {"worker": case.worker_id}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return case_assign(case, by=self.profile, **data)


class GrantCreateView(CaseFormView):
    """Let a colleague work on the case."""

    policy = ("grant", "create")
    form_class = forms.GrantForm
    title: ClassVar[Any] = _("Give access")
    done: ClassVar[Any] = _("Access was given.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return grant_create(case, until=end_of(data.pop("until")), by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:grant_list", args=[case.number])


class GrantExtendView(CaseFormView):
    """Let a colleague's access go on."""

    policy = ("grant", "extend")
    form_class = ExtendForm
    title: ClassVar[Any] = _("Extend the access")
    done: ClassVar[Any] = _("The access was extended.")

    def load(self, case: Case, **keys: Any) -> Any:
        return grant_of(case, keys["pk"])

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {"until": timezone.localdate(row.until) if row.until else None}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return grant_extend(row, until=end_of(data["until"]), by=self.profile)

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:grant_list", args=[case.number])


class GrantEndView(CasePostView):
    """End a colleague's access now."""

    policy = ("grant", "end")
    done: ClassVar[Any] = _("The access has ended.")

    def act(self, case: Case, **keys: Any) -> Any:
        return grant_end(grant_of(case, keys["pk"]), by=self.profile)

    def next_url(self, case: Case) -> str:
        return reverse("cases:grant_list", args=[case.number])
