"""The targets of the indicators: shipped with the code, changed by the national coordinator."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.errors import Invalid
from accounts.models import Profile
from accounts.policy import ensure
from insights.indicators import INDICATORS
from insights.indicators.caseload import LIMIT
from insights.models import Target


def shipped() -> dict[str, int]:
    """Code → hundredths, and the caseload limit in cases."""
    return {one.code: one.target for one in INDICATORS if one.target is not None} | {"caseload_limit": LIMIT}


@transaction.atomic
def targets_set(values: Mapping[str, int], *, by: Profile) -> None:
    """Change targets. Raises NotAllowed, Invalid for an unknown indicator or a value that cannot be."""
    ensure(by, "target", "update")
    known = shipped()
    wrong = {
        code: "unknown" if code not in known else "out of range"
        for code, value in values.items()
        if code not in known or not 0 <= value <= 200 or (value > 100 and code != "caseload_limit")
    }
    if wrong:
        raise Invalid(fields=wrong)
    for code, value in values.items():
        row = Target.objects.filter(indicator=code).first()
        if row is None and value == known[code]:
            continue
        if row is None:
            row = Target(indicator=code)
        row.value, row.updated_by = value, by
        row.save()
