"""How near two names are, and whether they may be one person's."""

from rapidfuzz.distance import OSA

from .folding import known_given, skeleton, surnames, tokens
from .scripts import detect_script

#: Endings of courtesy that papers add and drop: Dilnoza, Dilnozaxon; Sardor, Sardorbek.
_COURTESY = ("jan", "bek", "han", "bai", "ai", "gul", "nisa", "mirza", "hoja", "haja")
_UNMATCHED = 0.04  # taken off for each token that only the longer name has


def similarity(a: str, b: str) -> float:
    """0 to 1: the best pairing of the tokens of two names, whatever their order, script and spelling.

    A patronymic or a surname that only one of the two names has costs little; see ``same_person_name`` for a
    decision.
    """
    return token_similarity(tokens(a), tokens(b))


def token_similarity(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """``similarity`` for names already folded."""
    if not a or not b:
        return 0.0
    fewer, more = sorted((a, b), key=len)
    paired = _pairs(fewer, more)
    score = sum(near for _, _, near in paired) / len(fewer)
    return max(0.0, score - _UNMATCHED * (len(more) - len(fewer)))


def nearness(a: str, b: str) -> float:
    """0 to 1 for two tokens: Damerau–Levenshtein, equal consonants and endings of courtesy counted kindly."""
    if a == b:
        return 1.0
    near = float(OSA.normalized_similarity(a, b))
    if near < 0.9:
        if len(a) > 2 and skeleton(a) == skeleton(b) and len(skeleton(a)) > 1:
            near = max(near, 0.8)
        short, long = sorted((a, b), key=len)
        if len(short) > 2 and long.startswith(short) and long[len(short) :] in _COURTESY:
            near = max(near, 0.9)
    return near


def same_person_name(a: str, b: str, *, partial: bool = False) -> bool:
    """Whether two names may be one person's in another script or spelling; a proposal, never a merge.

    Every token of the shorter name must agree with one of the longer. A name of one token agrees only with
    another of one token, unless ``partial``. Two different well-known given names never agree, however near:
    Hasan and Husan, Nodir and Nodira, Gulnora and Gulnoza are brothers and sisters.
    """
    left, right = tokens(a), tokens(b)
    if not left or not right:
        return False
    if not _surnames_meet(a, b):
        return False
    fewer, more = sorted((left, right), key=len)
    if len(fewer) == 1 and len(more) > 1 and not partial:
        return False
    loose = not {"arabic", "mixed"}.isdisjoint((detect_script(a), detect_script(b)))
    return all(_agree(one, other, loose) for one, other, _ in _pairs(fewer, more))


def _surnames_meet(a: str, b: str) -> bool:
    """Whether the words in -ov, -ev agree, where both names have one: Karim Aliyev is not Ali Karimov."""
    left, right = surnames(a), surnames(b)
    return not left or not right or any(_agree(one, other, loose=False) for one in left for other in right)


def _pairs(fewer: tuple[str, ...], more: tuple[str, ...]) -> list[tuple[str, str, float]]:
    """Each token of the shorter name with its partner, nearest pairs first."""
    ranked = sorted(
        ((nearness(one, other), i, j) for i, one in enumerate(fewer) for j, other in enumerate(more)),
        key=lambda triple: (-triple[0], triple[1], triple[2]),
    )
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for near, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((fewer[i], more[j], near))
    return pairs


def _agree(a: str, b: str, loose: bool) -> bool:
    """Whether two tokens may write one name; ``loose`` where short vowels are missing on one side."""
    if a == b:
        return True
    known = known_given()
    if a in known and b in known:
        return False
    short, long = sorted((a, b), key=len)
    if long == short + "a":
        return False  # Karim and Karima
    if len(short) > 2 and long.startswith(short) and long[len(short) :] in _COURTESY:
        return True
    if loose and len(skeleton(a)) > 1 and skeleton(a) == skeleton(b):
        return True
    distance = OSA.distance(a, b)
    return distance <= (0 if len(short) < 6 else 1 if len(short) < 9 else 2)
