"""Neutral random numbers such as ``K7Q2-9M4X``: they stand in messages and on envelopes and tell nothing.

29 signs that do not read alike; the last is a check sign. The weights are distinct modulo the prime 29, so every
single wrong sign and every swap of two signs is found.
"""

from __future__ import annotations

import secrets

ALPHABET = "23456789ACDEFGHJKLMNPQRTUVWXY"
_LENGTH = 7
# What people write for signs that we do not use.
_ALIKE = str.maketrans({"0": "Q", "O": "Q", "1": "L", "I": "L", "B": "8", "S": "5", "Z": "2"})


def _check(body: str) -> str:
    total = sum((place + 2) * ALPHABET.index(sign) for place, sign in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def number_new() -> str:
    """A fresh number; that it is free is for the database to say."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    text = body + _check(body)
    return f"{text[:4]}-{text[4:]}"


def number_read(text: str) -> str | None:
    """The number as we write it, or None where the text is none or its check sign is wrong."""
    plain = "".join(c for c in text.upper() if c.isalnum()).translate(_ALIKE)
    if len(plain) != _LENGTH + 1 or any(c not in ALPHABET for c in plain):
        return None
    return f"{plain[:4]}-{plain[4:]}" if _check(plain[:-1]) == plain[-1] else None
