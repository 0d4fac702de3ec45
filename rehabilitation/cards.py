"""How a kind of support stands in a case, as a card and as a cell of the family page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import Profile
from accounts.policy import may
from cases.access import reaches
from cases.models import Case, Person

from .ages import age_range
from .enums import Tone
from .models import SupportState
from .specs import MODULES, ModuleSpec
from .states import State, missing, text_of

#: The word and shape of a tone in the design system.
TAGS: Mapping[str, tuple[str, str]] = {
    Tone.GOOD: ("success", "check"),
    Tone.WATCH: ("warning", "alert-triangle"),
    Tone.ALARM: ("danger", "alert-octagon"),
    Tone.NONE: ("quiet", ""),
}
#: States that ask for something of children only.
_OF_SCHOOL = frozenset({"unenrolled", "left_school", "ended"})


@dataclass(frozen=True)
class Card:
    """One line of state, the last record, what is due next."""

    module: ModuleSpec
    text: str
    tone: str
    last: str
    last_on: date | None
    next_on: date | None
    open_services: int
    is_gap: bool
    url: str
    add_url: str = ""

    @property
    def tag(self) -> str:
        return TAGS[self.tone][0]

    @property
    def icon(self) -> str:
        return TAGS[self.tone][1]

    @property
    def is_overdue(self) -> bool:
        return self.next_on is not None and self.next_on < timezone.localdate()


def _ages(person: Person, on: date) -> tuple[int, int] | None:
    return age_range(person.birth_earliest, person.birth_latest, on)


def shown_state(module: ModuleSpec, row: SupportState | None, person: Person) -> tuple[str, str, Mapping[str, Any]]:
    """Code, tone and details as they are true today, for somebody of this age."""
    today = timezone.localdate()
    absent = missing(module.code.value, _ages(person, today))
    if row is None or row.code == "nothing":
        return absent.code, absent.tone, absent.details
    state = State(row.code, Tone(row.tone), row.details)
    if row.until is not None and row.is_over(today):
        state = State("ended", Tone.WATCH, {"until_on": row.until.isoformat()})
    if module.code.value == "education" and state.code in _OF_SCHOOL and absent.tone == Tone.NONE:
        state = State(state.code, Tone.NONE, state.details)
    return state.code, state.tone, state.details


def card_of(module: ModuleSpec, case: Case, row: SupportState | None, *, can_add: bool = False) -> Card:
    """The card of a module; ``case.person`` must be loaded."""
    code, tone, details = shown_state(module, row, case.person)
    label = module.record(row.last_kind).label if row is not None and row.last_kind else ""
    address = f"rehabilitation:{module.code.value}"
    return Card(
        module=module,
        text=text_of(code, details),
        tone=tone,
        last=str(label),
        last_on=row.last_on if row else None,
        next_on=row.next_on if row else None,
        open_services=row.open_services if row else 0,
        is_gap=(row is None or row.last_on is None) and tone != Tone.NONE,
        url=reverse(address, args=[case.number]),
        add_url=reverse(f"{address}_add", args=[case.number]) if can_add else "",
    )


def states_of_case(case: Case, reader: Profile) -> dict[str, SupportState]:
    """The states that a reader may see, by module; one query for a page, however many cards ask."""
    kept: dict[str, SupportState] | None = getattr(case, "_support_states", None)
    if kept is None:
        kept = {row.module: row for row in SupportState.objects.filter(case=case)}
        case._support_states = kept  # type: ignore[attr-defined]
    return {module: row for module, row in kept.items() if may(reader, module, "list")}


def cards_of(cases: Iterable[Case], module: ModuleSpec) -> dict[int, Card]:
    """The cards of one module for several cases; one query."""
    found = list(cases)
    rows = {row.case_id: row for row in SupportState.objects.filter(case__in=found, module=module.code.value)}
    return {case.pk: card_of(module, case, rows.get(case.pk)) for case in found}


def modules_for(reader: Profile, case: Case) -> list[ModuleSpec]:
    """The kinds of support that a reader may look at in a case."""
    return [one for one in MODULES if may(reader, one.code.value, "list") and reaches(reader, case, one.level)]
