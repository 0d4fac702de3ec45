"""Pid files, ports, and the commands that start and stop a checkout."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import processes
from config.env import BASE_DIR, EnvironmentError_, load


def test_port_zero_takes_the_first_free_one_from_8000() -> None:
    port = processes.find_port("127.0.0.1", 0)
    assert port >= 8000
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert processes.find_port("127.0.0.1", 0) > port
        with pytest.raises(EnvironmentError_, match=str(port)):
            processes.find_port("127.0.0.1", port)


def test_a_process_is_found_by_its_pid_file_and_only_in_this_checkout(tmp_path: Path) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    ours, other = subprocess.Popen(sleep, cwd=BASE_DIR), subprocess.Popen(sleep, cwd="/")
    try:
        processes.remember(tmp_path, "web", ours.pid)
        processes.remember(tmp_path, "worker", other.pid)
        assert processes.stop_all(tmp_path) == ["web"]
        assert ours.poll() is not None
        assert other.poll() is None
    finally:
        ours.kill()
        other.kill()
        ours.wait()
        other.wait()
    assert list((tmp_path / "run").iterdir()) == []


def test_a_number_that_was_used_again_is_not_ours(tmp_path: Path) -> None:
    processes.remember(tmp_path, "web", os.getpid())
    path = processes.pid_file(tmp_path, "web")
    path.write_text(path.read_text().replace('"started": ', '"started": 1'))
    assert processes.recall(tmp_path, "web") is None


def test_each_program_has_the_login_that_the_walls_expect() -> None:
    found = {p.name: p.process for p in processes.programs(load(), "127.0.0.1", 8000)}
    assert found == {"web": "web", "worker": "jobs", "beat": "jobs"}


def test_a_worker_refuses_the_owner_s_login() -> None:
    command = next(p.command for p in processes.programs(load(), "127.0.0.1", 8000) if p.name == "worker")
    done = subprocess.run(
        command, env={**os.environ, "HAMROH_PROCESS": "owner"}, cwd=BASE_DIR, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert "HAMROH_PROCESS=jobs" in done.stdout + done.stderr
