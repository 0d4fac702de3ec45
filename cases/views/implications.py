"""Who is left out of what is decided for a child: for those in charge of her case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from accounts.errors import NotFound
from cases.access import case_for, ensure_reach
from cases.ages import is_child
from cases.forms.case_work import ImplicationEndForm, ImplicationForm
from cases.models import Case, Implication
from cases.services.implications import implication_end, implication_record

from .common import CaseFormView, CaseView


class InCharge:
    """A page for those in charge of the case; others learn nothing of what stands there."""

    tab: ClassVar[str] = "access"

    def case(self: Any, number: str, *, lock: bool = False) -> Case:
        case = case_for(self.profile, number, lock=lock)
        ensure_reach(self.profile, case, Level.CHARGE)
        return case

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:implication_list", args=[case.number])

    def cancel_url(self, case: Case) -> str:
        return reverse("cases:implication_list", args=[case.number])


class ImplicationListView(InCharge, CaseView):
    """Who is left out, and why?"""

    policy = ("implication", "list")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        rows = Implication.objects.visible_to(self.profile).filter(case=case).select_related("person", "created_by")
        can_add = case.is_open and is_child(case.person)
        return self.page("cases/implication_list.html", case, rows=rows[:50], can_add=can_add)


class ImplicationCreateView(InCharge, CaseFormView):
    """Leave a caregiver out of what is decided for the child."""

    policy = ("implication", "create")
    form_class = ImplicationForm
    title: ClassVar[Any] = _("Leave somebody out of decisions")
    intro: ClassVar[Any] = _("What she consented to for the child ends at once, with all that was released under it.")
    submit: ClassVar[Any] = _("Leave her out")
    done: ClassVar[Any] = _("She is left out from now on.")
    danger = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return implication_record(case, by=self.profile, **data)


class ImplicationEndView(InCharge, CaseFormView):
    """She is no longer left out."""

    policy = ("implication", "end")
    form_class = ImplicationEndForm
    title: ClassVar[Any] = _("No longer leave her out")
    done: ClassVar[Any] = _("She is no longer left out.")

    def load(self, case: Case, **keys: Any) -> Any:
        found = Implication.objects.visible_to(self.profile).filter(case=case, pk=keys["pk"]).first()
        if found is None:
            raise NotFound
        return found

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return implication_end(row, by=self.profile, **data)
