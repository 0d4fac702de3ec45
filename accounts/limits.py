"""How often one address may do what needs no account. What is counted is a keyed hash that changes every day and is
forgotten with the count: no address is stored."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from . import clock
from .crypto import keyed_hash
from .errors import TooMany

#: How the keys of these counts begin (config/cache.py keeps them where Redis is away).
PREFIX = "limit:"


def limit_hold(request: HttpRequest, action: str, limit: tuple[int, int] | None) -> None:
    """Count one try of an address. Raises TooMany after so many within so many seconds; None is no limit."""
    if limit is None:
        return
    times, seconds = limit
    try:
        address = str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        address = "unknown"
    key = PREFIX + action + ":" + keyed_hash(f"{clock.today():%Y%m%d} {address}".encode().hex())
    count = int(cache.get(key, 0))
    if count >= times:
        raise TooMany
    cache.set(key, count + 1, seconds)
