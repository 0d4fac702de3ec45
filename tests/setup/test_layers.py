"""What import-linter cannot say: services do not know django.http, and a file stays readable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from config.env import BASE_DIR

ROOMS = ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config")


def service_files() -> Iterator[Path]:
    for room in ROOMS:
        yield from (p for p in (BASE_DIR / room).rglob("*.py") if "services" in p.with_suffix("").parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_services_know_neither_http_nor_pages() -> None:
    files = list(service_files())
    assert files
    wrong = {
        str(path.relative_to(BASE_DIR)): name
        for path in files
        for name in imported(path)
        if name.startswith(("django.http", "django.shortcuts", "django.views", "rest_framework"))
    }
    assert wrong == {}
