"""A cache that may be lost: where Redis does not answer, a read misses and a write does nothing.

After a failure it is left alone for two seconds, so that a dead Redis does not cost every request a timeout. The
counts behind limits (of sign-ins, of codes) are not lost with it: each process then counts for itself, so that
guessing stays bounded and people can still sign in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("hamroh.cache")
PAUSE = 2.0
BRIEF = 60
#: How the keys of counts begin: allauth's rate limits, those of programs, and ours (accounts/limits.py).
COUNTS = ("allauth:rl:", "throttle_", "limit:")
_AWAY = object()
_memory = LocMemCache("hamroh-counts", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, whose failures cost a miss and never an error page."""

    _silent_until = 0.0

    def _guard(self, call: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._silent_until:
            return otherwise
        try:
            return call()
        except RedisError as error:
            ForgivingRedisCache._silent_until = time.monotonic() + PAUSE
            logger.warning("cache unavailable: %s", type(error).__name__)
            return otherwise

    def _counted(self, name: str, key: Any, args: Any, kwargs: Any, otherwise: Any) -> Any:
        """A call for one key, which goes to the memory of this process where it is a count and Redis is away."""
        call = getattr(super(), name)
        found = self._guard(lambda: call(key, *args, **kwargs), _AWAY)
        if found is not _AWAY:
            return found
        return getattr(_memory, name)(key, *args, **kwargs) if str(key).startswith(COUNTS) else otherwise

    def add(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._counted("add", key, args, kwargs, False)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._counted("get", key, (default, version), {}, default)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._counted("set", key, args, kwargs, None)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._counted("delete", key, args, kwargs, False)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._guard(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._guard(lambda: super(ForgivingRedisCache, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._guard(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        return self._guard(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), delta)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._guard(lambda: super(ForgivingRedisCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._guard(lambda: super(ForgivingRedisCache, self).delete_many(*args, **kwargs), None)

    def clear(self) -> Any:
        return self._guard(super().clear, False)


class BriefRedisCache(ForgivingRedisCache):
    """Keeps nothing longer than a minute: what was deleted while Redis was away is forgotten soon after it is back."""

    def set(self, key: Any, value: Any, timeout: Any = BRIEF, version: int | None = None) -> Any:
        brief = BRIEF if not isinstance(timeout, int | float) else min(timeout, BRIEF)
        return super().set(key, value, brief, version)
