"""The world of these tests."""

from __future__ import annotations

import pytest

from .world import World


@pytest.fixture
def world(db: None) -> World:
    return World()
