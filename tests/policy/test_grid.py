"""The hand-written grid against the policy table, then against every address of the house, by page and by API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import get_resolver

from accounts.enums import Discipline, Role
from accounts.models import Profile
from accounts.policy import ACTIONS, may, may_look
from accounts.rest.permissions import policy_pair
from tests.harness.copies import database_copy

from .grid import COLUMNS, IN_CHARGE, OF_CASE, RELATIONS, WITHOUT_ADDRESS, grid, narrower, scope
from .test_coverage import OPEN, OPEN_FOLDERS, addresses
from .world import GridWorld

GRID, IN_SCOPE = grid(), scope()
READERS = {
    "W": (Role.SOCIAL_WORKER, []), "S": (Role.SPECIALIST, [Discipline.EDUCATION]),
    "P": (Role.SPECIALIST, [Discipline.PSYCHOLOGICAL]), "V": (Role.SUPERVISOR, []), "N": (Role.NATIONAL, []),
    "D": (Role.DPO, []), "A": (Role.ADMIN, []), "G": (Role.AGENCY, []), "C": (Role.AGENCY_CLIENT, []),
}  # fmt: skip


def test_the_policy_table_says_what_the_grid_says() -> None:
    """Both were written by hand: a slip in one of them shows here."""
    pairs = {(resource, action) for resource, text in ACTIONS.items() for action in text.split()}
    assert pairs == set(GRID) | set(WITHOUT_ADDRESS)
    wrong = []
    for (resource, action), cells in GRID.items():
        for column, cell in cells.items():
            role, disciplines = READERS[column]
            reader = Profile(role=role, disciplines=disciplines)
            said = "+" if may(reader, resource, action) else "x" if may_look(reader, resource) else "."
            if said != cell:
                wrong.append(f"{resource} {action} {column}: grid {cell}, policy {said}")
    assert wrong == []


_METHODS = ("get", "post", "put", "patch", "delete")


class Door:
    """One method of one address, and the pair that it asks."""

    def __init__(self, path: str, method: str, pair: tuple[str, str]) -> None:
        self.path, self.method, self.pair = path, method, pair
        self.by_api, self.keyed = path.startswith("api/"), "<" in path

    def __repr__(self) -> str:
        return f"{self.method.upper()} /{self.path}"


def doors() -> Iterator[Door]:
    """Every method of every address that asks the policy."""
    for path, callback in addresses(get_resolver().url_patterns):
        kind = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
        if path in OPEN or path.startswith(OPEN_FOLDERS) or kind is None:
            continue
        methods = [m for m in _METHODS if hasattr(kind, m) and m in kind.http_method_names]
        actions: Any = getattr(callback, "actions", None) or dict(zip(methods, methods, strict=True))
        for method, action in actions.items():
            pair = policy_pair(kind, action) if path.startswith("api/") else getattr(kind, "policy", None)
            if pair and method != "head":
                yield Door(path, method, pair)


DOORS = list(doors())


def test_every_address_is_in_the_grid() -> None:
    assert {door.pair for door in DOORS} == set(GRID)
    assert {pair[0] for pair in GRID} >= set(OF_CASE)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[GridWorld]:
    with django_db_blocker.unblock(), database_copy("grid"):
        yield GridWorld()


def ask(world: GridWorld, door: Door, column: str, relation: str) -> Any:
    """The answer to one reader's question about a case of that relation; what it wrote is undone."""
    address = world.address(door.path, relation)
    client = world.api[column] if door.by_api else world.page[column]
    sent: dict[str, Any] = {}
    if door.method != "get":
        page = {"up_to": "2026-01-01T00:00+00:00", "kind": "question", "text": "When?"}
        sent = {"data": "{}", "content_type": "application/json"} if door.by_api else {"data": page}
    with transaction.atomic():
        answer = getattr(client, door.method)(address, **sent)
        transaction.set_rollback(True)
    return answer


def expected(door: Door, column: str, relation: str) -> str:
    """What the grid says: "allowed", or the status of the refusal."""
    cell = GRID[door.pair][column]
    if column == "W" and relation == "team" and IN_CHARGE & {door.pair, door.pair[0]}:
        return "refused"
    if cell == "+":
        in_scope = column not in IN_SCOPE or door.pair[0] not in OF_CASE or IN_SCOPE[column][relation]
        return "allowed" if in_scope or not door.keyed else "404"
    if not door.by_api:
        return "403" if cell == "x" else "404"
    return "404" if cell == "." and column in "GC" and door.keyed else "403"


#: Past both gates: shown, written, sent on, or an empty question refused for what it lacks.
PASSED = {200, 201, 202, 204, 302, 400, 405, 409, 412, 415, 422}


def verdict(answer: Any) -> str:
    status = answer.status_code
    return "allowed" if status in PASSED and "/account/login" not in answer.get("Location", "") else str(status)


def differences(world: GridWorld, tuples: list[tuple[Door, str, str]]) -> list[str]:
    """Where the house answers otherwise than the grid says."""
    counts: Counter[str] = Counter()
    wrong = []
    for door, column, relation in tuples:
        said, got = expected(door, column, relation), verdict(ask(world, door, column, relation))
        counts[said] += 1
        if said == "refused" and got in ("403", "404"):
            continue
        if said != got and not narrower(door.path, column, got):
            wrong.append(f"{column} {relation}: {door} ({' '.join(door.pair)}): grid {said}, house {got}")
    print(f"{len(tuples)} tuples: {dict(sorted(counts.items()))}")
    return wrong


def test_every_address_answers_each_role_as_the_grid_says(world: GridWorld) -> None:
    # The social worker is asked at every door; others at one of the many kinds of record, which derive from one view.
    few = one_of_each(DOORS)
    tuples = [(door, column, "own") for column in COLUMNS for door in (DOORS if column == "W" else few)]
    wrong = differences(world, tuples)
    assert "\n".join(wrong) == ""


def one_of_each(these: list[Door]) -> list[Door]:
    """One door of those that share pair, method, page or API, and whether they name a row."""
    return list({(d.pair, d.method, d.by_api, d.keyed): d for d in reversed(these)}.values())


def representatives() -> list[Door]:
    """For each pair about a case its pages and API addresses that name one, at most one of each."""
    found: dict[tuple[tuple[str, str], bool], Door] = {}
    for door in sorted(DOORS, key=lambda d: d.method != "get"):
        if door.keyed and door.pair[0] in OF_CASE:
            found.setdefault((door.pair, door.by_api), door)
    return list(found.values())


def test_each_relation_is_answered_by_page_and_by_api(world: GridWorld) -> None:
    relations = [relation for relation in RELATIONS if relation != "own"]
    tuples = [(d, c, r) for d in representatives() for c in IN_SCOPE for r in relations if GRID[d.pair][c] == "+"]
    assert "\n".join(differences(world, tuples)) == ""


def test_the_anonymous_visitor_signs_in_or_is_401(world: GridWorld) -> None:
    wrong = []
    for door in DOORS:
        answer = ask(world, door, "-", "own")
        asked = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
        if not (answer.status_code == 401 if door.by_api else asked):
            wrong.append(f"{door}: {answer.status_code}")
    assert wrong == []
