"""The lines of a manifest to checked rows: what can be accepted, what needs mending, and why.

An error blocks its own row only. A row in error shows its errors alone; its warnings come when it is mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from cases.manifest import relatives
from cases.manifest.codes import ERRORS, Code, Outcome
from cases.manifest.columns import Line
from cases.manifest.persons import FindRegion, ManifestPerson, Problem, read_person, uzbek_region


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user decided about a row: cells mended (field → text), left out, or "the name is unknown"."""

    cells: Mapping[str, str] = field(default_factory=dict)
    excluded: bool = False
    name_unknown: bool = False


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of the file and what was found about it.

    ``cells`` are the texts of the mapped columns, mended ones included; ``person`` is None where the row is
    skipped, and incomplete where it is in error.
    """

    row: int
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    person: ManifestPerson | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes found, sorted, each once."""
        return tuple(sorted({problem.code.value for problem in self.problems}))

    def result(self) -> dict[str, Any]:
        """The row as the command's ``--json`` and the API tell it: ``row``, ``outcome``, ``codes``."""
        return {"row": self.row, "outcome": self.outcome.value, "codes": list(self.codes)}


class FindMatches(Protocol):
    """Says of each person, in order, whether she may be known here. Called once, with the good rows."""

    def __call__(self, persons: Sequence[ManifestPerson], /) -> Sequence[bool]: ...


def nobody_known(persons: Sequence[ManifestPerson], /) -> Sequence[bool]:
    """For a first manifest, and for tests: nobody is known."""
    return [False] * len(persons)


def check_lines(
    lines: Sequence[Line],
    *,
    today: date,
    arrived_on: date | None = None,
    decisions: Mapping[int, Decision] | None = None,
    find_matches: FindMatches = nobody_known,
    find_region: FindRegion = uzbek_region,
) -> list[CheckedRow]:
    """Check all lines of a manifest, each under the user's decision about it (by row number).

    Who is a child is asked of the day of arrival, or of ``today`` where that is not given.
    """
    decisions = decisions or {}
    persons: dict[int, ManifestPerson] = {}
    cells: dict[int, Mapping[str, str]] = {}
    problems: dict[int, list[Problem]] = {}
    for line in lines:
        decision = decisions.get(line.row, Decision())
        cells[line.row] = {name: text for name, text in {**line.cells, **decision.cells}.items() if text}
        if line.cells and cells[line.row] and not decision.excluded:
            persons[line.row], problems[line.row] = read_person(
                line.row,
                cells[line.row],
                today=today,
                name_unknown=decision.name_unknown,
                find_region=find_region,
            )
    persons = {person.row: person for person in _with_families(list(persons.values()))}
    _check_together(list(persons.values()), problems, arrived_on or today)
    _check_known(persons, problems, find_matches)
    return [
        _checked(line.row, persons.get(line.row), problems.get(line.row, []), cells[line.row])
        for line in lines
    ]


def _checked(
    row: int, person: ManifestPerson | None, problems: list[Problem], cells: Mapping[str, str]
) -> CheckedRow:
    if person is None:
        return CheckedRow(row, Outcome.SKIPPED, cells=cells)
    errors = [problem for problem in problems if problem.code in ERRORS]
    outcome = Outcome.ERROR if errors else Outcome.ACCEPTED
    shown = sorted(errors or problems, key=lambda problem: (problem.code.value, problem.field))
    return CheckedRow(row, outcome, tuple(shown), person, cells)


def _with_families(persons: list[ManifestPerson]) -> list[ManifestPerson]:
    """Give the family number of the row above to relatives for whom it was left out, as sheets often do.

    Not to somebody who begins a family, and not to an unaccompanied child: who has no number then is a family
    alone.
    """
    current = ""
    result = []
    for person in persons:
        if person.family_no:
            current = person.family_no
        elif current and relatives.follows(person):
            person = replace(person, family_no=current)
        else:
            current = ""
        result.append(person)
    return result


def _check_together(persons: list[ManifestPerson], problems: dict[int, list[Problem]], on: date) -> None:
    """What only the rows together show: doubled people, children without a (plausible) caregiver."""
    for row in relatives.doubled(persons):
        problems[row].append(Problem(Code.DUPLICATE_IN_FILE))
    families: dict[str, list[ManifestPerson]] = defaultdict(list)
    for person in persons:
        families[relatives.family_key(person)].append(person)
    for members in families.values():
        for person in members:
            others = [other for other in members if other is not person]
            if relatives.without_caregiver(person, others, on):
                problems[person.row].append(Problem(Code.CHILD_WITHOUT_CAREGIVER, "unaccompanied"))
            elif relatives.caregiver_too_young(person, others, on):
                problems[person.row].append(Problem(Code.CAREGIVER_TOO_YOUNG, "birth_date"))


def _check_known(
    persons: dict[int, ManifestPerson], problems: dict[int, list[Problem]], find_matches: FindMatches
) -> None:
    good = [
        person
        for person in persons.values()
        if not any(found.code in ERRORS for found in problems[person.row])
    ]
    for person, known in zip(good, find_matches(good), strict=True):
        if known:
            problems[person.row].append(Problem(Code.POSSIBLE_MATCH))
