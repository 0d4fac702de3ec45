"""The embedded servers of this checkout: started where a command needs them, stopped by ``make down``."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from config import env as environment

from . import postgres, redis
from .paths import Places, make_private, places

#: Commands that touch neither server.
_WITHOUT = frozenset({
    "env", "up", "help", "--help", "version", "--version", "compile_catalogs", "make_catalogs", "makemessages",
    "compilemessages", "collectstatic", "findstatic", "down", "startapp", "spectacular", "build_fonts", "openapi",
})  # fmt: skip


def needed_by(argv: Sequence[str]) -> bool:
    """True where the management command in ``argv`` may use a server."""
    return len(argv) > 1 and argv[1] not in _WITHOUT and "--help" not in argv


@contextmanager
def _locked(where: Places) -> Iterator[None]:
    where.var.mkdir(parents=True, exist_ok=True)
    with open(where.lock, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def passwords(env: environment.Env) -> dict[str, str]:
    """The generated passwords of this checkout's servers, by short name."""
    return environment.local_secrets(env.var_dir)


def database_url(env: environment.Env, process: str) -> str:
    """The address of the database for a process: owner, web, jobs, or admin (may be empty for admin)."""
    given = {"owner": "DATABASE_URL", "web": "DATABASE_WEB_URL", "jobs": "DATABASE_JOBS_URL"}
    if not env.embedded_postgres:
        return str(env[given.get(process, "DATABASE_ADMIN_URL")])
    secret = passwords(env)[f"pg_{process}"]
    where = places(env.var_dir)
    if process == "admin":
        return postgres.url(where, postgres.ADMIN, secret, "postgres")
    return postgres.url(where, f"hamroh_{process}", secret)


def redis_url(env: environment.Env) -> str:
    """The address of Redis."""
    if not env.embedded_redis:
        return str(env["REDIS_URL"])
    return redis.url(places(env.var_dir), passwords(env)["redis"])


def ensure(env: environment.Env | None = None) -> list[str]:
    """Start what does not run, and return the names of the servers that this call started. Idempotent."""
    env = env or environment.load()
    started: list[str] = []
    if not (env.embedded_postgres or env.embedded_redis):
        return started
    where, secret = places(env.var_dir), passwords(env)
    with _locked(where):
        make_private(where.run, mode=0o711)
        if env.embedded_redis and redis.start(where, secret["redis"]):
            started.append("redis")
        if env.embedded_postgres and postgres.start(where, secret["pg_admin"]):
            started.append("postgres")
            _bootstrap(env)
    return started


def _bootstrap(env: environment.Env) -> None:
    from accounts.bootstrap import bootstrap_cluster

    secret = passwords(env)
    bootstrap_cluster(
        database_url(env, "admin"),
        database=postgres.DATABASE,
        passwords={f"hamroh_{name}": secret[f"pg_{name}"] for name in environment.PROCESSES},
    )


def stop(env: environment.Env | None = None, names: Sequence[str] = ("postgres", "redis")) -> list[str]:
    """Stop the named servers of this checkout; returns those that ran."""
    env = env or environment.load()
    where, stopped = places(env.var_dir), []
    with _locked(where):
        if "redis" in names and redis.stop(where):
            stopped.append("redis")
        if "postgres" in names and postgres.stop(where):
            stopped.append("postgres")
    return stopped
