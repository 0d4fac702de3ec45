"""The processes of one checkout: what ``manage.py up`` runs, how it is found again, how it is stopped.

A pid file alone proves nothing, because numbers are used again: a process is ours where it also works in this
folder and started when the file says.
"""

from __future__ import annotations

import json
import os
import shlex
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.env import BASE_DIR, Env, EnvironmentError_

FIRST_PORT = 8000
NAMES = ("up", "web", "worker", "beat")
#: Seconds that a process and its children have to end by themselves.
GRACE = 20.0


@dataclass(frozen=True)
class Program:
    """One process: its name, its command, and which login of the database it uses."""

    name: str
    command: tuple[str, ...]
    process: str

    @property
    def line(self) -> str:
        return "exec " + shlex.join(self.command)


def programs(env: Env, host: str, port: int) -> list[Program]:
    """Web, worker and beat as the environment says."""
    python = sys.executable
    web = (
        python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws",
        "--workers", str(env["HAMROH_WEB_WORKERS"]), "--blocking-threads", str(env["HAMROH_WEB_THREADS"]),
        "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning", "config.wsgi:application",
    )  # fmt: skip
    celery = (python, "-m", "celery", "--quiet", "-A", "config")
    worker = (
        *celery, "worker", "--concurrency", str(env["HAMROH_JOB_WORKERS"]), "--loglevel", "WARNING",
        "--without-gossip", "--without-mingle",
    )  # fmt: skip
    beat = (*celery, "beat", "--loglevel", "WARNING", "--pidfile", "")
    return [Program("web", web, "web"), Program("worker", worker, "jobs"), Program("beat", beat, "jobs")]


def find_port(host: str, wanted: int) -> int:
    """``wanted``, or the first free port from 8000 on where it is 0. Raises EnvironmentError_ where none is free."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise EnvironmentError_(f"port {wanted or FIRST_PORT} is taken; PORT=0 takes the first free one")


def pid_file(var: Path, name: str) -> Path:
    """Where the number of a process is kept."""
    return var / "run" / f"{name}.pid"


def remember(var: Path, name: str, pid: int, **more: object) -> None:
    """Keep a running process in its pid file."""
    path = pid_file(var, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"pid": pid, "started": psutil.Process(pid).create_time(), **more}))


def forget(var: Path, name: str) -> None:
    """Remove a pid file."""
    pid_file(var, name).unlink(missing_ok=True)


def recall(var: Path, name: str) -> tuple[psutil.Process, Mapping[str, object]] | None:
    """The running process behind a pid file and what is kept of it; None where it ended."""
    try:
        kept = json.loads(pid_file(var, name).read_text())
        process = psutil.Process(kept["pid"])
        if abs(process.create_time() - kept["started"]) < 2 and Path(process.cwd()) == BASE_DIR:
            return process, kept
    except (OSError, ValueError, KeyError, psutil.Error):
        pass
    return None


def stop_all(var: Path) -> list[str]:
    """End the processes of this checkout, the manager first, and return the names of those that ran."""
    stopped = []
    for name in NAMES:
        found = recall(var, name)
        if found is not None and found[0].pid != os.getpid():
            end(found[0])
            stopped.append(name)
        forget(var, name)
    return stopped


def end(process: psutil.Process) -> None:
    """Ask a process and its children to end, and kill what has not in time."""
    try:
        family = [process, *process.children(recursive=True)]
        process.terminate()
    except psutil.NoSuchProcess:
        return
    _, alive = psutil.wait_procs(family, timeout=GRACE)
    for one in alive:
        one.kill()
    psutil.wait_procs(alive, timeout=GRACE)
