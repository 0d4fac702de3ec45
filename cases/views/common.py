"""What every page of a case stands on: the head that stays, and forms in a drawer that also are pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import Level
from accounts.errors import HamrohError
from accounts.models import Profile
from accounts.policy import may
from accounts.rest.views import etag_of
from accounts.web import PolicyView, form_refuse, note_success
from cases import names
from cases.access import case_for, reaches
from cases.ages import is_child
from cases.enums import TRANSITIONS, Script
from cases.forms.case_work import CaseForm
from cases.models import Case, Person
from cases.panels import REGISTRY, case_panels
from cases.photos import photo_url, with_photo


def name_for_reader(person: Person) -> str:
    """The name in the script that the page is written in; empty where it is written so already."""
    written = person.full_name
    wants_cyrillic = (get_language() or "en") in ("ru", "uz-cyrl")
    other = ""
    if wants_cyrillic and person.script == Script.LATIN:
        other = names.to_cyrillic(written)
    elif not wants_cyrillic and person.script == Script.CYRILLIC:
        other = names.to_latin(written)
    return other if other != written else ""


#: What a chip of the household shows of a person.
_NAMED = tuple(
    f"person__{name}"
    for name in ("surname", "given_name", "patronymic", "birth_earliest", "birth_latest", "birth_precision")
)


def household(case: Case, profile: Profile) -> tuple[list[dict[str, Any]], str]:
    """The other members of the family whom the reader may see, with the case of each; and the address of the
    person's own photograph, or "". One query."""
    family = Q(family=case.family_id) if case.family_id else Q(pk=case.pk)
    visible = with_photo(Case.objects.visible_to(profile).filter(family), profile)
    shown = visible.select_related("person").only("number", *_NAMED)
    rows = list(shown.order_by("person__birth_earliest", "pk"))
    others = [
        {
            "number": one.number, "name": one.person.given_name or one.person.full_name,
            "child": is_child(one.person),
        }
        for one in rows
        if one.pk != case.pk
    ]  # fmt: skip
    return others, next((photo_url(one) for one in rows if one.pk == case.pk), "")


def head(case: Case, profile: Profile, tab: str) -> dict[str, Any]:
    """What ``cases/case_base.html`` shows. One query, for the family and the photograph."""
    others, photo = household(case, profile)
    rights = {
        name: may(profile, *pair)
        for name, pair in {
            "note": ("note", "create"), "risk": ("case", "risk"), "status": ("case", "status"),
            "hold": ("case", "hold"), "update": ("case", "update"), "assign": ("case", "assign"),
            "close": ("case", "close"), "approve_close": ("case", "approve_close"), "reopen": ("case", "reopen"),
            "document": ("document", "create"), "documents": ("document", "list"),
            "identifiers": ("identifier", "view"), "life_event": ("life_event", "create"),
            "grants": ("grant", "list"), "grant": ("grant", "create"), "extend": ("grant", "extend"),
            "restrict": ("restriction", "create"), "history": ("history", "view"),
            "plan": ("plan", "view"), "plan_edit": ("plan", "create"), "person": ("person", "update"),
            "visit": ("visit", "create"), "transfer": ("transfer", "create"),
        }.items()
    }  # fmt: skip
    rights["implication"] = (
        is_child(case.person) and may(profile, "implication", "list") and reaches(profile, case, Level.CHARGE)
    )
    return {
        "case": case, "person": case.person, "reader_name": name_for_reader(case.person),
        "is_child": is_child(case.person), "household": others, "photo": photo,
        "may": rights, "tab": tab,
        "tabs": _tabs(case, profile, rights, tab), "can_move": bool(TRANSITIONS[case.status]),
    }  # fmt: skip


def _tabs(case: Case, profile: Profile, rights: dict[str, bool], tab: str) -> list[dict[str, Any]]:
    rows = (
        ("overview", "case_detail", _("Overview"), True),
        ("plan", "plan_page", _("Plan"), rights["plan"]),
        ("documents", "document_list", _("Documents"), rights["documents"]),
        ("papers", "papers", _("Papers"), rights["identifiers"]),
        ("access", "grant_list", _("Access"), rights["grants"]),
        ("history", "case_history", _("History"), rights["history"]),
    )
    return [
        {"label": label, "url": reverse(f"cases:{name}", args=[case.number]), "active": code == tab, "count": None}
        for code, name, label, shown in rows
        if shown
    ] + [
        {"label": one.label, "url": reverse(one.url_name, args=[case.number]), "active": one.code == tab, "count": None}
        for one in REGISTRY.tabs
        if may(profile, *one.policy)
    ]


class CaseView(PolicyView):
    """A page of one case."""

    tab: ClassVar[str] = "overview"

    def case(self, number: str, *, lock: bool = False) -> Case:
        return case_for(self.profile, number, lock=lock)

    def page(self, template: str, case: Case, status: int = 200, **context: Any) -> HttpResponse:
        # "Do not leave alone" stands in the head of every page of the case, not of its first one only.
        if "panels" not in context:
            context["panels"] = case_panels(case, self.profile, slots=("flags",))
        return render(self.request, template, {**head(case, self.profile, self.tab), **context}, status=status)


class CaseFormView(CaseView):
    """A form about a case: in the drawer for htmx, a page of its own without. Sub-classes say what it does.

    ``versioned`` refuses a write over a state that the user did not see.
    """

    form_class: ClassVar[type[CaseForm]]
    title: ClassVar[Any]
    submit: ClassVar[Any] = ""
    intro: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    danger: ClassVar[bool] = False
    versioned: ClassVar[bool] = False
    in_drawer: ClassVar[bool] = True

    def load(self, case: Case, **keys: Any) -> Any:
        """The row that the form changes: the case itself, or one below it. Raises NotFound."""
        return case

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        """Call the service."""
        raise NotImplementedError

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:case_detail", args=[case.number])

    def cancel_url(self, case: Case) -> str:
        """Where somebody goes who changes her mind."""
        return reverse("cases:case_detail", args=[case.number])

    def get(self, request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
        case = self.case(number)
        row = self.load(case, **keys)
        initial = {**self.initial(case, row), "version": etag_of(row.updated_at) if self.versioned else ""}
        return self._show(case, self.form_class(initial=initial, case=case, profile=self.profile))

    def post(self, request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
        case = self.case(number, lock=self.versioned)
        row = self.load(case, **keys)
        form = self.form_class(request.POST, request.FILES or None, case=case, profile=self.profile)
        if form.is_valid():
            data = dict(form.cleaned_data)
            version = data.pop("version", "")
            if self.versioned and version and version != etag_of(row.updated_at):
                form.add_error(
                    None, _("Somebody else changed this meanwhile. Look at it again, then repeat your change.")
                )
            else:
                try:
                    return self._done(case, self.save(case, row, data))
                except HamrohError as error:
                    if error.status in (403, 404):
                        raise
                    form_refuse(form, error)
        return self._show(case, form, status=422)

    def _done(self, case: Case, result: Any) -> HttpResponse:
        # The mark tells the tab that the kept draft of this form was sent.
        messages.success(self.request, str(self.done or _("Saved.")), extra_tags=self.request.path)
        target = self.next_url(case, result)
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)

    def _show(self, case: Case, form: CaseForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": self.title, "submit": self.submit, "intro": self.intro, "danger": self.danger,
            "action": self.request.path, "draft": self.request.path, "cancel_url": self.cancel_url(case),
        }  # fmt: skip
        if self.request.htmx and self.in_drawer:
            return render(self.request, "cases/form_drawer.html", {**context, "case": case}, status=status)
        return self.page("cases/form_page.html", case, status=status, **context)


class CasePostView(CaseView):
    """One button: a write without a form."""

    done: ClassVar[Any] = ""

    def act(self, case: Case, **keys: Any) -> Any:
        raise NotImplementedError

    def next_url(self, case: Case) -> str:
        return reverse("cases:case_detail", args=[case.number])

    def post(self, request: HttpRequest, number: str, **keys: Any) -> HttpResponse:
        case = self.case(number, lock=True)
        self.act(case, **keys)
        if self.done:
            note_success(request, self.done)
        return redirect(self.next_url(case))
