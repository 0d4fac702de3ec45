"""Which rows: wall one. Each method mirrors a row rule of cases/walls.py and helps the planner with one predicate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from accounts.enums import Level, Role
from accounts.levels import ON_TEAM, REACH, STANDS_IN, rows_of
from accounts.models import Profile

from .clamd import scanner_is_set
from .enums import ScanState


def granted_case_ids(profile: Profile, purposes: Sequence[str] = ()) -> models.QuerySet[Any, Any]:
    """The keys of the cases that the user carries or has a running grant for; only of some purposes, where given."""
    from .models import CaseAccess

    running = Q(until=None) | Q(until__gt=Now())
    found = CaseAccess.objects.filter(running, user=profile)
    return (found.filter(purpose__in=purposes) if purposes else found).values("case_id")


def named_case_ids(profile: Profile) -> models.QuerySet[Any, Any]:
    """The keys of the cases for whose protected rows somebody named the user."""
    from .models import NeedToKnow

    return NeedToKnow.objects.filter(user=profile, ended_at=None, until__gt=Now()).values("case_id")


def reach_of(profile: Profile, level: Level) -> Q | None:
    """Which cases, of those she sees, a user reaches at a level; None for all of them. Mirrors ``reach_sql``."""
    reach, arms = REACH[level], []
    if profile.role == Role.SPECIALIST:
        if reach.specialists == "all":
            return None
        if set(reach.specialists) & set(profile.disciplines):
            arms.append(Q(pk__in=granted_case_ids(profile, ON_TEAM)))
    elif reach.carriers == "all":
        return None
    elif reach.carriers == "charge" and profile.role in (Role.SOCIAL_WORKER, Role.SUPERVISOR):
        arms.append(Q(pk__in=granted_case_ids(profile, STANDS_IN)))
        if profile.role == Role.SUPERVISOR:
            arms.append(Q(region_id=profile.region_id))
    if reach.named:
        arms.append(Q(pk__in=named_case_ids(profile)))
    return reduce(or_, arms) if arms else Q(pk__in=[])


def level_rows(profile: Profile | None, table: str, case: str = "case") -> Q:
    """The rows of a table that the user may read by their level, of the cases that she sees. Mirrors ``level_sql``."""
    from .models import Case

    if profile is None:
        return Q(pk__in=[])
    rows, arms = rows_of(table), []
    for level in rows.levels():
        values = [value for value, one in rows.values.items() if one == level]
        here = Q(**{f"{rows.column}__in": values}) if values else Q()
        if level == rows.level and rows.column:
            here = ~Q(**{f"{rows.column}__in": list(rows.values)}) | (here if values else Q(pk__in=[]))
        reached = reach_of(profile, level)
        arms.append(here if reached is None else here & Q(**{f"{case}__in": Case.objects.filter(reached)}))
    if all(reach_of(profile, level) is None for level in rows.levels()):
        return Q()
    arms += [Q(**{column: profile.pk}) for column in rows.own]
    return reduce(or_, arms)


class CaseQuerySet(models.QuerySet[Any]):
    """``visible_to`` is the truth; ``listed_for`` the same with one predicate, for lists sorted by last change."""

    def visible_to(self, profile: Profile | None) -> CaseQuerySet:
        role = Role(profile.role) if profile else None
        if profile is None or role is None:
            return self.none()
        if role in (Role.SOCIAL_WORKER, Role.SPECIALIST):
            return self.filter(pk__in=granted_case_ids(profile))
        if role is Role.SUPERVISOR:
            own = Q(region_id=profile.region_id, restricted=False)
            return self.filter(own | Q(pk__in=granted_case_ids(profile)))
        if role is Role.NATIONAL:
            # A case with its person is hers while an opening of hers runs; on lists all stand as numbers.
            return self.filter(restricted=False, pk__in=granted_case_ids(profile))
        return self.none()

    def listed_for(self, profile: Profile | None) -> CaseQuerySet:
        """As ``visible_to``, save that a supervisor's list holds the region only (never OR scopes, design §3), and the
        national coordinator's every case that is not restricted, without its person."""
        if profile is not None and profile.role == Role.SUPERVISOR:
            return self.filter(region_id=profile.region_id, restricted=False)
        if profile is not None and profile.role == Role.NATIONAL:
            return self.filter(restricted=False)
        return self.visible_to(profile)

    def decided_by(self, profile: Profile | None) -> CaseQuerySet:
        """Those whose plans, closings and summaries she decides on: a supervisor's region, and of its restricted cases
        those that she may open, or nobody could ever approve them."""
        if profile is None or profile.role != Role.SUPERVISOR:
            return self.none()
        return self.visible_to(profile).filter(region_id=profile.region_id)

    def reached_by(self, profile: Profile | None, level: Level) -> CaseQuerySet:
        """Of those that the user sees, those in which she reaches a level of sensitivity."""
        if profile is None:
            return self.none()
        reached, found = reach_of(profile, level), self.visible_to(profile)
        return found if reached is None else found.filter(reached)

    def open(self) -> CaseQuerySet:
        return self.exclude(status="closed")


class OfCaseQuerySet(models.QuerySet[Any]):
    """Rows of a case: visible where it is, as far as their level allows (accounts/levels.py). The path to the case is
    the model's ``case_lookup``."""

    def visible_to(self, profile: Profile | None) -> OfCaseQuerySet:
        from .models import Case

        lookup = getattr(self.model, "case_lookup", "case")
        found = self.filter(**{f"{lookup}__in": Case.objects.visible_to(profile)})
        return found.filter(level_rows(profile, self.model._meta.db_table, lookup))


class VisitQuerySet(models.QuerySet[Any]):
    """A visit is of a family: visible through any visible case of it, or through that of somebody who was seen then
    and has moved to another family since."""

    def visible_to(self, profile: Profile | None) -> VisitQuerySet:
        from .models import Case, VisitMember

        visible = Case.objects.visible_to(profile)
        household = Exists(visible.filter(family_id=OuterRef("family_id")).values("pk"))
        member = Exists(VisitMember.objects.filter(visit_id=OuterRef("pk"), case__in=visible).values("pk"))
        return self.filter(household | member)


class FamilyQuerySet(models.QuerySet[Any]):
    """A family is visible through any visible case of a member."""

    def visible_to(self, profile: Profile | None) -> FamilyQuerySet:
        from .models import Case

        return self.filter(Exists(Case.objects.visible_to(profile).filter(family_id=OuterRef("pk")).values("pk")))

    def listed_for(self, profile: Profile | None) -> FamilyQuerySet:
        """As ``visible_to``, with one predicate (see CaseQuerySet.listed_for)."""
        from .models import Case

        return self.filter(Exists(Case.objects.listed_for(profile).filter(family_id=OuterRef("pk")).values("pk")))


class PersonQuerySet(models.QuerySet[Any]):
    """A person is visible through any visible case of hers."""

    def visible_to(self, profile: Profile | None) -> PersonQuerySet:
        from .models import Case

        return self.filter(Exists(Case.objects.visible_to(profile).filter(person_id=OuterRef("pk")).values("pk")))


class DocumentQuerySet(OfCaseQuerySet):
    """Papers; ``readable`` says it once for pages, lists and services."""

    def readable(self) -> DocumentQuerySet:
        """Those that may be opened: scanned, or, where there is no scanner, not refused by an earlier one."""
        return self.filter(scan=ScanState.CLEAN) if scanner_is_set() else self.exclude(scan=ScanState.INFECTED)


class TimelineQuerySet(models.QuerySet[Any]):
    """A timeline shows each reader her own lines."""

    def for_reader(self, profile: Profile) -> TimelineQuerySet:
        return self.filter(level_rows(profile, self.model._meta.db_table))


class ConsentQuerySet(OfCaseQuerySet):
    """Consents; ``in_force`` says it once for pages, builder and release."""

    def in_force(self, on: date) -> ConsentQuerySet:
        """Agreed by all who must (or overridden by a supervisor), not withdrawn, and ``on`` lies in its term."""
        agreed = Q(decision="given", assent_blocks=False) | Q(decision="override", override_by__isnull=False)
        return self.filter(agreed, withdrawn_at=None, given_on__lte=on, until__gte=on)

    def may_have_lapsed(self, on: date) -> ConsentQuerySet:
        """In force, decided by others, and since then the person came of age or somebody joined her household. A few
        too many: services.consents.lapse_due says which."""
        from .models import FamilyMember

        # Leap days left out: a few days before she is 18.
        of_age = Q(case__person__birth_latest__lte=on - timedelta(days=18 * 365))
        newer = FamilyMember.objects.filter(created_at__gt=OuterRef("created_at"), left_on=None)
        household = newer.filter(
            family__members__person=OuterRef("case__person"), family__members__left_on=None
        )
        return self.in_force(on).exclude(given_by="self").filter(of_age | Exists(household))


class ArrivalQuerySet(models.QuerySet[Any]):
    """An arrival is for the region of its reception centre, for who carries a case of it, and for the country."""

    def visible_to(self, profile: Profile | None) -> ArrivalQuerySet:
        from .models import Case

        if profile is None or profile.role not in _LOOKS_AT_ARRIVALS:
            return self.none()
        if profile.role == Role.NATIONAL:
            return self
        carried = Exists(Case.objects.listed_for(profile).filter(arrival_id=OuterRef("pk")).values("pk"))
        return self.filter(Q(reception_centre__region_id=profile.region_id) | carried)


_LOOKS_AT_ARRIVALS = (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR, Role.NATIONAL)


class OperationQuerySet(models.QuerySet[Any]):
    """Operations and their phases tell nothing of a person: all who work on cases may look."""

    def visible_to(self, profile: Profile | None) -> OperationQuerySet:
        return self if profile is not None and profile.role in _LOOKS_AT_ARRIVALS else self.none()


class ManifestQuerySet(models.QuerySet[Any]):
    """A manifest is for the supervisors of the region that receives the flight."""

    def visible_to(self, profile: Profile | None) -> ManifestQuerySet:
        if profile is None or profile.role != Role.SUPERVISOR or profile.region_id is None:
            return self.none()
        return self.filter(region_id=profile.region_id)


class TransferQuerySet(models.QuerySet[Any]):
    """A transfer is for the supervisors of both sides, and for the worker who asked for it."""

    def visible_to(self, profile: Profile | None) -> TransferQuerySet:
        if profile is None:
            return self.none()
        if profile.role == Role.SUPERVISOR:
            return self.filter(Q(from_region_id=profile.region_id) | Q(to_region_id=profile.region_id))
        if profile.role == Role.SOCIAL_WORKER:
            return self.filter(created_by=profile)
        return self.none()


class GrantQuerySet(models.QuerySet[Any]):
    """A grant is known to who carries the case, and to the one who has it."""

    def visible_to(self, profile: Profile | None) -> GrantQuerySet:
        from .models import Case

        if profile is None:
            return self.none()
        if profile.role in (Role.SOCIAL_WORKER, Role.SUPERVISOR):
            return self.filter(content_object__in=Case.objects.visible_to(profile))
        return self.filter(user_id=profile.pk) if profile.role == Role.SPECIALIST else self.none()

    def running(self) -> GrantQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=Now()), ended_at=None)


class OpeningQuerySet(models.QuerySet[Any]):
    """An opening is for who made it, the supervisors who see its case, and the officer (numbers and reasons)."""

    def visible_to(self, profile: Profile | None) -> OpeningQuerySet:
        from .models import Case

        if profile is None:
            return self.none()
        if profile.role == Role.DPO:
            return self
        if profile.role == Role.SUPERVISOR:
            return self.filter(Q(user=profile) | Q(case__in=Case.objects.visible_to(profile)))
        return self.filter(user=profile) if profile.role in (Role.SOCIAL_WORKER, Role.NATIONAL) else self.none()

    def waiting(self) -> OpeningQuerySet:
        """Not yet reviewed."""
        return self.filter(reviewed_at=None)


class RestrictionQuerySet(models.QuerySet[Any]):
    """That and why a case is restricted: for those who carry it, and for the officer (numbers and reasons)."""

    def visible_to(self, profile: Profile | None) -> RestrictionQuerySet:
        from .models import Case

        if profile is None:
            return self.none()
        if profile.role == Role.DPO:
            return self
        if profile.role in (Role.SOCIAL_WORKER, Role.SUPERVISOR):
            return self.filter(case__in=Case.objects.visible_to(profile))
        return self.none()

    def in_force(self) -> RestrictionQuerySet:
        return self.filter(lifted_at=None)
