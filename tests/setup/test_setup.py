"""config/setup.py and the Makefile, as they meet a newcomer."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from config.env import BASE_DIR


@pytest.fixture
def setup_file() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hamroh_setup", BASE_DIR / "config" / "setup.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_set_up_needs_the_standard_library_alone() -> None:
    done = subprocess.run(
        [shutil.which("python3") or "python3", "-I", "-S", str(BASE_DIR / "config/setup.py")], capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_python_without_venv_gives_one_line(
    setup_file: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tmp_path / "python3"
    without.write_text("#!/bin/sh\nexit 1\n")
    without.chmod(0o755)
    monkeypatch.setattr(setup_file, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(setup_file, "find_python", lambda: str(without))
    with pytest.raises(setup_file.SetupError, match="python3-venv"):
        setup_file.make_venv()


def test_without_node_the_wheel_is_taken(
    setup_file: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[tuple[str, ...]] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(setup_file, "install", lambda *names: installed.append(names))
    assert setup_file.find_node() == setup_file.VENV / "bin"
    assert installed == [("node", "requirements-node.lock")]


def test_an_old_node_is_not_taken(setup_file: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.19.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(setup_file, "install", lambda *names: None)
    assert setup_file.find_node() == setup_file.VENV / "bin"


def test_every_target_of_the_house_is_there() -> None:
    text = (BASE_DIR / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    # Without it the folders static/ and bench/ would make their targets "up to date".
    assert phony and set(phony.group(1).split()) == targets
    assert {"up", "down", "clean", "test", "check", "bench", "test-long", "lock"} <= targets


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_python_packages_are_locked_by_hash_and_name_no_registry(name: str) -> None:
    text = (BASE_DIR / name).read_text()
    packages = re.findall(r"^[^\s#-][^\n]*(?:\n +--hash=sha256:[0-9a-f]{64}[^\n]*)*", text, re.MULTILINE)
    assert packages
    assert [p for p in packages if "==" not in p.splitlines()[0] or "--hash=" not in p] == []
    assert "://" not in re.sub(r"#.*", "", text)


def test_npm_packages_are_locked_by_hash_and_name_no_registry() -> None:
    lock = json.loads((BASE_DIR / "package-lock.json").read_text())
    packages = {name: p for name, p in lock["packages"].items() if name}
    assert [name for name, p in packages.items() if not p.get("integrity")] == []
    assert [name for name, p in packages.items() if "resolved" in p] == []
