"""Names across scripts: Гулнора Йўлдошева, Gulnora Yoʻldosheva and Гульнора Юлдашева are one girl."""

from .comparison import nearness, same_person_name, similarity, token_similarity
from .display import initials
from .folding import skeleton, tokens
from .scripts import detect_script
from .transliteration import russian_to_latin, to_cyrillic, to_latin

__all__ = [
    "detect_script",
    "initials",
    "nearness",
    "russian_to_latin",
    "same_person_name",
    "similarity",
    "skeleton",
    "to_cyrillic",
    "to_latin",
    "token_similarity",
    "tokens",
]
