"""config/env.py: the one table of environment variables."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from config.env import BASE_DIR, TABLE, VARIABLES, EnvironmentError_, email_settings, load, local_secrets

PRODUCTION = {
    "HAMROH_ENV": "production",
    "HAMROH_PROCESS": "web",
    "DATABASE_WEB_URL": "postgresql://hamroh_web:x@db/hamroh",
    "REDIS_URL": "redis://redis/0",
    "HAMROH_SECRET_KEY": "s" * 50,
    "HAMROH_FIELD_KEYS": "1:" + "A" * 43 + "=",
    "HAMROH_HASH_KEY": "B" * 43 + "=",
    "HAMROH_ALLOWED_HOSTS": "hamroh.example.org",
    "HAMROH_EMAIL_URL": "smtp://mail.example.org:587",
}


def test_production_starts_with_everything_and_without_the_owner_s_login(tmp_path: Path) -> None:
    env = load({**PRODUCTION, "HAMROH_VAR_DIR": str(tmp_path)})
    assert env.production
    assert not env.embedded_postgres and not env.embedded_redis
    assert list(tmp_path.iterdir()) == []  # nothing is generated


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"HAMROH_ENV", "HAMROH_PROCESS"}))
def test_each_missing_production_secret_stops_the_start_by_name(name: str) -> None:
    with pytest.raises(EnvironmentError_, match=name):
        load({k: v for k, v in PRODUCTION.items() if k != name})


def test_debug_is_refused_in_production() -> None:
    with pytest.raises(EnvironmentError_, match="HAMROH_DEBUG"):
        load({**PRODUCTION, "HAMROH_DEBUG": "1"})


@pytest.mark.parametrize(
    ("name", "text"), [("PORT", "eighty"), ("HAMROH_DEBUG", "perhaps"), ("HAMROH_ENV", "staging")]
)
def test_a_value_of_the_wrong_kind_is_named(name: str, text: str) -> None:
    with pytest.raises(EnvironmentError_, match=name):
        load({name: text})


def test_secrets_are_generated_once_and_only_for_the_owner_of_the_files(tmp_path: Path) -> None:
    first, second = local_secrets(tmp_path), local_secrets(tmp_path)
    assert first == second
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(set(first.values())) == len(first)  # no secret is used twice


def test_a_foreign_database_needs_all_three_logins(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentError_, match="DATABASE_WEB_URL"):
        load({"DATABASE_URL": "postgresql://o@db/hamroh", "HAMROH_VAR_DIR": str(tmp_path)})


def test_email_url(tmp_path: Path) -> None:
    env = load({"HAMROH_EMAIL_URL": "smtp://anna:p%40ss@mail.example.org:2525/?tls=0", "HAMROH_VAR_DIR": str(tmp_path)})
    backend, options = email_settings(env)
    assert backend.endswith("smtp.EmailBackend")
    assert options == {"host": "mail.example.org", "port": 2525, "user": "anna", "password": "p@ss", "tls": False}


def test_env_command_prints_every_variable_and_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("env")
    printed = capsys.readouterr().out
    lines = {line.partition("=")[0] for line in printed.splitlines() if not line.startswith(" ")}
    assert lines == set(TABLE)
    for secret in json.loads((BASE_DIR / "var" / "secrets.json").read_text()).values():
        assert secret not in printed


def test_nothing_else_reads_the_environment() -> None:
    """``os.environ`` may be handed on to a child or given a default, but read in config/env.py alone."""
    allowed = {"config/env.py", "config/setup.py"}
    found = []
    for room in ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config"):
        for path in (BASE_DIR / room).rglob("*.py"):
            if str(path.relative_to(BASE_DIR)) in allowed:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                read = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
                read_text = ast.unparse(node) if read else ""
                got = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if read_text.startswith("os.environ[") or got in ("os.environ.get", "os.getenv"):
                    found.append(f"{path.relative_to(BASE_DIR)}:{getattr(node, 'lineno', 0)}")
    assert found == []


def test_every_variable_says_what_it_is() -> None:
    assert [v.name for v in VARIABLES if not v.help] == []
    assert len(TABLE) == len(VARIABLES)
