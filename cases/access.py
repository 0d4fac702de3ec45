"""The one way from an address to a case: in scope, or NotFound; a reading is logged once for each page."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.enums import Level, Role
from accounts.errors import NotAllowed, NotFound
from accounts.levels import REACH
from accounts.models import Profile
from accounts.policy import may

from .enums import ClosureState
from .models import Case, CaseGrant, Closure, Family, Implication, Person, TimelineEntry
from .numbers import number_read
from .querysets import reach_of
from .walls import NATIONAL_COLUMNS, NATIONAL_PERSON

#: Lines that an opened case shows.
OPENED_LINES = 100


def case_for(profile: Profile, key: int | str, *, lock: bool = False) -> Case:
    """The case with this key or number, among those the user may see. Raises NotFound for all others alike.

    ``lock=True`` before a write that compares versions: two at the same time then come one after the other.
    """
    found = Case.objects.visible_to(profile).select_related("person", "family", "office", "worker")
    if may(profile, "case", "close"):
        # Most cases are not about to be closed: the page then need not ask for it.
        # Who is left out, those in charge alone learn: the row rule answers for others.
        found = found.annotate(leaves_out=Exists(Implication.objects.filter(case=OuterRef("pk"), ended_at=None)))
        waiting = Closure.objects.filter(case=OuterRef("pk"), state=ClosureState.REQUESTED)
        found = found.annotate(closing_waits=Exists(waiting))
    if lock:
        found = found.select_for_update(of=("self",))
    lookup = {"pk": key} if isinstance(key, int) else {"number": number_read(key) or ""}
    case = found.filter(**lookup).first()
    if case is None:
        raise NotFound
    return case


def reached_among(profile: Profile | None, cases: Sequence[Case], level: Level) -> set[int]:
    """The keys of those cases, all in sight, in which the user reaches a level (accounts/levels.py). The house itself
    (None) reaches all. No query for the case worker and the supervisor of the region, one at most for others."""
    reached = None if profile is None else reach_of(profile, level)
    if profile is None or reached is None:
        return {case.pk for case in cases}
    found, asked = set(), []
    for case in cases:
        kept = case.__dict__.setdefault("_reached", {})
        if (profile.pk, level) not in kept and _in_charge(profile, case) and REACH[level].carriers == "charge":
            kept[profile.pk, level] = True
        if (profile.pk, level) not in kept:
            asked.append(case.pk)
        elif kept[profile.pk, level]:
            found.add(case.pk)
    if asked:
        answers = set(Case.objects.filter(reached, pk__in=asked).values_list("pk", flat=True))
        for case in cases:
            case.__dict__["_reached"].setdefault((profile.pk, level), case.pk in answers)
        found |= answers
    return found


def _in_charge(profile: Profile, case: Case) -> bool:
    """By the case at hand; who stands in for its worker is asked of the database."""
    if profile.role == Role.SOCIAL_WORKER:
        return case.worker_id == profile.pk
    return profile.role == Role.SUPERVISOR and case.region_id == profile.region_id


def reaches(profile: Profile | None, case: Case, level: Level) -> bool:
    """Does the user, who sees this case, reach this level of it? See ``reached_among``."""
    return case.pk in reached_among(profile, [case], level)


def ensure_reach(profile: Profile | None, case: Case, level: Level) -> None:
    """Raise NotAllowed where ``reaches`` says no."""
    if not reaches(profile, case, level):
        raise NotAllowed(_("This is not for everybody on the case. Ask who is in charge of it."))


def person_for(profile: Profile, pk: int) -> Person:
    """A person through any visible case of hers. Raises NotFound."""
    person = Person.objects.filter(pk=pk, cases__in=Case.objects.visible_to(profile)).distinct().first()
    if person is None:
        raise NotFound
    return person


def family_for(profile: Profile, key: int | str) -> Family:
    """A family through any visible case of a member. Raises NotFound."""
    lookup = {"pk": key} if isinstance(key, int) else {"number": number_read(key) or ""}
    family = Family.objects.filter(**lookup, cases__in=Case.objects.visible_to(profile)).distinct().first()
    if family is None:
        raise NotFound
    return family


def opened_case(profile: Profile, number: str) -> Case:
    """A case that the national coordinator has opened, with its person, for as long as that runs. Raises NotFound."""
    found = (
        Case.objects.visible_to(profile)
        .filter(number=number_read(number) or "")
        .select_related("person", "office", "region", "worker")
        # What she is granted and no more: a column that is new to a case is not hers by itself.
        .only(*NATIONAL_COLUMNS, *(f"person__{name}" for name in NATIONAL_PERSON))
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def opened_lines(case: Case) -> list[TimelineEntry]:
    """What happened in an opened case, newest first: the lines for everybody, in codes and numbers."""
    return list(TimelineEntry.objects.filter(case=case, audience="core").select_related("author")[:OPENED_LINES])


def family_numbers(case: Case) -> list[str]:
    """The numbers of the other cases of the family that are not restricted; each needs an opening of its own."""
    if case.family_id is None:
        return []
    found = Case.objects.filter(family=case.family_id, restricted=False).exclude(pk=case.pk)
    return list(found.order_by("pk").values_list("number", flat=True))


def grant_of(case: Case, pk: int) -> CaseGrant:
    """A grant on this case. Raises NotFound."""
    found: CaseGrant | None = CaseGrant.objects.filter(content_object=case, pk=pk).first()
    if found is None:
        raise NotFound
    return found
