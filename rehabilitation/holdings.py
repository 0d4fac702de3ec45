"""What this room holds of a case: by the term of its kind of support all of it goes; with the whole case, its words."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Holding, hold, words_of
from cases.timeline import codes_of

from . import labels  # noqa: F401  (the kinds of timeline lines are declared there)
from . import models as m
from .specs import MODULES

_PSYCHOLOGICAL = "psychological"


def _timeline(module: str) -> Holding:
    """Lines of the timeline tell of findings by their codes."""
    codes = [*codes_of(module), *(("instruction", "instruction_ended") if module == _PSYCHOLOGICAL else ())]
    listed = ", ".join(f"'{code}'" for code in codes)
    return Holding("cases_timelineentry", module, f"t.case_id = wanted AND t.kind IN ({listed})", early_only=True)


def _holdings() -> list[Holding]:
    found = [
        Holding("rehabilitation_sessionnote", _PSYCHOLOGICAL),
        Holding("rehabilitation_agreedinstruction", _PSYCHOLOGICAL, blank=words_of(m.AgreedInstruction)),
        # A closed alert has an outcome: the database demands one.
        Holding(
            "rehabilitation_safetyalert", _PSYCHOLOGICAL,
            blank=words_of(m.SafetyAlert, outcome="CASE WHEN t.outcome = '' THEN '' ELSE '—' END"),
        ),
    ]  # fmt: skip
    for module in MODULES:
        code = module.code.value
        of_module = f"t.case_id = wanted AND t.module = '{code}'"
        found += [
            _timeline(code),
            Holding("rehabilitation_service", code, of_module, words_of(m.Service)),
            Holding("rehabilitation_supportstate", code, of_module),
        ]
        found += [
            Holding(spec.model._meta.db_table, code, blank=words_of(spec.model, keep=("band_set",)))
            for spec in module.records
        ]
    return found


hold(
    "rehabilitation",
    "rehabilitation_supportstate",
    *_holdings(),
    words={
        **{
            model._meta.db_table: capfirst(model._meta.verbose_name_plural)
            for model in (m.SessionNote, m.AgreedInstruction, m.SafetyAlert, m.Service)
        },
        **{spec.model._meta.db_table: capfirst(spec.label_plural) for module in MODULES for spec in module.records},
        "rehabilitation_supportstate": _("How the kinds of support stand"),
    },
)
