"""What is counted, against a world that was counted by hand; and who may read it."""

from __future__ import annotations

import pytest
from django.db.models import Sum
from django.db.utils import ProgrammingError

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Profile
from cases.filters import cases_filter
from cases.models import Case
from insights.models import CaseFlag, Figure, Refresh, WeekFigure, WorkerLoad
from tests.factories import make_profile

from .conftest import World, ago, make_task, refresh


def total(profile: Profile, measure: str, keys: str = "") -> tuple[int, int]:
    with acting_as(profile):
        found = Figure.objects.filter(measure=measure, key__startswith=keys).aggregate(n=Sum("count"), d=Sum("of"))
        return found["n"] or 0, found["d"] or 0


def flagged(flag: str) -> set[int]:
    return set(CaseFlag.objects.filter(flag=flag).values_list("case_id", flat=True))


def test_flags_name_exactly_the_cases(world: World) -> None:
    assert flagged("visit_late") == {world.mother.pk, world.hidden.pk, world.far.pk}
    assert flagged("plan_missing") == {world.pupil.pk, world.hidden.pk, world.far.pk}
    assert flagged("school_age_not_enrolled") == {world.girl.pk, world.hidden.pk}
    assert flagged("assessment_missing") == {world.girl.pk}


#: (measure, keys, here, there)
COUNTED = (
    # Overdue: visit 3, document 12, visit 40, assessment 6; the done document is in the denominator, and so are
    # the assessment of 23 days ago. Nothing due 44 days ago and done is. There: the plan of 34 days ago.
    ("overdue", "", (4, 6), (1, 1)),
    ("overdue", "visit:", (2, 2), (0, 0)),
    ("overdue", "visit:week", (1, 1), (0, 0)),
    ("overdue", "visit:longer", (1, 1), (0, 0)),
    ("overdue", "document:month", (1, 1), (0, 0)),
    # Mother and pupil by the family's visit, girl by her own; resting has nothing. There: one of one.
    ("overdue_cases", "", (3, 4), (1, 1)),
    ("on_time", "assessment:", (1, 3), (1, 1)),
    ("on_time", "assessment:high", (1, 1), (0, 0)),
    ("on_time", "assessment:medium", (0, 1), (0, 0)),
    ("on_time", "plan:", (1, 1), (0, 1)),
    ("plan_missing", "", (1, 2), (1, 1)),
    # Resting cases are not visited: three here are.
    ("visit_late", "", (1, 3), (1, 1)),
    ("school_age_not_enrolled", "", (1, 2), (0, 0)),
    ("unaccompanied", "", (1, 2), (0, 0)),
    ("open", "", (4, 4), (1, 1)),
    ("open", "high", (2, 2), (0, 0)),
    ("arrived", "", (4, 5), (1, 1)),
    ("caseload", "", (0, 2), (0, 1)),
)


def test_figures_are_those_counted_by_hand(world: World) -> None:
    for measure, keys, here, there in COUNTED:
        found = [total(who, measure, keys) for who in (world.supervisor, world.far_supervisor, world.national)]
        assert found == [here, there, (here[0] + there[0], here[1] + there[1])], (measure, keys)


def test_loads_count_cases_and_show_families(world: World) -> None:
    with acting_as(world.supervisor):
        rows = {
            load.worker.name: (load.cases, load.families, load.overdue, load.high_unvisited)
            for load in WorkerLoad.objects.select_related("worker")
        }
    # Alma: mother and pupil are one family, the resting case stands alone.
    assert rows == {"Alma": (3, 2, 1, 1), "Bibi": (1, 1, 3, 0), "Idle": (0, 0, 0, 0)}


def test_the_list_behind_a_figure_is_what_was_counted(world: World) -> None:
    for measure, given in {
        "overdue_cases": {"overdue": "1", "open": "1"},
        "plan_missing": {"plan_missing": "1"},
        "visit_late": {"visit_late": "1"},
        "school_age_not_enrolled": {"school_age_not_enrolled": "1"},
        "assessment_missing": {"assessment_missing": "1"},
        "unaccompanied": {"unaccompanied": "1", "open": "1"},
    }.items():
        for profile in (world.supervisor, world.far_supervisor, world.national):
            with acting_as(profile):
                listed = cases_filter(Case.objects.listed_for(profile), given, profile).count()
            assert listed == total(profile, measure)[0], (measure, profile.role)


def test_a_second_count_follows_what_changed(world: World) -> None:
    Case.objects.filter(pk=world.girl.pk).update(region=world.there, last_visit_on=ago(1))
    world.far.status = "closed"
    world.far.save()
    refresh()
    assert flagged("school_age_not_enrolled") == {world.girl.pk, world.hidden.pk}
    assert total(world.supervisor, "school_age_not_enrolled") == (0, 1)
    assert total(world.far_supervisor, "school_age_not_enrolled") == (1, 1)
    assert flagged("visit_late") == {world.mother.pk, world.hidden.pk}


def test_the_state_of_a_week_is_kept_once(world: World) -> None:
    make_task(world.girl, "other", 2)
    refresh()
    with acting_as(world.supervisor):
        assert WeekFigure.objects.filter(measure="overdue").aggregate(n=Sum("count"))["n"] == 5
        assert WeekFigure.objects.values("week").distinct().count() == 1


def test_a_refresh_that_was_asked_for_twice_runs_once(world: World) -> None:
    from accounts.dbroles import DatabaseRole
    from insights.services.refresh import figures_refresh

    first = Refresh.objects.get().at
    with acting_as(DatabaseRole.SYSTEM):
        assert figures_refresh(not_within=30) == {}
    assert Refresh.objects.get().at == first


def test_visible_to_agrees_with_the_database(world: World) -> None:
    for model in (Figure, WeekFigure, WorkerLoad, CaseFlag):
        assert model.objects.filter(restricted=True).exists()
        for profile in (world.supervisor, world.far_supervisor, world.national):
            said = set(model.objects.visible_to(profile).values_list("pk", flat=True))
            with acting_as(profile):
                assert set(model.objects.values_list("pk", flat=True)) == said


def test_others_read_nothing(world: World) -> None:
    for role in (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.DPO, Role.ADMIN):
        profile = make_profile(role, world.here)
        assert not Figure.objects.visible_to(profile).exists()
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            list(Figure.objects.all())
