"""Who, among the persons that a user may see, has a name like this one."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.enums import Role
from accounts.models import Profile
from cases import names
from cases.models import Case, NameToken
from cases.querysets import granted_case_ids

from .index import TokenIndex, rank, widen

SHORTLIST = 300  # candidates that are read whole and ranked
_LEAST = 0.5  # of a two-word name one word must be right, or both be near
_KEPT_REGIONS = 4  # about 20 MB each in a large country
_KEPT_SECONDS = 600


@dataclass(frozen=True)
class Hit:
    """A person's key and how well her name answers, from 0.5 to 1."""

    person_id: int
    score: float


def person_search(text: str, *, by: Profile, limit: int = 20) -> list[Hit]:
    """The persons whose names are nearest to ``text``, best first, among those that ``by`` may see.

    Call it inside ``acting_as(by)``. A worker or specialist searches the cases she carries or was let into, a
    supervisor the region and the cases she was let into; for anyone else nobody is found. Empty text finds
    nobody either.
    """
    query = names.tokens(text)
    if not query:
        return []
    role = Role(by.role)
    held: dict[int, list[str]] = {}
    if role in (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR):
        held |= _tokens_of_granted(by)
    if role is Role.SUPERVISOR and by.region_id is not None:
        held |= _tokens_of_region(query, by.region_id)
    ranked = rank(query, held.items())
    return [Hit(person_id, score) for person_id, score in ranked[:limit] if score >= _LEAST]


def _tokens_of_granted(by: Profile) -> dict[int, list[str]]:
    persons = Case.objects.filter(pk__in=granted_case_ids(by)).values("person_id")
    return _by_person(NameToken.objects.filter(person_id__in=persons).values_list("person_id", "token"))


def _by_person(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    for person_id, token in rows:
        held[person_id].append(token)
    return held


# The filters repeat the row rule of cases_nametoken, so that its first arm answers and one index is read.
_SHORTLIST_SQL = """
WITH shortlist AS MATERIALIZED (
  SELECT n.person_id FROM unnest(%(tokens)s::varchar[], %(nearness)s::float8[]) AS q (token, nearness)
  JOIN cases_nametoken n ON n.token = q.token AND n.region_id = %(region)s AND NOT n.restricted
  GROUP BY n.person_id ORDER BY sum(q.nearness) DESC, n.person_id LIMIT %(limit)s
)
SELECT n.person_id, n.token FROM shortlist s
JOIN cases_nametoken n ON n.person_id = s.person_id AND n.region_id = %(region)s AND NOT n.restricted"""


def _tokens_of_region(query: Sequence[str], region_id: int) -> dict[int, list[str]]:
    """The names of a region, unrestricted, that share most with the query: SHORTLIST persons, unranked."""
    wanted: dict[str, float] = {}
    for near in widen(query, _index_of_region(region_id)):
        for token, nearness in near:
            wanted[token] = max(nearness, wanted.get(token, 0.0))
    values: dict[str, Any] = {
        "tokens": list(wanted), "nearness": list(wanted.values()), "region": region_id, "limit": SHORTLIST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SHORTLIST_SQL, values)
        return _by_person(cursor.fetchall())


_indexes: OrderedDict[int, tuple[float, TokenIndex]] = OrderedDict()


def _index_of_region(region_id: int) -> TokenIndex:
    """The tokens of a region's unrestricted cases, as every supervisor of it sees them, ten minutes old at most.

    A name written since is found by its own token all the same.
    """
    made, index = _indexes.get(region_id, (0.0, None))
    if index is None or time.monotonic() - made > _KEPT_SECONDS:
        rows = NameToken.objects.filter(region_id=region_id, restricted=False)
        index = TokenIndex(rows.order_by("token").values_list("token", flat=True).distinct())
        _indexes[region_id] = (time.monotonic(), index)
    _indexes.move_to_end(region_id)
    while len(_indexes) > _KEPT_REGIONS:
        _indexes.popitem(last=False)
    return index


def forget_indexes() -> None:
    """Drop the dictionaries: after an erasure, and between tests."""
    _indexes.clear()
