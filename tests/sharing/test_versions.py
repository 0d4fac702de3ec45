"""A newer version takes the place of the older one, and tells the agency what has changed since it read last."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.acting import acting_as
from cases.models import Person, TimelineEntry
from sharing.models import Destruction, Release, Summary
from sharing.pdf import document_data
from sharing.services.summaries import summary_withdraw
from sharing.services.versions import changes_between
from sharing.sheets import sheet_of_release
from tests.factories import api_for, web_for

from .world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def phone(world: World, number: str) -> None:
    person = Person.objects.get(pk=world.adult.person_id)
    person.phone = number
    person.save()
    world.adult.person = person


def read(world: World, release: Release) -> None:
    assert web_for(world.doctor).get(f"/received/{release.pk}/").status_code == 200


def test_field_by_field_and_within_the_list() -> None:
    before: list[tuple[str, Any]] = [("a", 1), ("b", 2), ("c", 3), ("secret", 4)]
    now: list[tuple[str, Any]] = [("a", 1), ("b", 5), ("d", 6), ("secret", 7)]
    assert changes_between(before, now, allowed=["a", "b", "c", "d", "e"]) == {
        "b": ("changed", 2), "c": ("removed", None), "d": ("added", None),
    }  # fmt: skip


def test_the_agency_sees_what_changed(world: World) -> None:
    old = world.released("surname", "phone", "age")
    read(world, old)
    phone(world, "+998909999999")
    new = world.released("surname", "phone", "given_name")
    page = web_for(world.doctor).get(f"/received/{new.pk}/").content.decode()
    assert "Newer version" in page and "Changed" in page and "New" in page
    assert "Before: +998 90 123 45 67" in page or "+998901234567" in page
    told = api_for(world.doctor).get(f"/api/v1/received/{new.pk}/").json()
    assert {(one["code"], one["change"]) for one in told["changes"]} == {
        ("phone", "changed"), ("age", "removed"), ("given_name", "added"),
    }  # fmt: skip
    assert {one["code"]: one["before"] for one in told["changes"]}["age"] is None
    assert told["changed_since"] is not None
    rows = document_data(sheet_of_release(new), agency="A", reader="R", at=new.released_at, code="C")["rows"]
    assert rows[0][0] == "Newer version" and "Age" in " ".join(rows[0][1])
    assert any("(Changed)" in label for label, _lines in rows)


def test_it_is_compared_with_what_was_read_last_and_not_with_what_nobody_read(world: World) -> None:
    first = world.released("phone")
    read(world, first)
    phone(world, "+998900000002")
    world.released("phone")
    phone(world, "+998900000003")
    third = Release.objects.get(pk=world.released("phone").pk)
    assert third.changes == {"phone": ("changed", "+998901234567")} and third.changed_since == first.released_at


def test_nothing_is_marked_where_nothing_was_read(world: World) -> None:
    world.released("phone")
    found = world.released("phone", "age")
    assert found.changes == {} and found.changed_since is None
    assert "Newer version" not in web_for(world.doctor).get(f"/received/{found.pk}/").content.decode()


def test_what_was_withdrawn_is_not_brought_back_by_a_comparison(world: World) -> None:
    old = world.released("phone")
    read(world, old)
    with acting_as(world.worker):
        summary_withdraw(old.summary, reason="A wrong number.", by=world.worker)
    phone(world, "+998900000002")
    new = world.released("phone")
    assert new.changes == {} and new.changed_since is None


def test_the_older_version_ends_without_a_request_to_destroy_it(world: World) -> None:
    old = world.released("phone")
    new = world.released("phone")
    found = Summary.objects.get(pk=old.pk)
    assert (found.state, found.end_reason) == ("ended", "superseded")
    assert Release.objects.get(pk=old.pk).ended_at is not None and not Destruction.objects.exists()
    assert web_for(world.doctor).get(f"/received/{old.pk}/").status_code == 404
    assert web_for(world.doctor).get(f"/received/{new.pk}/").status_code == 200
    assert TimelineEntry.objects.filter(case=world.adult, kind="summary_superseded", object_id=old.pk).exists()
