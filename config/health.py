"""``/health/live`` and ``/health/ready``. Neither reads a table, so the web login needs no role for them."""

from __future__ import annotations

import time
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_HEARTBEAT = "hamroh:heartbeat"
#: Seconds after which a worker counts as dead: three rounds of the heartbeat job.
HEARTBEAT_LIMIT = 100


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def heartbeat_write() -> None:
    """Remember in Redis that a worker ran just now."""
    with _client() as client:
        client.set(_HEARTBEAT, int(time.time()), ex=3600)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis() -> None:
    with _client() as client:
        client.ping()


def _worker() -> None:
    with _client() as client:
        last = client.get(_HEARTBEAT)
    if last is None:
        raise LookupError("no worker has been seen")
    if time.time() - int(str(last, "ascii") if isinstance(last, bytes) else str(last)) > HEARTBEAT_LIMIT:
        raise LookupError("the worker's heartbeat has stopped")


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "redis": _redis, "worker": _worker}


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def run_checks() -> dict[str, str]:
    """Each part and "ok", or in a word what is wrong with it; never why in detail."""
    results: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            check()
        except Exception as error:
            results[name] = str(error) if isinstance(error, LookupError) else "unreachable"
        else:
            results[name] = "ok"
    return results


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Everything that a request needs answers; 503 otherwise."""
    results = run_checks()
    fine = all(value == "ok" for value in results.values())
    body = {"status": "ok" if fine else "unavailable", "checks": results}
    return JsonResponse(body, status=200 if fine else 503)
