"""Terms: proposed by the data protection officer with the law that sets them, confirmed by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from accounts.policy import refuse_own
from cases.enums import RetentionKind, RuleState
from cases.models import RetentionRule

_YEARS = range(1, 101)


def in_force() -> dict[str, RetentionRule]:
    """The term of each kind that has one: the newest confirmed."""
    confirmed = RetentionRule.objects.filter(state=RuleState.CONFIRMED).order_by("decided_at", "pk")
    return {rule.kind: rule for rule in confirmed}


@transaction.atomic
def rule_propose(*, kind: str, years: int, basis: str, kept_by_law: bool, by: Profile) -> RetentionRule:
    """Propose a term, in years after the closing of the case. Raises Invalid; Conflict while another waits."""
    problems: dict[str, Any] = {}
    if kind not in RetentionKind.values:
        problems["kind"] = _("Choose one of the list.")
    if years not in _YEARS:
        problems["years"] = _("Give a number from 1 to 100.")
    if not basis.strip():
        problems["basis"] = _("Name the law and the article that set this term.")
    if not problems:
        problems = _order(kind, years, in_force())
    if problems:
        raise Invalid(fields=problems)
    try:
        with transaction.atomic():
            return RetentionRule.objects.create(
                kind=kind, years=years, basis=basis.strip(), kept_by_law=kept_by_law, created_by=by
            )
    except IntegrityError:
        raise Conflict(_("A proposal for this kind of data waits already.")) from None


def _order(kind: str, years: int, terms: Mapping[str, RetentionRule]) -> dict[str, Any]:
    """Names go last: with the whole case everything goes, so no kind can be kept longer."""
    whole = terms.get(RetentionKind.WHOLE)
    if kind == RetentionKind.WHOLE:
        longest = max((rule.years for code, rule in terms.items() if code != kind), default=0)
        if years < longest:
            return {"years": _("One kind of data is kept for %(years)s years; the whole case cannot go earlier.")
                    % {"years": longest}}  # fmt: skip
    elif whole is not None and years > whole.years:
        return {"years": _("The whole case goes after %(years)s years; nothing of it can be kept longer.")
                % {"years": whole.years}}  # fmt: skip
    return {}


@transaction.atomic
def rule_decide(rule: RetentionRule, *, confirm: bool, by: Profile) -> RetentionRule:
    """Confirm a proposal as the second person, or refuse it; whoever made it may take it back.

    Raises NotAllowed for the own proposal, Conflict where it is decided or no longer fits the other terms.
    """
    locked = RetentionRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if locked.state != RuleState.PROPOSED:
        raise Conflict(_("This was decided before."))
    if confirm:
        refuse_own(by, locked.created_by_id)
        for text in _order(locked.kind, locked.years, in_force()).values():
            raise Conflict(str(text))
    locked.state = RuleState.CONFIRMED if confirm else RuleState.REFUSED
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at", "updated_at"])
    return locked
