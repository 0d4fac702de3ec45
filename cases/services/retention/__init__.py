"""Terms, legal holds, what is due, destructions. No figure stands here: terms are data, each with its legal basis."""

from .holds import hold_lift, hold_set
from .requests import Fate, fates, run_for_request
from .rules import in_force, rule_decide, rule_propose
from .runs import run_carry_out, run_count, run_decide, run_prepare, runs_continue
from .sweep import due_find

__all__ = [
    "Fate", "due_find", "fates", "hold_lift", "hold_set", "in_force", "rule_decide", "rule_propose", "run_carry_out",
    "run_count", "run_decide", "run_for_request", "run_prepare", "runs_continue",
]  # fmt: skip
