"""Whoever holds a printed page learns whether it is genuine, and nothing else."""

from __future__ import annotations

import pytest
from django.db.utils import ProgrammingError
from django.test import Client

from accounts.acting import acting_as
from sharing.enums import Channel
from sharing.models import Summary
from sharing.services.readings import reading_log
from sharing.services.summaries import summary_withdraw
from sharing.services.verification import page_verify

from .world import World

pytestmark = pytest.mark.django_db


def test_genuine_then_ended_without_any_personal_data() -> None:
    world = World()
    release = world.released()
    with acting_as(world.doctor):
        code = reading_log(release, channel=Channel.PDF, by=world.doctor)
        reading_log(release, channel=Channel.WEB, by=world.doctor)
    shown = Client().post("/verify/", {"code": code.lower()}).content.decode()
    assert "it may be used" in shown
    for word in (release.reference, "Йўлдошева", world.doctor.name, "Clinic No. 1", world.adult.number):
        assert word not in shown
    with acting_as(world.worker):
        summary_withdraw(Summary.objects.get(pk=release.pk), reason="Wrong clinic.", by=world.worker)
    assert "destroy it" in Client().post("/verify/", {"code": code}).content.decode()
    assert page_verify("") == page_verify("2222-2222") == page_verify("'; --") == ""


def test_only_the_entrance_may_ask_the_database() -> None:
    from django.db import connection

    world = World()
    for profile in (world.doctor, world.worker, world.dpo):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting_as(profile),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT sharing_verify('x')")
