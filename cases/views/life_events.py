"""Turns of a life: recorded, and what has to be seen to ticked off."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.errors import NotFound
from cases.checklists import ITEMS
from cases.enums import LIFE_EVENT_EFFECT, LifeEventKind
from cases.forms.case_work import ItemForm, LifeEventForm
from cases.models import Case, LifeEvent, LifeEventItem
from cases.services.life_events import life_event_item_done, life_event_record

from .common import CaseFormView, CaseView


class LifeEventRecordView(CaseFormView):
    """Record what happened."""

    policy = ("life_event", "create")
    form_class = LifeEventForm
    title: ClassVar[Any] = _("Record a life event")
    done: ClassVar[Any] = _("The event was recorded. See to what stands in the list.")
    in_drawer: ClassVar[bool] = False

    def page(self, template: str, case: Case, status: int = 200, **context: Any) -> HttpResponse:
        effects = [
            {"label": LifeEventKind(kind).label, "effect": effect.label} for kind, effect in LIFE_EVENT_EFFECT.items()
        ]
        return super().page("cases/life_event_new.html", case, status=status, effects=effects, **context)

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return life_event_record(case, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:life_event_detail", args=[case.number, result.pk])


class LifeEventDetailView(CaseView):
    """One event with its checklist."""

    policy = ("life_event", "view")

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        event = LifeEvent.objects.visible_to(self.profile).filter(case=case, pk=pk).select_related("created_by").first()
        if event is None:
            raise NotFound
        items = [
            {"item": item, "text": ITEMS.get(item.code, item.code)}
            for item in event.items.select_related("done_by").order_by("pk")
        ]
        done = sum(row["item"].done_on is not None for row in items)
        return self.page("cases/life_event_detail.html", case, event=event, items=items, items_done=done)


class LifeEventItemView(CaseFormView):
    """Tick one item off."""

    policy = ("life_event", "create")
    form_class = ItemForm
    title: ClassVar[Any] = _("Seen to")
    submit: ClassVar[Any] = _("Done")

    def load(self, case: Case, **keys: Any) -> LifeEventItem:
        found = (
            LifeEventItem.objects.filter(case=case, event=keys["pk"], pk=keys["item"]).select_related("event").first()
        )
        if found is None:
            raise NotFound
        self.title = ITEMS.get(found.code, found.code)  # type: ignore[misc]
        return found

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return life_event_item_done(row, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:life_event_detail", args=[case.number, result.event_id])
