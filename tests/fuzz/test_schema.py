"""The whole description of the API, asked at random as each role: no 5xx, no answer outside the description, no foreign
row. What is written is undone. 2,000 questions in `make test`, 20,000 in `make test-long`."""

from __future__ import annotations

import json
import os
import random
import warnings
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import HypothesisWarning, Unsatisfiable

from tests.harness.copies import database_copy
from tests.policy.grid import COLUMNS
from tests.policy.world import KEY, GridWorld

# A package of requirements-dev.lock; the proof of a fresh machine never goes without it.
schemathesis: Any = import_module("schemathesis") if os.environ.get("CI") else pytest.importorskip("schemathesis")

#: Names whose value is the key of a row; half of the questions name a row that there is.
KEYS = ("case", "person", "family", "plan", "goal", "session", "visit", "event", "alert", "placement", "consent",
        "summary", "release", "id", "pk", "case_id", "item", "into")  # fmt: skip
OWN, FOREIGN = KEY["own"], (KEY["abroad"], KEY["restricted"])
#: What a reader may list of every case, by its own rule (tests/walls/breach.py, KNOWN).
LISTED = {
    "N": ("cases/", "retention-"),
    "D": ("disclosures/", "person-requests/", "demands/", "openings/", "restrictions/", "legal-holds/", "retention-",
          "grants-running/", "odd-patterns/"),
}
#: What belongs to a region as such: a flight's manifest, and that a household is to be handed over, by number and never
#: by name. Of another region's nothing is told there either.
OF_REGION = ("manifests/", "transfers/", "approvals/")



@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[GridWorld]:
    with django_db_blocker.unblock(), database_copy("fuzz"):
        yield GridWorld()


@pytest.fixture(scope="module")
def operations(world: GridWorld) -> Iterator[list[Any]]:
    """Every operation of the description, as it is served."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    # As Django's test client does: the end of a request does not end the transaction around it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield [found.ok() for found in schema.get_all_operations()]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def point(value: Any, chance: random.Random) -> Any:
    """Numbers under the name of a key become, half of the time, the key of an own or a foreign row."""
    if isinstance(value, dict):
        return {
            name: chance.choice([OWN, *FOREIGN]) if name in KEYS and isinstance(inner, int) and chance.random() < 0.5
            else point(inner, chance) for name, inner in value.items()
        }  # fmt: skip
    return value


class Fuzzer:
    """Questions of one role; ``wrong`` tells what should not have come."""

    def __init__(self, world: GridWorld, column: str) -> None:
        self.world, self.column, self.chance = world, column, random.Random(column)
        self.headers = {"Authorization": world.api[column]._credentials["HTTP_AUTHORIZATION"]}
        self.counts: Counter[int] = Counter()
        self.wrong: dict[str, str] = {}

    def ask(self, operation: Any, times: int) -> None:
        """``times`` questions to one operation."""

        @seed(f"{self.column} {operation.label}")
        @settings(
            max_examples=times, deadline=None, database=None, phases=[Phase.generate], verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(operation.as_strategy())
        def put(case: Any) -> None:
            self.put(case)

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", HypothesisWarning)
                put()
        except Unsatisfiable:
            self.wrong[operation.label] = "no question fits the description"

    def put(self, case: Any) -> None:
        """One question, undone."""
        case.path_parameters = point(case.path_parameters or {}, self.chance)
        case.body = point(case.body, self.chance)
        with transaction.atomic():
            answer = case.call(headers=self.headers)
            transaction.set_rollback(True)
        self.counts[answer.status_code] += 1
        problem = self.judge(case, answer)
        if problem:
            what = f"{case.operation.label} {answer.status_code}"
            self.wrong.setdefault(what, f"{problem}\n{case.as_curl_command()}")

    def judge(self, case: Any, answer: Any) -> str:
        """What is wrong with an answer, or ""."""
        if answer.status_code >= 500:
            return "a fault"
        try:
            case.operation.validate_response(answer)
        except Exception as error:
            return f"outside the description: {error}"
        if answer.status_code < 300 and "json" in answer.headers.get("content-type", [""])[0]:
            text, path = json.dumps(answer.json()), case.operation.path.removeprefix("/api/v1/")
            hidden = FOREIGN[:1] if path.startswith(OF_REGION) else FOREIGN
            if not path.startswith(LISTED.get(self.column, ("-",))) and any(str(key) in text for key in hidden):
                return "a foreign row"
        return ""


def fuzz(world: GridWorld, operations: list[Any], column: str, questions: int) -> None:
    """Ask so many questions, spread evenly over the operations."""
    fuzzer = Fuzzer(world, column)
    each, more = divmod(questions, len(operations))
    lucky = set(fuzzer.chance.sample(range(len(operations)), more))
    for index, operation in enumerate(operations):
        times = each + (index in lucky)
        if times:
            fuzzer.ask(operation, times)
    print(f"{column}: {sum(fuzzer.counts.values())} questions, {dict(sorted(fuzzer.counts.items()))}")
    assert "\n\n".join(f"{what}: {why}" for what, why in fuzzer.wrong.items()) == ""


@pytest.mark.slow
@pytest.mark.parametrize("column", COLUMNS)
def test_2000_questions(world: GridWorld, operations: list[Any], column: str) -> None:
    fuzz(world, operations, column, 2_000 // len(COLUMNS) + 1)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("column", COLUMNS)
def test_20000_questions(world: GridWorld, operations: list[Any], column: str) -> None:
    fuzz(world, operations, column, 20_000 // len(COLUMNS) + 1)
