"""What this room puts on the case page and the family page: five cards, safety flags, five rows, opened lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Level
from accounts.models import Profile
from accounts.policy import may
from cases.access import reached_among, reaches
from cases.models import Case, Family, TimelineEntry
from cases.panels import CasePanel, FamilyRow, case_panel_add, family_row_add
from cases.timeline import GROUPS, detail_add

from .cards import card_of, cards_of, states_of_case
from .enums import AlertStage
from .labels import service_kind
from .models import AgreedInstruction, Record, SafetyAlert, Service
from .rows import record_rows
from .specs import MODULES, ModuleSpec


def _card(module: ModuleSpec) -> Callable[[Case, Profile], Mapping[str, Any]]:
    def context(case: Case, reader: Profile) -> Mapping[str, Any]:
        row = states_of_case(case, reader).get(module.code.value)
        can_add = case.is_open and may(reader, module.code.value, "create")
        return {"support": card_of(module, case, row, can_add=can_add)}

    return context


def _flags(case: Case, reader: Profile) -> Mapping[str, Any]:
    """Agreed instructions for everybody; open alerts for those who may know. One query."""
    found: Any = AgreedInstruction.objects.filter(case=case, ended_at=None).values_list(
        "id", Value(""), "instruction", "text", Value(False)
    )
    if may(reader, "safety_alert", "list") and reaches(reader, case, Level.PSYCHOLOGICAL):
        alerts = SafetyAlert.objects.filter(case=case).exclude(stage=AlertStage.CLOSED)
        found = found.union(alerts.values_list("id", "kind", Value(""), Value(""), "acute"), all=True)
    rows = sorted(found, key=lambda row: (not row[4], row[0]))
    agreed = [AgreedInstruction(instruction=code, text=text) for _pk, kind, code, text, _acute in rows if not kind]
    return {
        "instructions": agreed,
        "alerts": [{"pk": pk, "acute": acute} for pk, kind, _code, _text, acute in rows if kind],
    }


def _cells(module: ModuleSpec) -> Callable[[Family, Sequence[Case], Profile], Mapping[int, Mapping[str, Any]]]:
    def cells(family: Family, cases: Sequence[Case], reader: Profile) -> Mapping[int, Mapping[str, Any]]:
        reached = reached_among(reader, cases, module.level)
        return {
            pk: {
                "text": card.text, "tone": card.tag if card.icon else "", "icon": card.icon, "on": card.last_on,
                "url": card.url, "gap": card.is_gap,
                "note": _("overdue") if card.is_overdue else "",
            }
            if pk in reached
            # Not a gap: somebody else looks after it.
            else {"text": _("Not shown to you"), "tone": "", "gap": False}
            for pk, card in cards_of(cases, module).items()
        }  # fmt: skip

    return cells


def _opened(model: type[Record], policy: tuple[str, str], url: str) -> Callable[[TimelineEntry, Profile], Any]:
    """An opened line shows the record as its reader may see it now."""

    def detail(entry: TimelineEntry, reader: Profile) -> tuple[str, Mapping[str, Any]] | None:
        if not may(reader, *policy) or entry.object_id is None:
            return None
        record: Any = model.objects.visible_to(reader).filter(case=entry.case_id, pk=entry.object_id).first()
        if record is None:
            return None
        rows = [(row["label"], row["value"]) for row in record_rows(record)]
        address = reverse(url, args=[entry.case.number, record.pk])
        return "cases/detail.html", {"rows": rows, "detail_url": address, "detail_url_label": _("Open")}

    return detail


case_panel_add(CasePanel("flags", "rehabilitation/parts/flags.html", _flags, ("case", "view")))
for _order, _module in enumerate(MODULES):
    _code = _module.code.value
    GROUPS[_code] = _module.label
    case_panel_add(
        CasePanel(
            "support", "rehabilitation/parts/card.html", _card(_module), (_code, "list"), order=10 + _order,
            level=_module.level,
        )
    )
    family_row_add(FamilyRow(_module.label, _cells(_module), (_code, "list"), order=10 + _order))
    for _spec in _module.records:
        for _kind in (_spec.code, f"{_spec.code}_ended", f"{_spec.code}_in_error"):
            detail_add(_kind, _opened(_spec.model, (_code, "view"), f"rehabilitation:{_spec.code}"))
    detail_add(service_kind(_code), _opened(Service, (_code, "view"), "rehabilitation:service"))
