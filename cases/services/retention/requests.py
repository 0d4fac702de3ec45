"""A person asks that her data be erased: what may go now goes, what is kept is named with its day and its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts import clock
from accounts.errors import NotFound
from accounts.models import Profile
from cases.enums import ItemState, KeptWhy, RetentionKind
from cases.models import LegalHold, RetentionItem, RetentionRule, RetentionRun
from cases.services.definers import call

from .rules import in_force


@dataclass(frozen=True)
class Fate:
    """What becomes of one kind of data on a person's request: it goes now (``why`` is empty), or stays until a day.
    ``until`` is the end of its term, wherever there is one."""

    kind: str
    why: str = ""
    until: date | None = None
    rule: RetentionRule | None = None

    @property
    def goes(self) -> bool:
        return not self.why


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February, as in PostgreSQL."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def fates(number: str, *, on: date | None = None) -> list[Fate]:
    """What may go of this case today, and what stays. Where the whole case may go, that alone is said.

    For the data protection officer and the system. Raises NotFound for an unknown number.
    """
    found = call("cases_retention_facts", number)
    if not found:
        raise NotFound
    case_id, closed_at, anonymised_on = found[0]
    if anonymised_on is not None:
        return []
    held = LegalHold.objects.filter(case=case_id, lifted_at=None).exists()
    done = RetentionItem.objects.filter(case=case_id, state=ItemState.DONE, closed_at=closed_at)
    gone = set(done.values_list("kind", flat=True))
    rules, day = in_force(), on or clock.today()
    out = [
        _fate(kind, rules.get(kind), closed_at, held=held, day=day)
        for kind in RetentionKind.values
        if kind not in gone
    ]
    whole = out[-1]
    return [whole] if whole.goes else out


def _fate(kind: str, rule: RetentionRule | None, closed_at: datetime | None, *, held: bool, day: date) -> Fate:
    if held:
        return Fate(kind, KeptWhy.HOLD)
    if closed_at is None:
        return Fate(kind, KeptWhy.OPEN)
    if rule is None:
        return Fate(kind, KeptWhy.NO_TERM)
    until = years_after(clock.today(closed_at), rule.years)
    if rule.kept_by_law and until > day:
        return Fate(kind, KeptWhy.LAW, until, rule)
    return Fate(kind, "", until, rule)


@transaction.atomic
def run_for_request(*, case_id: int, number: str, request: int, by: Profile) -> RetentionRun:
    """Begin the destruction that a person asked for and the data protection officer granted. A job counts it; a second
    person agrees, as to any other."""
    from .runs import count_soon

    run = RetentionRun.objects.create(for_case_id=case_id, number=number, request=request, created_by=by)
    count_soon(run)
    return run


def items_for_request(run: RetentionRun) -> list[dict[str, str | None]]:
    """Take into the run what may go of its case; returns what stays. Acts as the system, with the run locked."""
    kept: list[dict[str, str | None]] = []
    case_id, closed_at, _anonymised = call("cases_retention_facts", run.number)[0]
    for fate in fates(run.number):
        if not fate.goes:
            kept.append({"kind": fate.kind, "why": fate.why, "until": fate.until.isoformat() if fate.until else None})
            continue
        open_item = RetentionItem.objects.filter(
            case=case_id, kind=fate.kind, state__in=[ItemState.DUE, ItemState.WAITING]
        ).first()
        if open_item is None:
            RetentionItem.objects.create(
                case_id=case_id, number=run.number, kind=fate.kind, rule=fate.rule, closed_at=closed_at,
                due_on=fate.until or clock.today(), run=run, state=ItemState.WAITING,
            )  # fmt: skip
        elif open_item.state == ItemState.DUE:
            RetentionItem.objects.filter(pk=open_item.pk).update(run=run, state=ItemState.WAITING, counts={})
    return kept
