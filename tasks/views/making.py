"""The tasks of one case, and tasks made by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.errors import HamrohError
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from cases.access import case_for
from cases.models import Case
from tasks.agenda import households, related, rows_of
from tasks.forms import ReunificationForm, TaskForm
from tasks.models import Task
from tasks.services.tasks import reunification_visits_plan, task_create


class CaseTasksView(PolicyView):
    """All tasks of a case and its family: to be done, and done."""

    policy = ("task", "list")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = case_for(self.profile, number)
        tasks = related(Task.objects.of_case(case).visible_to(self.profile))
        active = list(tasks.active().order_by("due_on", "id")[:100])
        past = list(tasks.exclude(pk__in=[one.pk for one in active]).order_by("-updated_at")[:50])
        people = households([*active, *past], self.profile)
        context = {
            "case": case, "active": rows_of(active, self.profile, people), "past": rows_of(past, self.profile, people),
            "may_make": case.is_open and may(self.profile, "task", "create"),
            "next_url": request.path,
        }  # fmt: skip
        return render(request, "tasks/case_tasks.html", context)


class CaseFormView(PolicyView):
    """A form that makes tasks in a case."""

    policy = ("task", "create")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = case_for(self.profile, number)
        return self.page(case, self.form(case, None))

    def post(self, request: HttpRequest, number: str) -> HttpResponseBase:
        case = case_for(self.profile, number)
        form = self.form(case, request.POST)
        if form.is_valid():
            try:
                note_success(request, self.save(case, form.cleaned_data))
            except HamrohError as error:
                form_refuse(form, error)
            else:
                return redirect("tasks:case_tasks", case.number)
        return self.page(case, form, status=422)

    def form(self, case: Case, data: Any) -> forms.Form:
        raise NotImplementedError

    def save(self, case: Case, data: dict[str, Any]) -> str:
        raise NotImplementedError

    def title(self) -> str:
        raise NotImplementedError

    def page(self, case: Case, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {"case": case, "form": form, "title": self.title()}
        return render(self.request, "tasks/make.html", context, status=status)


class TaskCreateView(CaseFormView):
    """A task by hand."""

    def title(self) -> str:
        return _("New task")

    def form(self, case: Case, data: Any) -> forms.Form:
        return TaskForm(data, case=case)

    def save(self, case: Case, data: dict[str, Any]) -> str:
        task_create(case, by=self.profile, **data)
        return _("The task was made.")


class ReunificationView(CaseFormView):
    """Visits after a child was reunified."""

    def title(self) -> str:
        return _("Reunification")

    def form(self, case: Case, data: Any) -> forms.Form:
        return ReunificationForm(data)

    def save(self, case: Case, data: dict[str, Any]) -> str:
        made = reunification_visits_plan(case, by=self.profile, **data)
        return _("The visits after reunification are planned.") if made else _("These visits were planned already.")
