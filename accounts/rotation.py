"""The rotation of keys: everything that an older key encrypted is encrypted anew with the newest.

A ciphertext begins with its key's version, so what is still to be done is in the data itself: a rotation that was
stopped goes on where it stood. The history keeps the old ciphertext, so an old key stays in the setting as long as the
history is to be read; the newest stands first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from . import crypto
from .acting import set_reason
from .fields import EncryptedTextField

BATCH = 500


class Secret(NamedTuple):
    """A column of ciphertext and the key of its table."""

    table: str
    key: str
    column: str


#: Columns of ciphertext that are no EncryptedTextField; rooms add theirs.
ALSO: set[Secret] = set()


def newest_version() -> int:
    """The version of the key that encrypts now."""
    return int(settings.HAMROH_FIELD_KEYS.partition(":")[0])


def secrets() -> Iterator[Secret]:
    """Every column of ciphertext, by table."""
    found = set(ALSO)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                found.add(Secret(model._meta.db_table, str(model._meta.pk.column), str(field.column)))
    yield from sorted(found)


@transaction.atomic
def rotate_batch(secret: Secret, *, size: int = BATCH) -> int:
    """Encrypt at most ``size`` rows anew; 0 where none is left. Run as the owner, who sees every row.

    Raises KeyError where the key of a row is no longer in the setting.
    """
    table, key, column = (f'"{name}"' for name in secret)
    set_reason("rotation of keys")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND "
            f"get_byte({column}, 0) * 256 + get_byte({column}, 1) <> %s ORDER BY {key} LIMIT %s FOR UPDATE SKIP LOCKED",
            [newest_version(), size],
        )
        rows = cursor.fetchall()
        for pk, old in rows:
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [crypto.encrypt(crypto.decrypt(bytes(old))), pk]
            )
    return len(rows)
