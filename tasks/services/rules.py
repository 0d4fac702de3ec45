"""The rules, edited by the national coordinator."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.models import Profile
from tasks.models import TaskRule

#: What may be changed; which rules there are, and what starts their clocks, is the programme's.
FIELDS = (
    "first_due", "first_unit", "repeat_every", "repeat_unit", "escalate_after_days", "escalate_to",
    "extension_supervised", "priority", "text", "is_active",
)  # fmt: skip


@transaction.atomic
def rule_update(rule: TaskRule, *, by: Profile, **values: Any) -> TaskRule:
    """Change a rule; open tasks that it made are computed anew by the next sweep. Raises Invalid."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    for key, value in values.items():
        setattr(rule, key, value)
    fields = {}
    if not 1 <= rule.first_due <= 1000:
        fields["first_due"] = _("Give a number from 1 to 1000.")
    if rule.repeat_every is None:
        rule.repeat_unit = ""
    elif not 1 <= rule.repeat_every <= 1000:
        fields["repeat_every"] = _("Give a number from 1 to 1000.")
    elif not rule.repeat_unit:
        fields["repeat_unit"] = _("Choose a unit.")
    if fields:
        raise Invalid(fields=fields)
    rule.version += 1
    rule.save()
    return rule
