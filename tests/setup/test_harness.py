"""What the tests themselves stand on."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.harness.plugin import _env


@pytest.mark.skipif(not _env.embedded_redis, reason="a Redis of somebody else's")
def test_each_process_of_the_tests_has_its_own_queue() -> None:
    # gw0 has 1, gw1 has 2; a run without workers has 1.
    mine = {"gw0": "db=1", "gw1": "db=2", "gw2": "db=3", "gw3": "db=4"}
    assert urlsplit(settings.REDIS_URL).query == mine[os.environ.get("PYTEST_XDIST_WORKER", "gw0")]
    assert settings.CELERY_BROKER_URL.endswith(f"?virtual_host={urlsplit(settings.REDIS_URL).query[3:]}")
