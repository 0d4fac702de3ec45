"""The rules in words, as they stand beside a task and on the page of rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .enums import RuleRisk, TaskKind, Unit
from .models import Task, TaskRule

#: Tabler icons of the kinds.
ICONS: dict[str, str] = {
    TaskKind.FIRST_RESPONSE: "urgent", TaskKind.PRESENT_SITUATION: "compass", TaskKind.ASSESSMENT: "clipboard-list",
    TaskKind.PLAN: "map-2", TaskKind.VISIT: "home-heart", TaskKind.PLAN_REVIEW: "refresh",
    TaskKind.VACCINATION: "vaccine", TaskKind.DOCUMENT: "id", TaskKind.REUNIFICATION_VISIT: "heart-handshake",
    TaskKind.CLOSURE_CHECK: "folder-check", TaskKind.TRACE: "search", TaskKind.OFFER: "hand-stop",
    TaskKind.SAFETY: "alert-octagon", TaskKind.OTHER: "checklist",
}  # fmt: skip

_RISK: dict[str, Any] = {
    RuleRisk.HIGH: gettext_lazy("high risk"),
    RuleRisk.MEDIUM: gettext_lazy("medium risk"),
    RuleRisk.LOW: gettext_lazy("low risk"),
}

_SPAN: dict[str, Callable[[int], str]] = {
    Unit.HOURS: lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
    Unit.DAYS: lambda n: ngettext("%(n)s day", "%(n)s days", n),
    Unit.WEEKS: lambda n: ngettext("%(n)s week", "%(n)s weeks", n),
    Unit.MONTHS: lambda n: ngettext("%(n)s month", "%(n)s months", n),
}
_EVERY: dict[str, Callable[[int], str]] = {
    Unit.HOURS: lambda n: ngettext("every hour", "every %(n)s hours", n),
    Unit.DAYS: lambda n: ngettext("every day", "every %(n)s days", n),
    Unit.WEEKS: lambda n: ngettext("every week", "every %(n)s weeks", n),
    Unit.MONTHS: lambda n: ngettext("every month", "every %(n)s months", n),
}

#: Sentences by code; %(span)s is the time to the first, %(every)s the repetition.
_SENTENCES: dict[str, Any] = {
    "first_response": gettext_lazy("A first response within %(span)s of registration"),
    "present_situation": gettext_lazy("How the family lives today, within %(span)s of registration"),
    "assessment": gettext_lazy("The comprehensive assessment within %(span)s"),
    "plan": gettext_lazy("A case plan within %(span)s of the assessment"),
    "visit": gettext_lazy("A visit to the family %(every)s"),
    "plan_review": gettext_lazy("The plan is reviewed %(every)s"),
    "vaccination": gettext_lazy("A child's vaccinations are brought up to date within %(span)s of registration"),
    "birth_certificate": gettext_lazy("A birth certificate within %(span)s of registration"),
    "identity": gettext_lazy("PINFL, ID card or passport within %(span)s of registration"),
    "reunification_1": gettext_lazy("A visit %(span)s after reunification"),
    "reunification_3": gettext_lazy("A visit %(span)s after reunification"),
    "reunification_6": gettext_lazy("A visit %(span)s after reunification"),
    "closure_check": gettext_lazy("A check within %(span)s of closure"),
    "trace": gettext_lazy("Contact was lost: the person is looked for within %(span)s"),
    "offer": gettext_lazy("Visits pause; support is offered again %(every)s"),
}


def span(amount: int, unit: str) -> str:
    """"24 hours", "2 weeks"."""
    return _SPAN[unit](amount) % {"n": amount}


def every(amount: int, unit: str) -> str:
    """"every week", "every 3 months"."""
    return _EVERY[unit](amount) % {"n": amount}


def rule_words(rule: TaskRule, *, with_risk: bool = True) -> str:
    """The rule in the reader's language, from its numbers; the coordinator's own words where there are any."""
    if rule.text:
        return rule.text
    sentence = _SENTENCES.get(rule.code, rule.get_kind_display())
    words = str(sentence) % {
        "span": span(rule.first_due, rule.first_unit),
        "every": every(rule.repeat_every, rule.repeat_unit) if rule.repeat_every else "",
    }
    if with_risk and rule.risk != RuleRisk.ANY:
        return _("%(rule)s (%(risk)s)") % {"rule": words, "risk": _RISK[rule.risk]}
    return words


def why(task: Task) -> str:
    """Why a task is due: its rule in words, or who made it by hand."""
    if task.rule is not None:
        return rule_words(task.rule)
    return str(task.title and _("Made by hand"))
