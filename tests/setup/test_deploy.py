"""What stands in deploy/ is true to the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.db import connection

from accounts.dbroles import LOGINS
from cases.management.commands.after_restore import made_in_forget
from cases.models import Family, Person
from config.env import BASE_DIR, TABLE, VARIABLES, load
from config.processes import programs
from tests.factories import make_family, make_person

DEPLOY = BASE_DIR / "deploy"
NAME = re.compile(r"\b(?:HAMROH|DATABASE|REDIS)_[A-Z_]+\b")
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_variable_exists(path: Path) -> None:
    assert set(NAME.findall(path.read_text())) <= set(TABLE)


def test_the_guide_explains_each_variable_and_login() -> None:
    guide = (DEPLOY / "README.md").read_text()
    assert {v.name for v in VARIABLES} == set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))
    assert all(login in guide for login in LOGINS)


@pytest.mark.parametrize(
    ("name", "process"), [("hamroh-web", "web"), ("hamroh-worker", "jobs"), ("hamroh-beat", "jobs")]
)
def test_the_units_run_what_make_up_runs(name: str, process: str) -> None:
    """The same command with the same switches as the process manager's, as the same login."""
    unit = (DEPLOY / f"systemd/{name}.service").read_text()
    command = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert command and f"Environment=HAMROH_PROCESS={process}" in unit
    env = load()
    program = next(one for one in programs(env, env["HAMROH_HOST"], env["PORT"]) if f"hamroh-{one.name}" == name)
    said = [re.sub(r"\$\{(\w+)\}", lambda found: str(env[found[1]]), part) for part in shlex.split(command[1])]
    assert said[1:] == list(program.command[1:])


@pytest.mark.django_db
def test_a_restore_forgets_the_transactions_of_the_old_cluster() -> None:
    family = make_family(make_person(given_name="Zuhra"))
    Family.objects.filter(pk=family.pk).update(made_in=7_000)
    with connection.cursor() as cursor:
        # A table whose deferred checks wait cannot be altered; in a command nothing waits.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    before = Person.objects.values_list("updated_at", flat=True).get()
    assert made_in_forget() == {"cases_family": 1, "cases_person": 1}
    assert (Person.objects.get().made_in, Family.objects.get().made_in) == (0, 0)
    assert Person.objects.values_list("updated_at", flat=True).get() == before
    assert made_in_forget() == {"cases_family": 0, "cases_person": 0}
