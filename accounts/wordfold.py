"""Words of a closed vocabulary, found whatever the script, the apostrophe, the case, or one typing mistake.

For regions, kinship, sex, yes and no: vocabularies of some hundred spellings. Names of people are another
matter (``cases.names``), since two spellings of a name may be two people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from rapidfuzz.distance import DamerauLevenshtein

#: Every sign that people type for the apostrophe of oʻ, gʻ and for the glottal stop.
_APOSTROPHES = dict.fromkeys(map(ord, "'`´\u2018\u2019\u02bb\u02bc\u02b9\u02bf\u2032"), None)
_LETTERS = str.maketrans({
    **dict(zip("абвгдеёжзийклмнопрстуф", "abvgdeejziyklmnoprstuf", strict=True)),
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
    **dict(zip("ўқғҳіїєәөүұңһҷӣӯ", "okghiieaouunhjiu", strict=True)),
    **dict(zip("xqw", "hkv", strict=True)),
})  # fmt: skip
_NOT_WORD = re.compile(r"[^\w]+|_+")
_DOUBLED = re.compile(r"([a-z])\1+")
#: Shorter words are too near to each other for a mistake to be forgiven ("son", "sin").
_FORGIVEN_FROM = 5

K = TypeVar("K", bound=Hashable)


def fold_word(text: str) -> str:
    """One Latin spelling for all: ``Оʻғил``, ``o'g'il`` and ``O‘G‘IL`` become ``ogil``. Not for display."""
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().translate(_LETTERS)
    plain = plain.replace("kh", "h").replace("zh", "j")
    return _DOUBLED.sub(r"\1", _NOT_WORD.sub(" ", plain)).strip()


def fold_words(spellings: str) -> frozenset[str]:
    """The folded forms of spellings separated by commas."""
    return frozenset(map(fold_word, spellings.split(",")))


class Vocabulary(Generic[K]):
    """Meanings and their spellings.

    ``words`` maps each meaning to its spellings, separated by commas. The same spelling for two meanings is a
    mistake in the table and raises ``ValueError``.
    """

    def __init__(self, words: Mapping[K, str]) -> None:
        self._meanings: dict[str, K] = {}
        for meaning, spellings in words.items():
            for spelling in spellings.split(","):
                folded = fold_word(spelling)
                if folded and self._meanings.setdefault(folded, meaning) != meaning:
                    raise ValueError(f"{spelling!r} means both {self._meanings[folded]!r} and {meaning!r}")

    def exact(self, text: str) -> K | None:
        """The meaning of a word that stands in the vocabulary, or None."""
        return self._meanings.get(fold_word(text))

    def find(self, text: str) -> K | None:
        """As ``exact``, but forgives one typing mistake in five letters or more where no doubt is left."""
        folded = fold_word(text)
        if folded in self._meanings or len(folded) < _FORGIVEN_FROM or len(folded) > 60:
            return self._meanings.get(folded)
        near = {
            meaning
            for known, meaning in self._meanings.items()
            if len(known) >= _FORGIVEN_FROM
            and DamerauLevenshtein.distance(known, folded, score_cutoff=1) <= 1
        }
        return near.pop() if len(near) == 1 else None
