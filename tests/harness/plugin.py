"""Loaded before Django reads its settings (pyproject.toml, addopts): test environment, embedded servers, live stack.

Each xdist process has a Redis database of its own, so that a job of a test never reaches the worker of another
test or of a `make up` beside it.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

os.environ["HAMROH_ENV"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import catalogs, embedded
from config import env as environment

#: What the controlling process chose for itself: its workers inherit it, and must not share its queue.
_CHOSEN = "PYTEST_HAMROH_REDIS"
if os.environ.get("REDIS_URL") == os.environ.get(_CHOSEN):
    os.environ.pop("REDIS_URL", None)
_env = environment.load()
if _env.embedded_postgres or _env.embedded_redis:
    embedded.ensure(_env)
if _env.embedded_redis:
    _number = int("".join(c for c in os.environ.get("PYTEST_XDIST_WORKER", "gw0") if c.isdigit())) + 1
    os.environ["REDIS_URL"] = urlsplit(embedded.redis_url(_env))._replace(query=f"db={_number % 16}").geturl()
    os.environ[_CHOSEN] = os.environ["REDIS_URL"]
catalogs.compile_all()

import pytest  # noqa: E402

from tests.harness.browser import browser, chromium  # noqa: E402, F401
from tests.harness.live import live, live_stack  # noqa: E402, F401


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser and a real stack have more time than the others."""
    for item in items:
        live_test = item.get_closest_marker("live") or item.get_closest_marker("browser")
        if live_test and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(180))
