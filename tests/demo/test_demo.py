"""The demonstration loads by the services themselves, once, and never in production."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.acting import acting_as
from accounts.models import Profile
from cases.models import Case, Transfer
from config import demo
from sharing.models import Release, Summary
from tasks.models import Task

pytestmark = pytest.mark.django_db


def test_the_demonstration_stands_and_a_second_load_adds_nothing() -> None:
    call_command("demo", verbosity=0)
    assert Case.objects.count() == 23
    assert Transfer.objects.filter(state="pending").count() == 1
    assert Release.objects.count() == 1
    assert Summary.objects.count() == 2
    before = Task.objects.count()
    assert before > 0
    call_command("demo", verbosity=0)
    assert Case.objects.count() == 23
    assert Task.objects.count() == before


def test_the_demo_users_see_their_own_people_only() -> None:
    demo.load(say=lambda text: None)
    seen = {}
    for name in ("worker", "worker2", "worker3", "supervisor", "supervisor2"):
        with acting_as(Profile.objects.get(user__email=f"{name}@example.org")):
            seen[name] = Case.objects.count()
    # Families 1, 2, 3 and the boy alone; one of Samarqand's two; families 4, 9 and the other boy; the other waits
    # with the capital's supervisor until it is accepted.
    assert seen["worker"] == 11
    assert seen["worker3"] == 7
    assert seen["worker2"] + seen["supervisor"] == 23
    assert seen["worker2"] == seen["supervisor2"]


def test_never_in_production(settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="never load in production"):
        call_command("demo", stdout=StringIO())
