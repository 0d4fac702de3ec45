"""Near tokens, and how well a name answers a query. Knows no database."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cases.names import nearness, skeleton

K = TypeVar("K")

_RAREST = 5  # of a token's trigrams; with them nine in ten are found in spite of two slips
_NEAREST = 40
_EXTRA = 0.01  # taken off for each token of a name that the query does not have


class TokenIndex:
    """Distinct folded tokens in memory, found by near spelling.

    About 20 MB and half a second to build for 100,000 tokens; a look-up takes 1 to 2 ms there.
    """

    def __init__(self, tokens: Iterable[str] = ()) -> None:
        self._tokens: list[str] = []
        self._places: dict[str, int] = {}
        self._trigrams: dict[str, array[int]] = {}
        self._skeletons: dict[str, array[int]] = {}
        for token in tokens:
            self.add(token)

    def __len__(self) -> int:
        return len(self._tokens)

    def __contains__(self, token: str) -> bool:
        return token in self._places

    def add(self, token: str) -> None:
        """Know one token more; a known one changes nothing."""
        if not token or token in self._places:
            return
        place = self._places[token] = len(self._tokens)
        self._tokens.append(token)
        for gram in _trigrams(token):
            self._trigrams.setdefault(gram, array("I")).append(place)
        self._skeletons.setdefault(skeleton(token), array("I")).append(place)

    def nearest(self, token: str, *, limit: int = _NEAREST) -> list[tuple[str, float]]:
        """The known tokens within two slips or with the same consonants, best first, with their nearness.

        A slip is a letter too many, too few, wrong, or swapped with its neighbour. A short token bears fewer:
        one below five letters, none below three.
        """
        slips = 0 if len(token) < 3 else 1 if len(token) < 5 else 2
        postings = sorted((self._trigrams.get(gram, _NONE) for gram in _trigrams(token)), key=len)
        places: set[int] = set().union(*[posting for posting in postings if posting][:_RAREST])
        near = process.extract(
            token, [self._tokens[at] for at in places], scorer=OSA.distance, score_cutoff=slips, limit=limit
        )
        found = {known for known, _, _ in near}
        bones = skeleton(token)
        if len(bones) > 1:
            found.update(self._tokens[at] for at in self._skeletons.get(bones, _NONE)[:limit])
        ranked = sorted((-nearness(token, known), known) for known in found)
        return [(known, -distance) for distance, known in ranked[:limit]]


_NONE: array[int] = array("I")


def _trigrams(token: str) -> set[str]:
    marked = f"^{token}$"
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


def widen(query: Sequence[str], index: TokenIndex, *, limit: int = _NEAREST) -> list[list[tuple[str, float]]]:
    """For each token of a query the tokens to look up, the token itself always among them."""
    widened = []
    for token in query:
        near = index.nearest(token, limit=limit)
        if token not in index:
            near.insert(0, (token, 1.0))  # written since the index was built
        widened.append(near)
    return widened


def rank(query: Sequence[str], candidates: Iterable[tuple[K, Collection[str]]]) -> list[tuple[K, float]]:
    """Candidates by how well their tokens answer the query's, best first, with a score from 0 to 1.

    Every token of the query counts alike; what a candidate has besides costs next to nothing.
    """
    held = [(key, tuple(tokens)) for key, tokens in candidates]
    near = {
        (part, token): nearness(part, token)
        for token in {token for _, tokens in held for token in tokens}
        for part in query
    }
    scored = [(key, _answer(query, tokens, near)) for key, tokens in held]
    return sorted(scored, key=lambda pair: -pair[1])


def _answer(query: Sequence[str], tokens: Sequence[str], near: Mapping[tuple[str, str], float]) -> float:
    if not query or not tokens:
        return 0.0
    free = set(tokens)
    total = 0.0
    pairs = sorted(((near[part, token], part, token) for part in query for token in tokens), reverse=True)
    open_parts = set(query)
    for score, part, token in pairs:
        if part in open_parts and token in free:
            total += score
            open_parts.discard(part)
            free.discard(token)
    return max(0.0, total / len(query) - _EXTRA * len(free))
