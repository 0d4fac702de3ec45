"""What the pages of support have in common: the module in question, its tabs, its address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse

from accounts.enums import Level
from accounts.errors import NotFound
from accounts.policy import may
from cases.access import case_for, ensure_reach
from cases.models import Case
from cases.views.common import CaseFormView, CasePostView, CaseView
from rehabilitation.cards import card_of, modules_for, states_of_case
from rehabilitation.specs import PSYCHOLOGICAL, ModuleSpec, RecordSpec


class OfCaseMixin:
    """A specialist writes records, never the case: its row is not locked for her. ``level``: what a reader of the page
    must reach in this case (accounts/levels.py)."""

    level: Level = Level.PSYCHOLOGICAL

    def case(self: Any, number: str, *, lock: bool = False) -> Case:
        case = case_for(self.profile, number)
        ensure_reach(self.profile, case, self.level)
        return case

    def row(self: Any, queryset: Any, case: Case, pk: int) -> Any:
        """A row of this case, locked before a write. Raises NotFound."""
        if self.request.method == "POST":
            queryset = queryset.select_for_update(of=("self",))
        row = queryset.visible_to(self.profile).filter(case=case, pk=pk).first()
        if row is None:
            raise NotFound
        row.case = case
        return row


class SupportView(OfCaseMixin, CaseView):
    """A page of one kind of support in one case."""

    policy = ("case", "view")
    tab = "support"
    module: ClassVar[ModuleSpec] = PSYCHOLOGICAL

    def page(self, template: str, case: Case, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(template, case, status, **support_head(self, case, self.module), **context)


class SupportFormView(OfCaseMixin, CaseFormView):
    """A form of one kind of support: in the drawer, or a page of its own."""

    policy = ("case", "view")
    tab = "support"
    module: ClassVar[ModuleSpec] = PSYCHOLOGICAL

    def next_url(self, case: Case, result: Any) -> str:
        return module_url(case, self.module)

    def cancel_url(self, case: Case) -> str:
        return module_url(case, self.module)


class SupportPostView(OfCaseMixin, CasePostView):
    """One button about a row of a case."""


def support_head(view: Any, case: Case, module: ModuleSpec) -> dict[str, Any]:
    """The five kinds as tabs, the card of this one. One query."""
    states = states_of_case(case, view.profile)
    tabs = [
        {"label": one.label, "url": module_url(case, one), "active": one is module, "count": None}
        for one in modules_for(view.profile, case)
    ]
    code = module.code.value
    return {
        "module": module, "module_tabs": tabs, "support": card_of(module, case, states.get(code)),
        "module_url": module_url(case, module),
        "can_add": case.is_open and may(view.profile, code, "create"),
        "can_change": may(view.profile, code, "update"),
    }  # fmt: skip


def module_url(case: Case, module: ModuleSpec) -> str:
    return reverse(f"rehabilitation:{module.code.value}", args=[case.number])


def record_url(case: Case, spec: RecordSpec, pk: int, page: str = "") -> str:
    """The page of a record; ``page`` is "edit" or "error"."""
    name = f"{spec.code}_{page}" if page else spec.code
    return reverse(f"rehabilitation:{name}", args=[case.number, pk])
