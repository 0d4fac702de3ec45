"""Which script a name is written in, and the letters that several scripts share by looks."""

import re
import unicodedata

#: Every character people type for the Uzbek oʻ, gʻ mark or the stop.
APOSTROPHES = "'`´‘’ʻʼ"
TURNED_COMMA = "ʻ"  # U+02BB, part of oʻ and gʻ
STOP = "ʼ"  # U+02BC, the glottal stop

_RANGES = (
    ("latin", re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")),
    ("cyrillic", re.compile(r"[Ѐ-ԯ]")),
    ("arabic", re.compile(r"[ء-ي٠-ۿݐ-ݿﭐ-﷿ﹰ-ﻼ]")),
)

# A clerk who forgets to switch the keyboard leaves Latin letters in a Cyrillic word; nobody sees them.
_LATIN_LOOKALIKES = "aceopxyABCEHKMOPTXY"
_TO_CYRILLIC_LOOKALIKE = str.maketrans(_LATIN_LOOKALIKES, "асеорхуАВСЕНКМОРТХУ")


def detect_script(text: str) -> str:
    """``latin``, ``cyrillic`` or ``arabic``; ``mixed`` where two of them meet; ``other`` for anything else.

    Text without a letter (empty, digits) and scripts that no manifest of the region uses are ``other``.
    """
    letters = "".join(char for char in text if unicodedata.category(char).startswith("L"))
    found = [name for name, pattern in _RANGES if pattern.search(letters)]
    if len(found) > 1:
        return "mixed"
    return found[0] if found else "other"


def mend_lookalikes(word: str) -> str:
    """A Cyrillic word in which only look-alike Latin letters stand is Cyrillic throughout."""
    if detect_script(word) != "mixed":
        return word
    latin = [char for char in word if "a" <= char.lower() <= "z"]
    if all(char in _LATIN_LOOKALIKES for char in latin):
        return word.translate(_TO_CYRILLIC_LOOKALIKE)
    return word
