"""Every environment variable that Hamroh reads, in one table.

``manage.py env`` prints it. Nothing else in the project reads ``os.environ``. Outside production a missing
secret is generated once and kept in ``var/secrets.json`` (mode 0600); in production it stops the start.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

#: The three logins of the database; a process is one of them (see accounts/dbroles.py).
PROCESSES = ("owner", "web", "jobs")
ENVIRONMENTS = ("development", "test", "production")


class EnvironmentError_(Exception):
    """The environment does not allow a start; the message is for the person at the keyboard."""


@dataclass(frozen=True)
class Variable:
    """One row of the table. ``required`` names the processes that cannot start in production without it."""

    name: str
    help: str
    kind: str = "text"  # text, int, bool, list, choice
    default: Any = ""
    secret: bool = False
    required: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


VARIABLES: tuple[Variable, ...] = (
    Variable("HAMROH_ENV", "development, test or production", "choice", "development", choices=ENVIRONMENTS),
    Variable("HAMROH_PROCESS", "which database login this process uses", "choice", "owner", choices=PROCESSES),
    Variable("PORT", "port of the web server; 0 takes the first free one from 8000 on", "int", 0),
    Variable("HAMROH_HOST", "address that the web server listens on", default="127.0.0.1"),
    Variable("HAMROH_WEB_WORKERS", "web processes", "int", 2),
    Variable("HAMROH_WEB_THREADS", "requests that one web process answers at once; more than two only wait for Python",
             "int", 2),
    Variable("HAMROH_JOB_WORKERS", "job processes", "int", 2),
    Variable("HAMROH_JOB_RETURNS", "seconds after which a job that a dead worker held comes back; longer than any job",
             "int", 3600),
    Variable("HAMROH_DEBUG", "Django's debug pages; never in production", "bool", False),
    Variable("HAMROH_VAR_DIR", "data of the embedded servers, logs, static files", default=str(VAR_DIR)),
    Variable("DATABASE_URL", "PostgreSQL 16+ as hamroh_owner (migrations, commands); empty: embedded",
             secret=True, required=("owner",)),
    Variable("DATABASE_WEB_URL", "the same database as hamroh_web", secret=True, required=("web",)),
    Variable("DATABASE_JOBS_URL", "the same database as hamroh_jobs", secret=True, required=("jobs",)),
    Variable("DATABASE_ADMIN_URL", "a superuser of the cluster; only bootstrap_roles uses it", secret=True),
    Variable("DATABASE_PREPARE", "after how many runs a statement is prepared; 0 behind a PgBouncer older than 1.21",
             "int", 3),
    Variable("DATABASE_NAME_TEST", "name of the test database, where not test_<name>"),
    Variable("REDIS_URL", "Redis 6.2+; empty: embedded", secret=True, required=PROCESSES),
    Variable("HAMROH_SECRET_KEY", "signs sessions and links", secret=True, required=PROCESSES),
    Variable("HAMROH_FIELD_KEYS", "keys that encrypt columns and files: version:base64 of 32 bytes, newest "
             "first, separated by commas", secret=True, required=PROCESSES),
    Variable("HAMROH_HASH_KEY", "key of the hashes that find identifiers (base64 of 32 bytes)",
             secret=True, required=PROCESSES),
    Variable("HAMROH_DEMO_PASSWORD", "password of the demo users", default="hamroh-demo", secret=True),
    Variable("HAMROH_ALLOWED_HOSTS", "host names that we answer to", "list", ("localhost", "127.0.0.1", "[::1]"),
             required=("web",)),
    Variable("HAMROH_PUBLIC_URL", "address in e-mails", default="http://localhost:8000"),
    Variable("HAMROH_TRUST_PROXY", "believe X-Forwarded-Proto of the proxy before us", "bool", False),
    Variable("OIDC_ISSUER", "address of a state identity service (OpenID Connect); empty: none", default=""),
    Variable("OIDC_CLIENT_ID", "as which we are known there"),
    Variable("OIDC_CLIENT_SECRET", "and our secret there", secret=True),
    Variable("OIDC_NAME", "what the service is called on the sign-in page", default="OneID"),
    Variable("HAMROH_SESSION_IDLE", "seconds without a sign of life after which a session ends; at most 1800",
             "int", 1800),
    Variable("HAMROH_SECOND_FACTOR", "required or optional for everybody of the house; in production always required",
             "choice", "optional", choices=("required", "optional")),
    Variable("HAMROH_EMAIL_URL", "smtp://user:password@host:587/?tls=1; console: or memory: outside production",
             default="", secret=True, required=("web", "jobs")),
    Variable("HAMROH_EMAIL_FROM", "sender of e-mails", default="hamroh@example.org"),
    Variable("HAMROH_MEDIA_DIR", "encrypted documents; empty: media/ in HAMROH_VAR_DIR"),
    Variable("CLAMD_URL", "ClamAV: tcp://host:3310 or unix:///run/clamav/clamd.ctl; where it is set, no document opens "
             "before it was scanned"),
    Variable("HAMROH_STATIC", "plain (from the source folders) or manifest (collected, compressed, hashed); "
             "empty: manifest in production", "choice", "", choices=("", "plain", "manifest")),
    Variable("HAMROH_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", "choice", "INFO",
             choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    Variable("HAMROH_INSTALLATION", "short name of this installation, in packages and reports", default="hamroh"),
)
TABLE: dict[str, Variable] = {v.name: v for v in VARIABLES}

#: Generated outside production, kept in var/secrets.json.
GENERATED = ("HAMROH_SECRET_KEY", "HAMROH_FIELD_KEYS", "HAMROH_HASH_KEY")
PASSWORDS = ("pg_admin", "pg_owner", "pg_web", "pg_jobs", "redis")


def _parse(variable: Variable, text: str) -> Any:
    if variable.kind == "int":
        try:
            return int(text)
        except ValueError:
            raise EnvironmentError_(f"{variable.name} must be a whole number") from None
    if variable.kind == "bool":
        if text.lower() not in ("1", "true", "yes", "on", "0", "false", "no", "off"):
            raise EnvironmentError_(f"{variable.name} must be true or false")
        return text.lower() in ("1", "true", "yes", "on")
    if variable.kind == "list":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if variable.kind == "choice" and text not in variable.choices:
        raise EnvironmentError_(f"{variable.name} must be one of: {', '.join(filter(None, variable.choices))}")
    return text


def _new_secret(name: str) -> str:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    if name == "HAMROH_FIELD_KEYS":
        return f"1:{key}"
    return key if name == "HAMROH_HASH_KEY" else secrets.token_urlsafe(32)


def local_secrets(var_dir: Path) -> dict[str, str]:
    """The generated secrets of this checkout, made at the first call. Safe for several processes at once."""
    path = var_dir / "secrets.json"
    wanted = GENERATED + PASSWORDS
    if path.exists():
        found: dict[str, str] = json.loads(path.read_text())
        if all(name in found for name in wanted):
            return found
    var_dir.mkdir(parents=True, exist_ok=True)
    with open(var_dir / "secrets.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        for name in wanted:
            known.setdefault(name, _new_secret(name))
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.chmod(0o600)
        fresh.write_text(json.dumps(known, indent=1))
        fresh.replace(path)
        return known


@dataclass(frozen=True)
class Env:
    """The environment as read once at the start. ``env["PORT"]`` is typed as the table says."""

    values: Mapping[str, Any]
    given: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def production(self) -> bool:
        return bool(self["HAMROH_ENV"] == "production")

    @property
    def var_dir(self) -> Path:
        return Path(self["HAMROH_VAR_DIR"])

    @property
    def embedded_postgres(self) -> bool:
        return not self.production and "DATABASE_URL" not in self.given

    @property
    def embedded_redis(self) -> bool:
        return not self.production and "REDIS_URL" not in self.given


def _refuse_half_a_service(values: Mapping[str, Any]) -> None:
    given = [name for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if values[name]]
    if given and len(given) < 3:
        raise EnvironmentError_("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together")
    if values["HAMROH_ENV"] == "production" and given and not values["OIDC_ISSUER"].startswith("https://"):
        raise EnvironmentError_("in production OIDC_ISSUER must begin with https://")


def _refuse_incomplete(values: Mapping[str, Any], given: frozenset[str]) -> None:
    process = values["HAMROH_PROCESS"]
    missing = [v.name for v in VARIABLES if process in v.required and v.name not in given]
    if missing:
        raise EnvironmentError_(
            f"in production the {process} process needs {', '.join(missing)}. See `manage.py env` and "
            "deploy/README.md. Embedded servers and generated secrets are for development only."
        )
    if values["HAMROH_DEBUG"]:
        raise EnvironmentError_("HAMROH_DEBUG must be off in production")


def load(environ: Mapping[str, str] | None = None) -> Env:
    """Read, type and complete the environment. Raises EnvironmentError_ where it does not allow a start."""
    source = os.environ if environ is None else environ
    given = frozenset(v.name for v in VARIABLES if source.get(v.name, "") != "")
    values = {v.name: _parse(v, source[v.name]) if v.name in given else v.default for v in VARIABLES}
    _refuse_half_a_service(values)
    if values["HAMROH_ENV"] == "production":
        _refuse_incomplete(values, given)
        return Env(values, given)
    if "DATABASE_URL" in given:
        for name in ("DATABASE_WEB_URL", "DATABASE_JOBS_URL"):
            if name not in given:
                raise EnvironmentError_(f"DATABASE_URL is set, so {name} must be set as well")
    kept = local_secrets(Path(values["HAMROH_VAR_DIR"]))
    for name in GENERATED:
        if name not in given:
            values[name] = kept[name]
    return Env(values, given)


def email_settings(env: Env) -> tuple[str, dict[str, Any]]:
    """Django's e-mail backend and its options from HAMROH_EMAIL_URL; files in var/mail by default."""
    none: dict[str, Any] = {"host": "localhost", "port": 25, "user": "", "password": "", "tls": False}
    base = "django.core.mail.backends."
    url = urlsplit(env["HAMROH_EMAIL_URL"])
    if env["HAMROH_ENV"] == "test" and not url.scheme:
        return base + "locmem.EmailBackend", none
    if url.scheme in ("", "file", "console", "memory"):
        kinds = {"console": "console", "memory": "locmem"}
        return f"{base}{kinds.get(url.scheme, 'filebased')}.EmailBackend", none
    if url.scheme != "smtp" or not url.hostname:
        raise EnvironmentError_("HAMROH_EMAIL_URL must look like smtp://user:password@host:587/?tls=1")
    return base + "smtp.EmailBackend", {
        "host": url.hostname,
        "port": url.port or 587,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "tls": "tls=0" not in url.query,
    }
