"""Columns that hold ciphertext."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from . import crypto

if TYPE_CHECKING:
    _Base = models.Field[Any, Any]
else:
    _Base = models.BinaryField


class EncryptedTextField(_Base):
    """Text for the program, ciphertext for the database and so for its history and its backups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = crypto.encrypt(value.encode())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> str | None:
        return None if value is None else crypto.decrypt(bytes(value)).decode()

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        raise TypeError("an encrypted column is not serialised")
