"""A person's details, names and papers; and somebody who came without a manifest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AccessKind
from accounts.errors import HamrohError
from accounts.policy import may
from accounts.web import PolicyView, access_log, form_refuse, note_success
from cases.access import case_for
from cases.ages import birth_of
from cases.finding import HOW, possible_matches
from cases.forms.persons import IdentifierForm, OtherNameForm, PersonEditForm, WalkInForm
from cases.identifiers import PINFL_CHECKSUM, number_warnings
from cases.models import Case, Identifier
from cases.services.households import Paper, walk_in_open
from cases.services.persons import identifier_add, person_name_add, person_update

from .common import head


class OfPersonView(PolicyView):
    """A form about the person of one case; afterwards back to the case."""

    template = "cases/person_form.html"
    title: Any = ""
    submit: Any = gettext_lazy("Save")
    done: Any = gettext_lazy("Saved.")

    def make(self, case: Case, data: Any = None) -> Form:
        """The form, bound where ``data`` is not None."""
        raise NotImplementedError

    def save(self, case: Case, form: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = case_for(self.profile, number)
        return self.page(case, self.make(case))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case = case_for(self.profile, number)
        form = self.make(case, request.POST)
        if form.is_valid():
            try:
                self.save(case, form)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, self.done)
                return self.leave(case)
        return self.page(case, form, status=422)

    def leave(self, case: Case) -> HttpResponse:
        return redirect("cases:case_detail", case.number)

    def page(self, case: Case, form: Form, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": self.title, "submit": self.submit}
        return render(self.request, self.template, {**head(case, self.profile, ""), **context}, status=status)


class PersonEditView(OfPersonView):
    """Names, birth date, citizenship, languages, telephone."""

    policy = ("person", "update")
    title = gettext_lazy("Personal details")

    def make(self, case: Case, data: Any = None) -> Form:
        return PersonEditForm(data, person=case.person)

    def save(self, case: Case, form: Any) -> None:
        if form.cleaned_data["version"] not in ("", case.person.updated_at.isoformat()):
            raise HamrohError(_("Somebody else changed this meanwhile. Open the page again, then repeat your change."))
        person_update(case.person, by=self.profile, **form.values())

    def page(self, case: Case, form: Form, status: int = 200) -> HttpResponse:
        context = {
            **head(case, self.profile, ""), "form": form, "title": self.title, "submit": self.submit,
            "names": case.person.names.order_by("pk"), "columns": True,
            "may_papers": may(self.profile, "identifier", "view"),
        }  # fmt: skip
        return render(self.request, self.template, context, status=status)


class OtherNameView(OfPersonView):
    """Another name or spelling."""

    policy = ("person", "update")
    title = gettext_lazy("Another name or spelling")
    done = gettext_lazy("The name was added. She is found by it from now on.")

    def make(self, case: Case, data: Any = None) -> Form:
        return OtherNameForm(data)

    def save(self, case: Case, form: Any) -> None:
        person_name_add(case.person, by=self.profile, **form.cleaned_data)

    def leave(self, case: Case) -> HttpResponse:
        return redirect("cases:person_edit", case.number)


class PapersView(PolicyView):
    """The papers of a person; their numbers are shown one by one, and each showing is logged."""

    policy = ("identifier", "view")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.page(case_for(self.profile, number), IdentifierForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case = case_for(self.profile, number)
        if not may(self.profile, "identifier", "create"):
            raise Http404
        form = IdentifierForm(request.POST)
        if form.is_valid():
            try:
                paper = identifier_add(case.person, by=self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                self._warn(case, paper, form.cleaned_data["value"])
                return redirect("cases:papers", case.number)
        return self.page(case, form, status=422)

    def _warn(self, case: Case, paper: Identifier, value: str) -> None:
        """A number that does not fit warns and refuses nothing: the paper may be wrong."""
        person = case.person
        warnings = (
            number_warnings(value, citizenship=person.citizenship, sex=person.sex, birth=birth_of(person))
            if paper.kind in ("pinfl", "iin") else ()
        )  # fmt: skip
        if not warnings:
            note_success(self.request, _("The number was kept."))
        elif PINFL_CHECKSUM in warnings:
            text = _("The number was kept, but its check digit is wrong. Look at the paper again.")
            messages.warning(self.request, text)
        else:
            messages.warning(self.request, _("The number was kept, but it does not fit sex or birth date."))

    def page(self, case: Case, form: Form, status: int = 200, shown: Identifier | None = None) -> HttpResponse:
        papers = case.person.identifiers.defer("value").order_by("pk")
        context = {
            **head(case, self.profile, "papers"), "form": form, "papers": papers, "shown": shown,
            "may_add": may(self.profile, "identifier", "create"),
        }  # fmt: skip
        return render(self.request, "cases/papers.html", context, status=status)


class PaperShowView(PapersView):
    """One number in plain. A POST, so that no link in a history shows it again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, pk: int = 0) -> HttpResponse:
        case = case_for(self.profile, number)
        paper = case.person.identifiers.filter(pk=pk).first()
        if paper is None:
            raise Http404
        access_log(self.profile, AccessKind.IDENTIFIER, case_id=case.pk, object_id=paper.pk)
        return self.page(case, IdentifierForm(), shown=paper)


class WalkInView(PolicyView):
    """Register somebody by hand. Who may already be here is proposed first; nobody is merged."""

    policy = ("case", "create")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(WalkInForm(profile=self.profile))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WalkInForm(request.POST, profile=self.profile)
        if not form.is_valid():
            return self.page(form, status=422)
        data = form.cleaned_data
        if not request.POST.get("confirmed"):
            matches = possible_matches(
                name=form.name, by=self.profile, sex=data["sex"], birth=data["birth"],
                papers=[data["paper_value"]] if data["paper_value"] else [],
            )  # fmt: skip
            if matches:
                rows = [{"case": m.case, "how": [HOW[reason] for reason in m.reasons]} for m in matches]
                return self.page(form, matches=rows)
        try:
            case = walk_in_open(
                values=form.values(), by=self.profile, office=data.get("office"), worker=data.get("worker"),
                arrived_on=data["arrived_on"], unaccompanied=data["unaccompanied"],
                paper=Paper(data["paper_kind"] or "other", data["paper_value"]) if data["paper_value"] else None,
            )  # fmt: skip
        except HamrohError as error:
            form_refuse(form, error)
            return self.page(form, status=422)
        note_success(request, _("The case was opened."))
        return redirect("cases:case_detail", case.number)

    def page(self, form: Form, status: int = 200, matches: Any = ()) -> HttpResponse:
        return render(self.request, "cases/walk_in.html", {"form": form, "matches": matches}, status=status)
