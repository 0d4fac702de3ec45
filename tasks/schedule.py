"""The schedule that is shipped: the field's usual deadlines, as rows that the national coordinator edits.

The Inter-Agency Guidelines for Case Management and Child Protection (2014) set no universal deadlines; these are
common practice. The 90 days for vaccinations, the 60 for a birth certificate and the 90 for an identity paper are
those of the indicators; three months after closure and 1, 3 and 6 months after reunification are the guidelines'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .enums import AppliesTo, Historic, Priority, RuleRisk, Starts, TaskKind, Unit

_LEVELS = (RuleRisk.HIGH, RuleRisk.MEDIUM, RuleRisk.LOW)
_PRIORITY = {RuleRisk.HIGH: Priority.HIGH}
Step = tuple[int, Unit]


def _by_risk(
    code: str, kind: TaskKind, starts: Starts, first: tuple[Step, Step, Step], *, repeat: bool = False, **more: Any
) -> Iterator[dict[str, Any]]:
    for risk, (amount, unit) in zip(_LEVELS, first, strict=True):
        again = {"repeat_every": amount, "repeat_unit": unit} if repeat else {}
        supervised = more.get("extension_supervised", risk is RuleRisk.HIGH)
        yield {
            "code": code, "kind": kind, "risk": risk, "starts": starts, "first_due": amount, "first_unit": unit,
            "priority": _PRIORITY.get(risk, Priority.NORMAL), **again, **more, "extension_supervised": supervised,
        }  # fmt: skip


def _any_risk(code: str, kind: TaskKind, starts: Starts, first: Step, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "starts": starts, "first_due": first[0], "first_unit": first[1], **more}


def shipped() -> list[dict[str, Any]]:
    """The rows, by code and risk."""
    hours, days, weeks, months = Unit.HOURS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS
    supervised = {"extension_supervised": True}
    return [
        *_by_risk("first_response", TaskKind.FIRST_RESPONSE, Starts.REGISTRATION, ((24, hours), (72, hours), (7, days)),
                  historic=Historic.NEVER, **supervised),
        _any_risk("present_situation", TaskKind.PRESENT_SITUATION, Starts.REGISTRATION, (14, days), per_family=True,
                  historic=Historic.ONLY, priority=Priority.HIGH),
        *_by_risk("assessment", TaskKind.ASSESSMENT, Starts.REGISTRATION, ((3, days), (7, days), (14, days)),
                  **supervised),
        *_by_risk("plan", TaskKind.PLAN, Starts.ASSESSMENT, ((3, days), (7, days), (14, days)), **supervised),
        *_by_risk("visit", TaskKind.VISIT, Starts.REGISTRATION, ((1, weeks), (2, weeks), (1, months)), repeat=True,
                  per_family=True, escalate_after_days=3),
        *_by_risk("plan_review", TaskKind.PLAN_REVIEW, Starts.PLAN, ((1, months), (3, months), (3, months)),
                  repeat=True, escalate_after_days=7, **supervised),
        _any_risk("vaccination", TaskKind.VACCINATION, Starts.REGISTRATION, (90, days),
                  applies_to=AppliesTo.CHILDREN, escalate_after_days=7),
        _any_risk("birth_certificate", TaskKind.DOCUMENT, Starts.REGISTRATION, (60, days),
                  applies_to=AppliesTo.NO_BIRTH_CERTIFICATE, escalate_after_days=7),
        _any_risk("identity", TaskKind.DOCUMENT, Starts.REGISTRATION, (90, days),
                  applies_to=AppliesTo.NO_IDENTITY, escalate_after_days=7),
        *(
            _any_risk(f"reunification_{n}", TaskKind.REUNIFICATION_VISIT, Starts.REUNIFICATION, (n, months),
                      applies_to=AppliesTo.CHILDREN, priority=Priority.HIGH, escalate_after_days=3)
            for n in (1, 3, 6)
        ),
        _any_risk("closure_check", TaskKind.CLOSURE_CHECK, Starts.CLOSURE, (3, months), escalate_after_days=7),
        _any_risk("trace", TaskKind.TRACE, Starts.LOST_CONTACT, (7, days), priority=Priority.URGENT, **supervised),
        _any_risk("offer", TaskKind.OFFER, Starts.PAUSE, (12, months), repeat_every=12, repeat_unit=months,
                  escalate_after_days=14),
    ]  # fmt: skip
