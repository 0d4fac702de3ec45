"""The shipped rules, compared by hand with the field's schedule (domain.md, "Case management", "Indicators")."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.clock import later
from tasks.models import TaskRule
from tasks.words import rule_words

pytestmark = pytest.mark.django_db

#: code, risk → first due, repeated
SCHEDULE = {
    ("first_response", "high"): ("24 hours", ""),
    ("first_response", "medium"): ("72 hours", ""),
    ("first_response", "low"): ("7 days", ""),
    ("visit", "high"): ("1 weeks", "1 weeks"),
    ("visit", "medium"): ("2 weeks", "2 weeks"),
    ("visit", "low"): ("1 months", "1 months"),
    ("assessment", "high"): ("3 days", ""),
    ("assessment", "medium"): ("7 days", ""),
    ("assessment", "low"): ("14 days", ""),
    ("plan", "high"): ("3 days", ""),
    ("plan", "medium"): ("7 days", ""),
    ("plan", "low"): ("14 days", ""),
    ("plan_review", "high"): ("1 months", "1 months"),
    ("plan_review", "medium"): ("3 months", "3 months"),
    ("plan_review", "low"): ("3 months", "3 months"),
    ("present_situation", "any"): ("14 days", ""),
    ("vaccination", "any"): ("90 days", ""),
    ("birth_certificate", "any"): ("60 days", ""),
    ("identity", "any"): ("90 days", ""),
    ("reunification_1", "any"): ("1 months", ""),
    ("reunification_3", "any"): ("3 months", ""),
    ("reunification_6", "any"): ("6 months", ""),
    ("closure_check", "any"): ("3 months", ""),
    ("trace", "any"): ("7 days", ""),
    ("offer", "any"): ("12 months", "12 months"),
}


def test_the_shipped_rules_are_the_schedule() -> None:
    found = {}
    for r in TaskRule.objects.all():
        again = f"{r.repeat_every} {r.repeat_unit}" if r.repeat_every else ""
        found[r.code, r.risk] = (f"{r.first_due} {r.first_unit}", again)
    assert found == SCHEDULE


def test_an_extension_needs_a_supervisor_for_the_deadlines_and_at_high_risk() -> None:
    supervised = set(TaskRule.objects.filter(extension_supervised=True).values_list("code", "risk"))
    levels = ("high", "medium", "low")
    assert supervised == {
        *((code, risk) for code in ("first_response", "assessment", "plan", "plan_review") for risk in levels),
        ("visit", "high"), ("trace", "any"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "risk", "words"),
    [
        ("first_response", "high", "A first response within 24 hours of registration (high risk)"),
        ("visit", "high", "A visit to the family every week (high risk)"),
        ("visit", "medium", "A visit to the family every 2 weeks (medium risk)"),
        ("visit", "low", "A visit to the family every month (low risk)"),
        ("closure_check", "any", "A check within 3 months of closure"),
        ("reunification_1", "any", "A visit 1 month after reunification"),
    ],
)
def test_a_rule_in_words(code: str, risk: str, words: str) -> None:
    assert rule_words(TaskRule.objects.get(code=code, risk=risk)) == words


@pytest.mark.parametrize(
    ("day", "amount", "unit", "due"),
    [
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2024, 1, 31), 1, "months", date(2024, 2, 29)),
        (date(2026, 11, 30), 3, "months", date(2027, 2, 28)),
        (date(2026, 12, 25), 12, "months", date(2027, 12, 25)),
        (date(2026, 12, 30), 24, "hours", date(2026, 12, 31)),
        (date(2026, 12, 30), 72, "hours", date(2027, 1, 2)),
        (date(2026, 12, 30), 2, "weeks", date(2027, 1, 13)),
        (date(2026, 12, 30), 7, "days", date(2027, 1, 6)),
    ],
)
def test_the_day_on_which_a_period_ends(day: date, amount: int, unit: str, due: date) -> None:
    assert later(day, amount, unit) == due
