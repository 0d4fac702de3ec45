"""Set-up of a checkout, with the standard library alone: ``make`` runs it before there is an environment.

    python3 -I config/setup.py base | dev | node | static

Each step is skipped where nothing changed since it last ran: a stamp keeps the digest of what it read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
#: Folders whose templates and Python files name CSS classes and icons.
BUILD_INPUTS = (
    "templates", "static/src", "accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config",
)  # fmt: skip
BUILD_ENDINGS = (".html", ".css", ".js", ".mjs", ".py", ".svg")


class SetupError(Exception):
    """One line for the person at the keyboard."""


def digest(paths: list[Path]) -> str:
    """A digest of the files' names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def fresh(stamp: Path, value: str) -> bool:
    """True where the step behind ``stamp`` already ran with ``value``."""
    return stamp.exists() and stamp.read_text() == value


def run(*command: object, **environ: str) -> None:
    """Run a command in the checkout. Raises SetupError where it fails."""
    done = subprocess.run([str(c) for c in command], cwd=ROOT, env={**os.environ, **environ}, check=False)
    if done.returncode:
        raise SetupError(f"failed: {' '.join(str(c) for c in command)}")


def find_python() -> str:
    """A Python that is new enough. Raises SetupError where there is none."""
    if sys.version_info >= OLDEST_PYTHON:
        return sys.executable
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SetupError("Python 3.11 or newer is needed; `make PYTHON=/path/to/python3` names one")


def make_venv() -> None:
    """Make ``.venv`` where it is missing. Raises SetupError where the machine's Python has no venv."""
    if PYTHON.exists():
        return
    python = find_python()
    missing = subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode
    if missing:
        raise SetupError("this Python has no venv module; on Debian: apt-get install python3-venv")
    print("Making .venv", flush=True)
    run(python, "-m", "venv", VENV)


def install(name: str, *locks: str) -> None:
    """Install hash-locked files into ``.venv``."""
    make_venv()
    files = [ROOT / lock for lock in locks]
    stamp, value = VENV / f".hamroh-{name}", digest(files)
    if fresh(stamp, value):
        return
    print(f"Installing {', '.join(locks)}", flush=True)
    arguments = [part for file in files for part in ("-r", str(file))]
    run(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", *arguments)
    stamp.write_text(value)


def find_node() -> Path:
    """The folder of a Node that is new enough: the machine's, else the wheel's, installed at need."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip("v\n")
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= OLDEST_NODE:
            return Path(node).parent
    install("node", "requirements-node.lock")
    return VENV / "bin"


def node_packages() -> Path:
    """Install the npm packages as locked; returns the folder of Node."""
    folder = find_node()
    stamp = ROOT / "node_modules" / ".hamroh"
    value = digest([ROOT / "package-lock.json", ROOT / "package.json"])
    if not fresh(stamp, value):
        print("Installing package-lock.json", flush=True)
        npm = shutil.which("npm", path=str(folder)) or shutil.which("npm") or "npm"
        run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")
        stamp.write_text(value)
    return folder


def build_inputs() -> list[Path]:
    """Every file that the built style sheet, script or icons depend on."""
    found = [ROOT / "static" / "build.mjs", ROOT / "package-lock.json"]
    for name in BUILD_INPUTS:
        found += [p for p in (ROOT / name).rglob("*") if p.suffix in BUILD_ENDINGS and "migrations" not in p.parts]
    return sorted(found)


def static_files() -> None:
    """Build ``static/dist`` where one of its inputs changed."""
    stamp = ROOT / "static" / "dist" / ".hamroh"
    value = digest(build_inputs())
    if fresh(stamp, value) and (ROOT / "node_modules" / ".hamroh").exists():
        return
    folder = node_packages()
    run(folder / "node", "static/build.mjs")
    stamp.write_text(value)


STEPS = {
    "base": lambda: install("base", "requirements.lock"),
    "dev": lambda: install("dev", "requirements.lock", "requirements-dev.lock"),
    "node": node_packages,
    "static": static_files,
}

if __name__ == "__main__":
    try:
        for step in sys.argv[1:]:
            STEPS[step]()
    except SetupError as error:
        sys.exit(f"hamroh: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
