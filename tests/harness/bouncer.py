"""PgBouncer in transaction mode, as an ordinary process on the loopback address, in front of the embedded server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from config import embedded
from config import env as environment
from config.embedded import postgres

HOST = "127.0.0.1"


def program() -> str:
    """Where the program is, or ""; Debian keeps it out of an ordinary user's path."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/sbin") or ""


def _files(folder: Path, database: str, port: int, size: int) -> Path:
    server = conninfo_to_dict(embedded.database_url(environment.load(), "web"))
    (folder / "users").write_text(f'"{server["user"]}" "{server["password"]}"\n')
    (folder / "pgbouncer.ini").write_text(f"""
[databases]
{database} = host={server["host"]} dbname={database}
[pgbouncer]
listen_addr = {HOST}
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 100
server_reset_query =
logfile = {folder}/log
""")
    for path in (folder, *folder.iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return folder / "pgbouncer.ini"


@contextmanager
def bouncer(database: str, *, size: int = 2) -> Iterator[int]:
    """The port at which ``size`` server connections are shared by all clients. Ends the process that it started."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    # The socket of the embedded server is for the account that it runs as.
    account = postgres._run_as()
    with tempfile.TemporaryDirectory(prefix="hamroh-bouncer-") as name:
        folder = Path(name)
        settings = _files(folder, database, port, size)
        identity = {"user": account.uid, "group": account.gid} if account.switch else {}
        for path in (folder, *folder.iterdir()) if account.switch else ():
            os.chown(path, account.uid, account.gid)
        process = subprocess.Popen(
            [program(), "--quiet", str(settings)], stderr=subprocess.DEVNULL, **identity,  # type: ignore[call-overload]
        )  # fmt: skip
        try:
            _wait(process, port, folder)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    log = folder / "log"
    raise RuntimeError(f"pgbouncer did not start: {log.read_text() if log.exists() else ''}")
