"""The other wall taken out: with every row rule of PostgreSQL off, the code alone keeps each reader to her scope.

The grid's own walk would not notice a forgotten filter, since the database answers for it; here nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts.rowrules import RULES
from tests.harness.copies import database_copy

from .grid import OF_CASE, RELATIONS
from .test_grid import DOORS, GRID, IN_SCOPE, differences
from .world import GridWorld

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[GridWorld]:
    with django_db_blocker.unblock(), database_copy("codealone"):
        made = GridWorld()
        with connection.cursor() as cursor:
            for table, rule in RULES.items():
                if not rule.open:
                    cursor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
        yield made


def test_without_row_rules_each_reader_is_kept_to_her_scope(world: GridWorld) -> None:
    # Both kinds of scope: granted cases (a specialist's is the same) and a region.
    tuples = [
        (door, column, relation)
        for door in DOORS if door.keyed and door.pair[0] in OF_CASE
        for column in ("WV" if GRID[door.pair]["W"] == "+" or GRID[door.pair]["V"] == "+" else "P")
        for relation in RELATIONS if GRID[door.pair][column] == "+" and not IN_SCOPE[column][relation]
    ]  # fmt: skip
    assert "\n".join(differences(world, tuples)) == ""
