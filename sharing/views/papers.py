"""A summary for an agency that works on paper: printed, handed over, answered by letter or telephone."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.errors import HamrohError
from accounts.web import form_refuse, note_success
from sharing.forms import HandoverForm, PaperAnswerForm, paper_of
from sharing.models import Summary
from sharing.services.papers import handover_record, paper_answer_record, summary_print

from .summaries import OneSummaryView


class SummaryPrintView(OneSummaryView):
    """The document that is handed over, with the worker's mark on every page; the printing is recorded."""

    policy = ("summary", "handover")

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        summary = self.summary(self.case(number), pk)
        return HttpResponse(
            summary_print(summary, by=self.profile), content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{summary.reference}.pdf"', "Cache-Control": "no-store",
            },
        )  # fmt: skip


class _PaperFormView(OneSummaryView):
    policy = ("summary", "handover")
    form_class: ClassVar[type[forms.Form]]
    title: ClassVar[Any]
    done: ClassVar[Any]

    def save(self, summary: Summary, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        return self._page(number, pk, self.form_class())

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.save(self.summary(self.case(number), pk), dict(form.cleaned_data))
            except HamrohError as error:
                if error.status == 404:
                    raise
                form_refuse(form, error)
            else:
                note_success(request, self.done)
                return redirect("sharing:summary_detail", number, pk)
        return self._page(number, pk, form, 422)

    def _page(self, number: str, pk: int, form: forms.Form, status: int = 200) -> HttpResponse:
        case = self.case(number)
        summary = self.summary(case, pk)
        return self.page("sharing/paper_form.html", case, status, summary=summary, form=form, title=self.title)


class HandoverView(_PaperFormView):
    """To whom it went, when, how, and what they signed for it."""

    form_class = HandoverForm
    title = _("Record the hand-over")
    done = _("The hand-over was recorded.")

    def save(self, summary: Summary, data: dict[str, Any]) -> None:
        handover_record(summary, by=self.profile, **{**data, "paper": paper_of(data["paper"])})


class PaperAnswerView(_PaperFormView):
    """What the agency said, by letter or telephone."""

    form_class = PaperAnswerForm
    title = _("Record the answer of the agency")
    done = _("The answer was recorded.")

    def save(self, summary: Summary, data: dict[str, Any]) -> None:
        paper_answer_record(summary, by=self.profile, **data)
