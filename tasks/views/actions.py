"""What is done with one task. Each form opens in place (htmx) and is a page of its own without script."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import HamrohError, NotFound
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from tasks.agenda import Row, households, related, rows_of
from tasks.enums import TaskReason, TaskState
from tasks.forms import CompleteForm, ExtensionForm, HandOverForm, PostponeForm
from tasks.models import Task
from tasks.services.tasks import (
    extension_decide,
    needs_supervisor,
    task_complete,
    task_hand_over,
    task_postpone,
    task_undo,
)


class OneTask(PolicyView):
    """A task that the user may see, and the way back."""

    def task(self, pk: int) -> Task:
        found: Task | None = related(Task.objects.visible_to(self.profile)).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def row(self, task: Task) -> Row:
        return rows_of([task], self.profile, households([task], self.profile))[0]

    @property
    def next_url(self) -> str:
        """Where the user came from, if it is a page of this house; else My day."""
        given = self.request.POST.get("next") or self.request.GET.get("next") or ""
        if url_has_allowed_host_and_scheme(given, {self.request.get_host()}, require_https=self.request.is_secure()):
            return str(given)
        return reverse("tasks:my_day")

    def told(self, task: Task, text: str) -> HttpResponseBase:
        """The row as it stands now, in place of the old one; without script, the page the user came from."""
        if not self.request.htmx:
            note_success(self.request, text)
            return redirect(self.next_url)
        fresh = self.task(task.pk)
        context = {"row": self.row(fresh), "next_url": self.next_url}
        answer = render(self.request, "tasks/parts/row.html", context)
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#task-{task.pk}", "outerHTML"
        answer["HX-Trigger"] = json.dumps({"toast": {"text": text, "level": "success"}})
        return answer


class TaskView(OneTask):
    """One task with everything about it."""

    policy = ("task", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(self.task(pk))
        context = {"row": row, "facts": self.facts(row), "next_url": self.next_url}
        return render(request, "tasks/task.html", context)

    @staticmethod
    def facts(row: Row) -> list[dict[str, Any]]:
        """What there is to know, for components/summary_list.html."""
        task = row.task
        reason = task.reason if task.reason_code in ("", TaskReason.PERSON) else task.get_reason_code_display()
        rows: list[dict[str, Any]] = [
            {"label": _("Case"), "value": task.case.number, "action": _("Open"),
             "url": reverse("cases:case_detail", args=[task.case.number])},
            {"label": _("Place"), "value": row.place},
            {"label": _("Why"), "value": row.why},
            {"label": _("Counts from"), "value": date_format(task.counts_from)},
            {"label": _("Due"), "value": date_format(task.due_on)},
        ]  # fmt: skip
        if task.first_due_on != task.due_on:
            rows.append({"label": _("First due"), "value": date_format(task.first_due_on)})
        rows += [
            {"label": _("Who does it"), "value": task.assignee or _("Nobody yet")},
            {"label": _("State"), "value": " · ".join(filter(None, [task.get_state_display(), str(reason)]))},
        ]
        if task.state == TaskState.DONE and task.done_on and task.entered_at:
            rows += [
                {"label": _("Done on"), "value": date_format(task.done_on)},
                {"label": _("Entered"), "value": date_format(timezone.localtime(task.entered_at), "DATETIME_FORMAT")},
                {"label": _("Outcome"), "value": task.get_outcome_display()},
                {"label": _("Note"), "value": task.outcome_note},
            ]
        return rows


class TaskFormView(OneTask):
    """A form about a task: shown, checked, given to its service."""

    title: ClassVar[Any]
    submit: ClassVar[Any]
    here: ClassVar[str]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self.task(pk)
        return self.page(task, self.form(task, None))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        task = self.task(pk)
        form = self.form(task, request.POST)
        if form.is_valid():
            try:
                return self.told(task, str(self.save(task, form.cleaned_data)))
            except HamrohError as error:
                if error.status == 403:
                    raise
                form_refuse(form, error)
        return self.page(task, form, status=422)

    def form(self, task: Task, data: Any) -> forms.Form:
        raise NotImplementedError

    def save(self, task: Task, data: dict[str, Any]) -> str:
        raise NotImplementedError

    def page(self, task: Task, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "row": self.row(task), "form": form, "title": self.title, "submit": self.submit, "here": self.here,
            "action": self.request.path, "next_url": self.next_url,
            "asks": self.here == "postpone" and needs_supervisor(task, self.profile),
            "may_hand_over": may(self.profile, "task", "handover"),
        }  # fmt: skip
        template = "tasks/parts/action.html" if self.request.htmx else "tasks/action.html"
        return render(self.request, template, context, status=status)


class CompleteView(TaskFormView):
    """What came of it, on which day."""

    policy = ("task", "complete")
    title, submit, here = gettext_lazy("Record"), gettext_lazy("Save"), "complete"

    def form(self, task: Task, data: Any) -> forms.Form:
        return CompleteForm(data, prefix=f"t{task.pk}")

    def save(self, task: Task, data: dict[str, Any]) -> str:
        task_complete(task, by=self.profile, **data)
        return _("Done. You can take it back for a quarter of an hour.")


class PostponeView(TaskFormView):
    """A later day with a reason."""

    policy = ("task", "postpone")
    title, submit, here = gettext_lazy("Postpone"), gettext_lazy("Postpone"), "postpone"

    def form(self, task: Task, data: Any) -> forms.Form:
        return PostponeForm(data, prefix=f"t{task.pk}")

    def save(self, task: Task, data: dict[str, Any]) -> str:
        after = task_postpone(task, by=self.profile, **data)
        return _("The supervisor was asked for the extension.") if after.extension_asked else _("Postponed.")


class HandOverView(TaskFormView):
    """To a colleague who sees the case."""

    policy = ("task", "handover")
    title, submit, here = gettext_lazy("Hand over"), gettext_lazy("Hand over"), "hand_over"

    def form(self, task: Task, data: Any) -> forms.Form:
        return HandOverForm(data, task=task, prefix=f"t{task.pk}")

    def save(self, task: Task, data: dict[str, Any]) -> str:
        to = data["to"]
        task_hand_over(task, by=self.profile, **data)
        return _("Handed to %(name)s.") % {"name": to.name}


class ExtensionView(OneTask):
    """A supervisor grants or declines."""

    policy = ("task", "extend")

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        task, form = self.task(pk), ExtensionForm(request.POST)
        form.is_valid()
        granted = "grant" in request.POST
        extension_decide(task, granted=granted, by=self.profile, answer=form.cleaned_data.get("answer", ""))
        return self.told(task, _("The extension was granted.") if granted else _("The extension was declined."))


class UndoView(OneTask):
    """Take one's own completion back."""

    policy = ("task", "complete")

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        task = self.task(pk)
        task_undo(task, by=self.profile)
        return self.told(task, _("Taken back."))
