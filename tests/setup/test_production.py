"""What holds in production only: Django's own list of deployment checks, and logs without anybody's data."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from config.env import BASE_DIR
from config.logs import QuietFormatter

from .test_env import PRODUCTION


def test_the_deployment_checks_of_django_find_nothing(tmp_path: Path) -> None:
    known = {"PATH": os.environ["PATH"], "HAMROH_VAR_DIR": str(tmp_path), "HAMROH_PUBLIC_URL": "https://hamroh.test"}
    secret = {"HAMROH_SECRET_KEY": "a3f9-0b7c-55d1-" * 5}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], cwd=BASE_DIR,
        env={**PRODUCTION, **known, **secret}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_a_log_line_names_the_place_of_an_error_and_never_its_words() -> None:
    formatter = QuietFormatter("%(message)s")
    words = "Key (surname)=({}) already exists".format("Kari" + "mova")
    try:
        raise ValueError(words)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "a fault", (), sys.exc_info())
    text = formatter.format(record)
    assert "Karimova" not in text
    assert "builtins.ValueError" in text and "test_production.py" in text
