"""One home at a time, in the service and in the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.errors import Invalid
from cases.models import TimelineEntry
from rehabilitation.jobs import states_expire_job
from rehabilitation.models import Placement, SupportState
from rehabilitation.services.records import record_create, record_enter_in_error
from rehabilitation.specs import HOUSING
from tests.factories import api_for

from .conftest import World

HOME, INSPECTION = HOUSING.record("placement"), HOUSING.record("inspection")


def home(world: World, on: date, until: date | None = None, **options: bool) -> Placement:
    made: Placement = record_create(
        world.child, spec=HOME, by=world.worker, options=options, kind="relatives", on=on, until=until
    )
    return made


def test_two_homes_at_once_are_refused(world: World) -> None:
    home(world, date(2021, 5, 30))
    for on, until in ((date(2021, 5, 30), None), (date(2022, 1, 1), None), (date(2021, 1, 1), date(2021, 6, 1))):
        with pytest.raises(Invalid):
            home(world, on, until)
    assert Placement.objects.count() == 1
    # Before it, up to its first day, is free.
    home(world, date(2021, 4, 30), date(2021, 5, 30))


def test_the_database_refuses_them_too(world: World) -> None:
    home(world, date(2021, 5, 30))
    with pytest.raises(IntegrityError, match="placement_never_two"), transaction.atomic():
        Placement.objects.create(case=world.child, kind="own", on=date(2023, 1, 1), created_by=world.worker)
    Placement.objects.create(case=world.mother, kind="own", on=date(2023, 1, 1), created_by=world.worker)
    Placement.objects.create(case=world.child, kind="own", on=date(2023, 1, 1), state="in_error")


def test_a_move_ends_the_home_before(world: World) -> None:
    first = home(world, date(2021, 5, 30))
    home(world, date(2022, 3, 1), end_previous=True)
    first.refresh_from_db()
    assert first.until == date(2022, 3, 1)
    assert TimelineEntry.objects.filter(case=world.child, kind="placement_ended", object_id=first.pk).exists()
    # A move to a day before the running home began is refused, and nothing is ended.
    with pytest.raises(Invalid):
        home(world, date(2022, 1, 1), end_previous=True)
    assert Placement.objects.filter(until=None).count() == 1


def test_a_move_over_the_api(world: World) -> None:
    api, url = api_for(world.worker), "/api/v1/housing/placements/"
    body = {"case": world.child.pk, "kind": "rented", "on": "2024-01-10"}
    assert api.post(url, {**body, "on": "2023-01-10", "kind": "centre", "centre": world.centre.pk}).status_code == 201
    assert api.post(url, body).status_code == 422
    assert api.post(url, {**body, "end_previous": True}).status_code == 201
    rows = api.get(url, {"case": world.child.pk}).json()["results"]
    assert [(row["kind"], row["on"], row["until"]) for row in rows] == [
        ("rented", "2024-01-10", None), ("centre", "2023-01-10", "2024-01-10"),
    ]  # fmt: skip


def test_a_home_of_another_case_is_not_inspected(world: World) -> None:
    other = Placement.objects.create(case=world.mother, kind="own", on=date(2023, 1, 1))
    with pytest.raises(Invalid) as refused:
        record_create(world.child, spec=INSPECTION, by=world.worker, placement=other, adequacy="adequate")
    assert set(refused.value.fields) == {"placement"}


def test_the_state_follows_home_inspection_and_time(world: World) -> None:
    def state() -> tuple[str, str]:
        row = SupportState.objects.get(case=world.child, module="housing")
        return row.code, row.tone

    today = timezone.localdate()
    first = home(world, today - timedelta(days=90))
    assert state() == ("uninspected", "watch")
    look = record_create(world.child, spec=INSPECTION, by=world.worker, placement=first, adequacy="inadequate",
                         on=today - timedelta(days=60), next_on=today + timedelta(days=30))  # fmt: skip
    assert state() == ("inadequate", "watch")
    assert SupportState.objects.get(case=world.child, module="housing").next_on == today + timedelta(days=30)
    record_enter_in_error(look, reason="Other house", by=world.worker)
    assert state() == ("uninspected", "watch")
    record_create(world.child, spec=INSPECTION, by=world.worker, placement=first, adequacy="adequate")
    assert state() == ("housed", "good")
    Placement.objects.update(until=today)
    SupportState.objects.update(until=today)
    states_expire_job()
    assert state() == ("ended", "watch")
