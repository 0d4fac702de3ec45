"""The stranger's case on a copy of the database, committed, for the suites that sign in as the web process does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.copies import database_copy

from .breach import World


@pytest.fixture(scope="module")
def stranger(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One for all tests of a module; what they write stays for the others."""
    with django_db_blocker.unblock(), database_copy("breach"):
        yield World()
