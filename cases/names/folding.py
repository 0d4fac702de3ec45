"""From a name as written to the tokens that all its spellings share.

A token is a key, not a reading: *x* stands for sh, *c* for ch, *a* for a and o, *u* for u and oʻ, *h* for h,
x and kh. Two spellings with one token are candidates for one name; only a person decides that they are.
"""

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from . import arabic
from .known import lines, pairs
from .scripts import APOSTROPHES, detect_script, mend_lookalikes

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "h", "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ё": "yo", "ў": "u", "қ": "q", "ғ": "g", "ҳ": "h", "і": "i", "ү": "u", "ұ": "u",
    "ө": "o", "ә": "a", "ң": "n", "һ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ї": "i", "є": "e", "ґ": "g",
    "ѐ": "e", "ѝ": "i",
}  # fmt: skip
_LATIN = {
    "ş": "sh", "š": "sh", "ș": "sh", "ç": "ch", "č": "ch", "ž": "zh", "ğ": "g", "ı": "i", "ə": "a",
    "ø": "o", "ß": "ss", "æ": "a", "ŋ": "n", "ð": "d", "þ": "t", "ł": "l", "đ": "d", "ħ": "h", "ɵ": "o",
}  # fmt: skip
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)

_APOSTROPHE = re.compile(f"[{APOSTROPHES}\u2032\u02bf\u02be]")
_SPLIT = re.compile(r"[^\w'’ʼ]+", re.UNICODE)

# Words that say "son of", "daughter of" or "of the house of" and are no part of a name.
_KIN = re.compile(r"^(?:[uo]gh?l[iuy]|u[lu]+[iuy]|[qk][iy]z[iy]|bint?[ie]?|ibni?|ben)$")
_ARTICLES = {"al", "el", "ul", "ar", "as", "ash", "an", "at", "az", "ad", "ud", "ed"}
_ABD = re.compile(r"^[ao]bd[aeiou]?[lrsznt]?$")
_ABU, _UMM = {"abu", "abou", "aboo"}, {"um", "umm", "ummu", "umu", "oum", "oumm", "om", "omm"}
_SUN = re.compile(r"^(?:sh|[rsztdn])")
_ALLAH = re.compile(r"^[ao]?l+[ao]h?$|^ull?[ao]h?$")

_PATRONYMIC = re.compile(r"(?:(?<=[aeiou])y)?(?:[oe]vich|[oe]vna|[oe]vitch|[oe]vic)$")
_SURNAME = re.compile(r"(?:(?<=[aeiou])y)?(?:[oea]v[ao]?|[oe]ff|[oe]va?)$")
# The same ending with a slip of the hand: Karimva, Karimvo, Karimoav.
_SLIPPED = re.compile(r"(?:v[oe]a?|[oe]av|[oe]vv+a?|[oe]va+|(?<=[bcdfghjklmnprstxz])va?)$")
_ARABIC_SURNAME = re.compile(r"(?:وف|[اي]?يف|[اي]?يڤ|وڤ)[اه]?$")
_KIN_ENDING = re.compile(r"(?:u[lu]+[iuy]|[uo]gh?l[iuy]|[qk][iy]z[iy])$")

_DIGRAPHS = (
    ("shch", "sh"), ("kh", "h"), ("x", "h"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("gh", "g"),
    ("ph", "f"), ("ck", "k"), ("q", "k"), ("w", "v"), ("ts", "s"), ("tz", "s"), ("th", "t"), ("dh", "d"),
    ("sh", "x"), ("tch", "ch"), ("ch", "ç"), ("c", "k"), ("ç", "c"),
)  # fmt: skip
_VOWELS = (
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"^y?ol(?=d[aou]sh?|d[aou]x)"), "yul"),
    (re.compile(r"^i(?=[aou])"), "y"),  # ICAO writes Юлия as Iuliia
    (re.compile(r"(?<=l)[yi]+(?=u)|(?<=l)[yi](?=a$)"), ""),  # Лютфия, Джамиля
    (re.compile(r"o"), "a"),
    (re.compile(r"^(?:y[ae]|e)"), "e"),
    (re.compile(r"y+"), "y"),
    (re.compile(r"(?<=[aeu])[yi]+(?=[ae])"), "y"),
    (re.compile(r"(?<=[aeu])y[ae]"), "e"),
    (re.compile(r"(?<=[^aeiu])[iy]+[ae]"), "ie"),
    (re.compile(r"y"), "i"),
    (re.compile(r"ei"), "ai"),
    (re.compile(r"au(?=[^aeiu])"), "av"),
    (re.compile(r"[aeiu]d+in$"), "idin"),
    (re.compile(r"(?<=[a])h$"), ""),
)
_DOUBLED = re.compile(r"(.)\1+")
_ABDUL_SUN = re.compile(r"^[ao]bd[aeiou]?l?(?=sh|[rsztdn])")
_ABDUL = re.compile(r"^[ao]bd[aeo]l")


def tokens(*parts: str) -> tuple[str, ...]:
    """The folded tokens of a name, in the order written, each once.

    ``parts`` are the name's fields in any order and any script (surname, given name, patronymic, alias).
    Particles (oʻgʻli, qizi, bin, al-) are dropped; *Abd al-…*, *Abu …* and *Umm …* are one token with what
    follows them. Empty where nothing can be read.
    """
    found: list[str] = []
    for part in parts:
        for token in _part_tokens(part or ""):
            if token not in found:
                found.append(token)
    longer = [token for token in found if len(token) > 1]
    return tuple(longer or found)


def surnames(name: str) -> frozenset[str]:
    """The tokens of the words that have a surname's ending (-ov, -eva, …) in Latin or Cyrillic letters."""
    words = (_plain(word) for word in _SPLIT.split(_spelled(name)))
    return frozenset(_token(word) for word in words if (m := _SURNAME.search(word)) and m.start() >= 3)


def skeleton(token: str) -> str:
    """The consonants of a folded token: all that a name in Arabic letters surely carries."""
    return token[:1].translate(_NO_VOWELS) + token[1:].translate(_NO_VOWELS)


_NO_VOWELS = str.maketrans("", "", "aeiu")


@lru_cache(maxsize=4096)
def _part_tokens(part: str) -> tuple[str, ...]:
    words: list[str] = []
    for word in _SPLIT.split(_spelled(part)):
        plain = _plain(word)
        if plain:
            words.append(plain)
    return tuple(filter(None, (_token(word) for word in _joined(words))))


def _spelled(part: str) -> str:
    """The text in one Unicode form, lower case, oʻ and gʻ resolved, Arabic compounds joined."""
    text = unicodedata.normalize("NFC", part)
    if detect_script(text) in ("arabic", "mixed"):
        text = arabic.same_letters(text)
        text = re.sub(r"\bعبد\s+ال", "عبدال", text)
    text = _APOSTROPHE.sub("'", text.replace("İ", "i").lower())
    text = text.replace("o'", "ŏ")  # one letter, so that no splitting parts it
    return text.replace("g'", "g")


def _plain(word: str) -> str:
    """One word in the letters a–z; Arabic words as the name they are known to write."""
    script = detect_script(word)
    if script == "mixed":
        word = mend_lookalikes(word)
    if script == "arabic":
        return _arabic(word)
    word = word.replace("ŏ", "u").replace("'", "")
    word = word.translate(_LETTERS)
    word = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return re.sub(r"[^a-z]", "", word)


def _arabic(word: str) -> str:
    bare = word[2:] if word.startswith("ال") and len(word) > 4 and word not in _arabic_names() else word
    known = _arabic_names().get(bare)
    if known:
        return _plain(_spelled(known))
    if bare.startswith("عبدال"):
        return "abdul" + _arabic(bare[5:])
    surname = _ARABIC_SURNAME.search(bare)
    if surname and surname.start() >= 3:
        return _arabic(bare[: surname.start()]) + "ov"
    return _vowelled(arabic.letters_to_latin(bare))


@cache
def _arabic_names() -> dict[str, str]:
    """Names in Arabic letters whose bare consonants could be read as another name."""
    return pairs("arabic_names")


def _vowelled(latin: str) -> str:
    """The known given name whose consonants these are, else the letters themselves."""
    token = _fold(latin)
    if len(skeleton(token)) < 2:
        return latin
    fitting = [
        (OSA.distance(token, known), plain)
        for known, plain in _known_skeletons().get(skeleton(token), ())
        if _written_in(token, known)
    ]
    return min(fitting)[1] if fitting else latin


def _written_in(letters: str, name: str) -> bool:
    """Whether ``letters`` stand in ``name`` in their order, short vowels between them; a waw is u or o."""
    pattern = "[aeiu]*".join("[ua]" if letter == "u" else letter for letter in letters)
    if letters.startswith("a"):
        pattern = "[aeiu]" + pattern[1:]  # an initial alef carries any vowel
    return re.fullmatch(pattern, name) is not None


@cache
def _known_skeletons() -> dict[str, list[tuple[str, str]]]:
    """The tokens and plain letters of the well-known given names by their consonants."""
    table: dict[str, list[tuple[str, str]]] = {}
    for plain in _known_plain():
        table.setdefault(skeleton(_token(plain)), []).append((_token(plain), plain))
    return table


@cache
def _known_plain() -> frozenset[str]:
    return frozenset(_plain(_spelled(name)) for line in lines("given_names") for name in line)


@cache
def known_given() -> frozenset[str]:
    """The folded tokens of well-known given names."""
    return frozenset(map(_token, _known_plain()))


def _joined(words: list[str]) -> list[str]:
    """Particles dropped; *abd*, *abu*, *umm* and *…-din* joined to the word they belong to."""
    words = [word for word in words if not _KIN.match(word)] or words
    out: list[str] = []
    at = 0
    while at < len(words):
        word, rest = words[at], words[at + 1 :]
        at += 1
        article = bool(rest and rest[0] in _ARTICLES and len(rest) > 1)
        following = rest[1] if article else rest[0] if rest else ""
        if _ABD.match(word) and following and (article or len(word) > 3 or _ALLAH.match(following)):
            out.append("abdulla" if _ALLAH.match(following) else "abdul" + following)
            at += 2 if article else 1
        elif following and _ALLAH.match(following) and not article:
            out.append(re.sub(r"[aeiu]$", "", word) + "ulla")  # Fayz Alloh
            at += 1
        elif word in _ABU | _UMM and following:
            out.append(("abu" if word in _ABU else "um") + following)
            at += 2 if article else 1
        elif following == "din":
            out.append(re.sub(r"[aeiu]$", "", word) + "iddin")
            at += 2 if article else 1
        elif word in _ARTICLES and (rest or out):
            continue
        else:
            out.append(word)
    return out


@lru_cache(maxsize=65536)
def _token(word: str) -> str:
    """The token of one plain word."""
    return _variants().get(token := _fold(_root(word)), token)


@cache
def _variants() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in lines("variants"):
        spellings = [_fold(_plain(_spelled(name))) for name in line]
        table.update(dict.fromkeys(spellings, spellings[0]))
    return table


def _root(word: str) -> str:
    """Without the ending of a surname or patronymic, where a root of three letters is left."""
    for ending, shortest in ((_PATRONYMIC, 3), (_SURNAME, 3), (_KIN_ENDING, 4), (_SLIPPED, 4)):
        match = ending.search(word)
        if match and match.start() >= shortest:
            return word[: match.start()]
    return word


def _fold(word: str) -> str:
    word = _ABDUL_SUN.sub("abdu", word)
    word = _ABDUL.sub("abdul", word)
    for pair, letter in _DIGRAPHS:
        word = word.replace(pair, letter)
    word = word.lower()  # the h of an Arabic word was a capital until now
    for pattern, letter in _VOWELS:
        word = pattern.sub(letter, word)
    return _DOUBLED.sub(r"\1", word)
