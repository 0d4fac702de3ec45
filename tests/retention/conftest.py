"""A store of its own for each test: what erasure removes and lists is looked at."""

from __future__ import annotations

from typing import Any

import pytest

from tests.retention.world import World


@pytest.fixture
def world(settings: Any, tmp_path: Any, db: Any) -> World:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    return World()
