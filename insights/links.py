"""The addresses of the lists behind figures."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from accounts.shell import find_url

from .forms import Scope


def _with(base: str, parameters: Mapping[str, str]) -> str:
    return f"{base}?{urlencode(parameters)}" if base and parameters else base


def case_list(scope: Scope, **parameters: str) -> str:
    """The page of the cases that fit the scope and these filters; open ones, where nothing else is said."""
    return _with(find_url("cases:case_list"), {**scope.parameters(), **parameters})


def case_list_api(scope: Scope, **parameters: str) -> str:
    """The same over the API, which does not leave closed cases out by itself."""
    return _with("/api/v1/cases/", {"open": "1", **scope.parameters(), **parameters})


def task_list(**parameters: str) -> str:
    """The region's tasks (the national coordinator has no list of tasks)."""
    return _with(find_url("tasks:team_tasks"), parameters)


def caseload(scope: Scope) -> str:
    """The workers with too many cases."""
    return _with(find_url("insights:caseload"), {"region": str(scope.region.pk)} if scope.region else {})


def caseload_api(scope: Scope) -> str:
    """The same over the API."""
    return _with("/api/v1/team/", {"over": "1", **({"region": str(scope.region.pk)} if scope.region else {})})
