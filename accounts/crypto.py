"""Encryption of columns and files, and the keyed hash that finds what is encrypted.

AES-256-GCM. A ciphertext begins with its key's version, so keys rotate: the newest encrypts, all decrypt.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


@lru_cache
def _keys(setting: str) -> dict[int, AESGCM]:
    keys: dict[int, AESGCM] = {}
    for part in setting.split(","):
        version, _, key = part.strip().partition(":")
        keys[int(version)] = AESGCM(base64.b64decode(key))
    return keys


def encrypt(data: bytes) -> bytes:
    """Version (2 bytes), nonce (12), ciphertext with tag."""
    keys = _keys(settings.HAMROH_FIELD_KEYS)
    version = next(iter(keys))
    nonce = os.urandom(_NONCE)
    return version.to_bytes(2, "big") + nonce + keys[version].encrypt(nonce, data, None)


def decrypt(data: bytes) -> bytes:
    """The plain bytes. Raises KeyError for a lost key, cryptography's InvalidTag for a changed text."""
    version = int.from_bytes(data[:2], "big")
    nonce, body = data[2 : 2 + _NONCE], data[2 + _NONCE :]
    return _keys(settings.HAMROH_FIELD_KEYS)[version].decrypt(nonce, body, None)


def keyed_hash(text: str) -> str:
    """The hash by which an encrypted identifier is found: HMAC-SHA-256 over its letters and digits."""
    folded = "".join(c for c in text.upper() if c.isalnum())
    key = base64.b64decode(settings.HAMROH_HASH_KEY)
    return hmac.new(key, folded.encode(), hashlib.sha256).hexdigest()
