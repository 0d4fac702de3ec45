"""What belongs to the protected findings, told by its words or its code: an ordinary record of it is refused.

The lists are short and catch the plain cases; a person who writes knows better, and is told where it belongs.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from .enums import ProtectedKind

#: Words in English, Russian and Uzbek (both scripts), by kind.
_WORDS = {
    ProtectedKind.HIV: r"hiv\b|aids\b|вич\b|спид\b|oiv\b|oitv\b|оив\b|оитв\b",
    ProtectedKind.STI: r"syphilis|gonorrh|chlamyd|trichomon|сифилис|гонор|хламид|трихомон|sifilis|so['ʻ‘’]?zak",
    ProtectedKind.PREGNANCY: r"pregnan|беремен|homilador|ҳомиладор",
    ProtectedKind.SEXUAL_VIOLENCE: r"raped?\b|sexual (?:violence|abuse|assault)|изнасил|сексуальн\w+ насил|"
    r"jinsiy zo|жинсий зў",
    ProtectedKind.DNA: r"dna\b|днк\b|dnk\b",
}
_SEARCH = {kind: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) for kind, words in _WORDS.items()}
#: Beginnings of codes of ICD-10.
_CODES = {
    ProtectedKind.HIV: ("B20", "B21", "B22", "B23", "B24", "R75", "Z21"),
    ProtectedKind.STI: ("A50", "A51", "A52", "A53", "A54", "A55", "A56", "A57", "A58", "A59", "A60", "A63", "A64"),
    ProtectedKind.PREGNANCY: ("O", "Z32", "Z33", "Z34", "Z35", "Z36"),
    ProtectedKind.SEXUAL_VIOLENCE: ("T74.2", "Y05"),
}

NOT_HERE = _("This has readers of its own: record it as a protected finding.")


def protected_kind(text: str, code: str = "") -> str:
    """The kind of protected finding that a text or an ICD-10 code speaks of; empty for none."""
    for kind, beginnings in _CODES.items():
        if code.upper().startswith(beginnings):
            return kind
    return next((kind for kind, words in _SEARCH.items() if words.search(text)), "")
