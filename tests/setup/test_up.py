"""`manage.py up` from an empty folder to the first answer, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from config.env import BASE_DIR, TABLE

#: A fresh PostgreSQL, every migration and the demonstration data, on a busy machine.
PATIENCE = 240.0


def _environ(var: Path) -> dict[str, str]:
    ours = {k: v for k, v in os.environ.items() if k not in TABLE and not k.startswith("PYTEST")}
    return {**ours, "HAMROH_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1", "PORT": "0"}


def _wait_for_address(log: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"Hamroh is running at (http://\S+)", log.read_text())
        if found:
            return found.group(1)
        time.sleep(0.2)
    pytest.fail(log.read_text()[-3000:])


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not tmp_path: as root the server is an ordinary user, whom pytest would lock out of its own folders again."""
    with tempfile.TemporaryDirectory(prefix="hamroh-up-") as name:
        yield Path(name)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_up_answers_and_ctrl_c_stops_everything(tmp_path: Path, folder: Path) -> None:
    var, log = folder / "var", tmp_path / "log.txt"
    with log.open("wb") as out:
        up = subprocess.Popen(
            [sys.executable, "manage.py", "up"], cwd=BASE_DIR, env=_environ(var), stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        address = _wait_for_address(log, up)
        assert requests.get(f"{address}/health/ready", timeout=10).json()["checks"] == {
            "database": "ok", "redis": "ok", "worker": "ok",
        }  # fmt: skip
        assert "worker@example.org" in log.read_text() and "hamroh-demo" in log.read_text()
        again = subprocess.run(
            [sys.executable, "manage.py", "up"], cwd=BASE_DIR, env=_environ(var), capture_output=True, text=True,
            timeout=60,
        )  # fmt: skip
        assert again.returncode == 1 and f"already running at {address}" in again.stderr
        started = psutil.Process(up.pid).children(recursive=True)
        up.send_signal(signal.SIGINT)
        assert up.wait(timeout=60) == 0
        _, alive = psutil.wait_procs(started, timeout=10)
        assert alive == []
        assert list((var / "run").iterdir()) == []
        assert not (var / "postgres" / "postmaster.pid").exists()
    finally:
        if up.poll() is None:
            up.kill()
        subprocess.run([sys.executable, "manage.py", "down"], cwd=BASE_DIR, env=_environ(var), timeout=60, check=False)


def test_up_is_refused_in_production(tmp_path: Path) -> None:
    given = {
        "HAMROH_ENV": "production", "DATABASE_URL": "postgresql://o@127.0.0.1:1/hamroh", "REDIS_URL": "redis://127.0.0.1:1",
        "HAMROH_SECRET_KEY": "s" * 50, "HAMROH_FIELD_KEYS": "1:" + "A" * 43 + "=", "HAMROH_HASH_KEY": "B" * 43 + "=",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "up"], cwd=BASE_DIR, env={**_environ(tmp_path), **given}, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "deploy/README.md" in done.stderr


def test_a_missing_production_secret_stops_the_start_with_one_line(tmp_path: Path) -> None:
    environ = {**_environ(tmp_path), "HAMROH_ENV": "production", "HAMROH_PROCESS": "web"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=BASE_DIR, env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("hamroh: in production the web process needs")
    assert "Traceback" not in done.stderr
