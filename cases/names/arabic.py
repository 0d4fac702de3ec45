"""Names in Arabic letters (Arabic, Persian, Uyghur) read into Latin ones, without short vowels."""

import re
import unicodedata

# Alef, ya, kaf and he have several shapes that no clerk keeps apart.
_SAME_LETTER = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ڪ": "ك",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و", "ـ": "",
    "\u200c": "", "\u200d": "", "ۋ": "ڤ",
})  # fmt: skip
_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670]")
_H = "H"  # a capital: the folding must not read z + h as zh
_LETTERS = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": _H, "خ": _H, "د": "d",
    "ذ": "z", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z",
    "ع": "", "غ": "g", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g", "ڭ": "ng", "ل": "l", "م": "m",
    "ن": "n", "ں": "n", "ء": "", "ۇ": "u", "ۆ": "o", "ۈ": "u", "ې": "e", "ە": "a",
}  # fmt: skip
_LONG = "اوي"


def same_letters(text: str) -> str:
    """Arabic text with one shape for each letter, without vowel marks and the lengthening stroke."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_SAME_LETTER)


def letters_to_latin(word: str) -> str:
    """The written letters of one normalised Arabic word: long vowels and consonants, no short vowels.

    The h is a capital, so that it makes no sh, zh or kh with the letter before it.
    """
    out: list[str] = []
    for at, char in enumerate(word):
        before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
        if char == "و":
            out.append("v" if not before or "ا" in (before, after) or word[at + 1 :] == "ه" else "u")
        elif char == "ي":
            final = "iy" if word[at + 1 :] == "ه" else "i"
            out.append("y" if not before or after in ("ا", "و") else final)
        elif char == "ه":
            out.append("a" if before and not after and before != "ا" else _H)
        elif char == "ع" and not before and after not in _LONG:
            out.append("a")  # the vowel after an initial ain is short, and written nowhere
        else:
            out.append(_LETTERS.get(char, ""))
    return "".join(out)
