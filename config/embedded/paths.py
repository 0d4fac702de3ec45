"""Where the embedded servers of this checkout keep their data and sockets.

A unix socket's path may have about 100 characters, so sockets do not stand in ``var/`` but in a short private
folder that is derived from the checkout's path: two checkouts never meet.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from config.env import EnvironmentError_


@dataclass(frozen=True)
class Places:
    """All paths of one checkout's servers."""

    var: Path
    run: Path

    @property
    def pg_data(self) -> Path:
        return self.var / "postgres"

    @property
    def pg_socket(self) -> Path:
        return self.run / "pg"

    @property
    def redis_data(self) -> Path:
        return self.var / "redis"

    @property
    def redis_socket(self) -> Path:
        return self.run / "redis.sock"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def lock(self) -> Path:
        return self.var / "embedded.lock"


def places(var_dir: Path) -> Places:
    """The places for a checkout whose data folder is ``var_dir``; touches nothing."""
    var = var_dir.resolve()
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return Places(var=var, run=Path(f"/tmp/hamroh-{os.getuid()}-{digest}"))


def make_private(path: Path, *, mode: int = 0o700) -> None:
    """Make a folder of our own. Raises EnvironmentError_ where somebody else was there first."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise EnvironmentError_(f"{path} belongs to somebody else; remove it and try again")
    path.chmod(mode)
