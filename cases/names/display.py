"""What stands in the circle where there is no photograph."""

import re
import unicodedata

from .scripts import APOSTROPHES, TURNED_COMMA


def initials(name: str) -> str:
    """The first letters of the first two words of a name, in its own script; ``?`` where there is none.

    oʻ and gʻ are one letter and keep their mark; the Arabic article is not counted.
    """
    letters = []
    for word in re.split(r"[\s\-–,.]+", unicodedata.normalize("NFC", name)):
        word = re.sub(rf"^[^\w]+|^[{APOSTROPHES}]+", "", word)
        if word.startswith("ال") and len(word) > 3:
            word = word[2:]
        if not word or not word[0].isalpha():
            continue
        marked = word[0] in "OoGg" and word[1:2] and word[1] in APOSTROPHES
        letters.append(word[0].upper() + (TURNED_COMMA if marked else ""))
    return "".join(letters[:2]) or "?"
