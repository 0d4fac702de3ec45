"""The databases of a measurement: beside the real one in the same embedded server, seeded once for each size."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

import psycopg

from accounts.bootstrap import bootstrap_cluster
from config import embedded
from config import env as environment


def _at(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def name_of(scale: int) -> str:
    return f"hamroh_bench_{scale}"


def environ(env: environment.Env, scale: int, process: str) -> dict[str, str]:
    """The environment of a process that works on the seeded database as one of the logins."""
    url = {p: _at(embedded.database_url(env, p), name_of(scale)) for p in environment.PROCESSES}
    return {
        **os.environ,
        "HAMROH_PROCESS": process,
        "DATABASE_URL": url["owner"],
        "DATABASE_WEB_URL": url["web"],
        "DATABASE_JOBS_URL": url["jobs"],
    }


def run(env: environment.Env, scale: int, arguments: Sequence[str], *, process: str = "owner") -> str:
    """Run a Python command on the seeded database and return what it printed. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environ(env, scale, process), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def prepare(env: environment.Env, scale: int) -> None:
    """Make, migrate and seed the database of this size where it does not stand yet."""
    admin = embedded.database_url(env, "admin")
    secret = embedded.passwords(env)
    bootstrap_cluster(
        admin, database=name_of(scale), passwords={f"hamroh_{p}": secret[f"pg_{p}"] for p in environment.PROCESSES}
    )
    run(env, scale, ["manage.py", "migrate", "--verbosity", "0"])
    with psycopg.connect(_at(embedded.database_url(env, "owner"), name_of(scale))) as connection:
        row = connection.execute("SELECT EXISTS (SELECT 1 FROM cases_case OFFSET %s)", [scale // 2]).fetchone()
    if row and not row[0]:
        print(f"seeding {scale:,} cases …", flush=True)
        run(env, scale, ["manage.py", "seed_scale", "--cases", str(scale)])
