"""Uzbek between its two alphabets, and Russian into the Latin letters of a passport.

Rules: the Uzbek alphabet law of 1993 as amended in 1995 (oʻ, gʻ with U+02BB, the stop with U+02BC) and
ICAO Doc 9303, part 3. Both Uzbek directions keep capitals, words in capitals included, and leave every
character they do not know as it is, so that a caller may protect placeholders of its own.
"""

import re
from functools import cache

from .known import pairs
from .scripts import APOSTROPHES, STOP, TURNED_COMMA

_LATIN_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "x", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": STOP, "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ё": "yo", "ў": "o" + TURNED_COMMA, "қ": "q", "ғ": "g" + TURNED_COMMA, "ҳ": "h",
}  # fmt: skip
_CYRILLIC_LETTERS = {
    "a": "а", "b": "б", "c": "с", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "в", "x": "х", "y": "й", "z": "з",
}  # fmt: skip
_PAIRS = {
    "o" + TURNED_COMMA: "ў", "g" + TURNED_COMMA: "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю",
    "ya": "я", "ye": "е",
}  # fmt: skip
_ICAO = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia", "ў": "u", "қ": "q", "ғ": "g", "ҳ": "h", "і": "i", "ү": "u",
    "ұ": "u", "ө": "o", "ә": "a", "ң": "n", "һ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u",
}  # fmt: skip

_LONGEST_STEM = 14
_VOWELS_LATIN = "aeiou"
_VOWELS_CYRILLIC = "аеёиоуўэюяыАЕЁИОУЎЭЮЯЫ"

_APOSTROPHE_CLASS = f"[{APOSTROPHES}]"
_WORD_LATIN = re.compile(
    rf"[A-Za-z](?:[A-Za-z]|{_APOSTROPHE_CLASS}(?=[A-Za-z])|(?<=[OoGg]){_APOSTROPHE_CLASS})*"
)
_WORD_CYRILLIC = re.compile(r"[Ѐ-ԯ]+")


def to_latin(text: str) -> str:
    """Uzbek Cyrillic in Uzbek Latin letters; text in other scripts stays as it is."""
    return _WORD_CYRILLIC.sub(lambda match: _word_to_latin(match.group()), text)


def to_cyrillic(text: str) -> str:
    """Uzbek Latin in Uzbek Cyrillic letters, common loan words by their own spelling."""
    return _WORD_LATIN.sub(lambda match: _word_to_cyrillic(match.group()), text)


def russian_to_latin(text: str) -> str:
    """Cyrillic in the Latin letters of a machine-readable passport (ICAO Doc 9303, part 3)."""
    return _WORD_CYRILLIC.sub(lambda match: _letters(match.group(), _ICAO), text)


def _letters(word: str, table: dict[str, str]) -> str:
    whole = len(word) > 1 and word.isupper()
    return "".join(_like(char, table.get(char.lower(), char), whole) for char in word)


def _like(source: str, target: str, whole: bool) -> str:
    """``target`` with the capitals of ``source``: *Ш* is *Sh*, and *SH* in a word of capitals."""
    if not source[0].isupper():
        return target
    return target.upper() if whole else target[:1].upper() + target[1:]


def _word_to_latin(word: str) -> str:
    whole = len(word) > 1 and word.isupper()
    lower = word.lower()
    out: list[str] = []
    for at, char in enumerate(lower):
        before = lower[at - 1] if at else ""
        after = lower[at + 1] if at + 1 < len(lower) else ""
        out.append(_like(word[at], _letter_to_latin(char, before, after, lower, at), whole))
    return "".join(out)


def _letter_to_latin(char: str, before: str, after: str, word: str, at: int) -> str:
    if char == "е":
        return "ye" if not before or before in _VOWELS_CYRILLIC or before in "ъь" else "e"
    if char == "ц":
        return "ts" if before and before in _VOWELS_CYRILLIC else "s"
    if char == "с" and after == "ҳ":
        return "s" + STOP  # Isʼhoq, or the pair would read sh
    if char == "ъ" and (not after or after in "еёюя"):
        return ""
    if char == "ь" and after == "о":
        return "y"  # павильон: pavilyon
    if char == "я" and at >= 3 and word[at - 3 : at] in ("ент", "окт"):
        return "a"  # sentabr, oktabr
    return _LATIN_LETTERS.get(char, char)


def _word_to_cyrillic(word: str) -> str:
    whole = len(re.sub(_APOSTROPHE_CLASS, "", word)) > 1 and word.isupper()
    plain = _marks(word)
    stem, cyrillic = _loan(plain.lower())
    if stem:
        head = cyrillic.upper() if whole else cyrillic
        if not whole and plain[0].isupper():
            head = head[0].upper() + head[1:]
        return head + _by_rule(plain[len(stem) :], inside=plain[: len(stem)])
    return _by_rule(plain)


def _marks(word: str) -> str:
    """Every apostrophe as oʻ/gʻ's turned comma after o and g, as the stop elsewhere."""
    return re.sub(
        rf"(?<=([OoGg])){_APOSTROPHE_CLASS}|{_APOSTROPHE_CLASS}",
        lambda match: TURNED_COMMA if match.group(1) else STOP,
        word,
    )


@cache
def _loan_words() -> dict[str, str]:
    return pairs("loan_words")


def _loan(word: str) -> tuple[str, str]:
    """The longest loan word that begins ``word``, in both alphabets."""
    words = _loan_words()
    for length in range(min(len(word), _LONGEST_STEM), 2, -1):
        stem = word[:length]
        whole = words.get(stem + ".") if length == len(word) else None
        cyrillic = whole or words.get(stem)
        if cyrillic:
            follows = word[length : length + 1]
            drops = cyrillic.endswith("ь") and follows and follows in _VOWELS_LATIN
            return stem, cyrillic[:-1] if drops else cyrillic
    return "", ""


# ц that the rules can tell: before i + vowel (-tsiya, -tsion, sotsial), and in -ksiya, -psiya, -nsiya.
_TS_BEFORE = re.compile(r"ts(?=i[yoau])")
_S_AS_TS = re.compile(r"(?<=[kp])s(?=iya)|(?<=[ae]n)s(?=iya)|(?<=k)s(?=ion)")


def _by_rule(word: str, inside: str = "") -> str:
    lower = word.lower()
    soft = {match.start() for match in _TS_BEFORE.finditer(lower)}
    single = {match.start() for match in _S_AS_TS.finditer(inside.lower() + lower)}
    single = {start - len(inside) for start in single}
    out: list[str] = []
    at = 0
    while at < len(word):
        before = lower[at - 1] if at else inside[-1:].lower()
        size, letter = _letter_to_cyrillic(lower, at, before, at in soft, at in single)
        out.append(letter.upper() if word[at].isupper() else letter)
        at += size
    return "".join(out)


def _letter_to_cyrillic(lower: str, at: int, before: str, soft: bool, single: bool) -> tuple[int, str]:
    """How many Latin characters the next Cyrillic letter takes, and that letter."""
    if soft:
        return 2, "ц"
    if single:
        return 1, "ц"
    pair = lower[at : at + 2]
    if pair == "yo" and lower[at + 2 : at + 3] == TURNED_COMMA:
        return 1, "й"  # yoʻ is й + ў
    if pair in _PAIRS:
        return 2, _PAIRS[pair]
    char = lower[at]
    if char == "e" and (not before or before in _VOWELS_LATIN or before == TURNED_COMMA):
        return 1, "э"
    if char == STOP:
        separates = before == "s" and lower[at + 1 : at + 2] == "h"
        return 1, "" if separates else "ъ"
    return 1, _CYRILLIC_LETTERS.get(char, char)
