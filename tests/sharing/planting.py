"""A sentinel in every column that never leaves, a harmless word in every one that may: rows of every table of a case.

The rows are made by the owner from the models themselves, so a new model is planted as soon as it exists.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields.related import ForeignKey
from django.utils import timezone

from accounts.fields import EncryptedTextField
from accounts.models import Profile
from cases.models import Case
from sharing.decisions import decided

SENTINEL, TOLD = "ZQX", "told"
#: The sentinel as a word: three letters inside a random token (CSRF, nonce) are none.
FOUND = re.compile(rf"(?<![A-Za-z0-9]){SENTINEL}")
#: Tables that say how access is kept, filled by triggers.
SKIPPED = {"cases.CaseAccess", "cases.NameToken"}


class Planter:
    """Rows of one case. ``made`` says of which models."""

    #: Whose tables are planted.
    rooms: tuple[str, ...] = ("cases", "rehabilitation", "tasks")

    def __init__(self, case: Case, by: Profile) -> None:
        self.case, self.by = case, by
        self.at_hand: dict[str, Any] = {
            "cases.Case": case, "cases.Person": case.person, "cases.Family": case.family, "accounts.Profile": by,
            "accounts.Office": case.region, "accounts.User": by.user,
            "cases.FamilyMember": case.person.memberships.get(),
        }  # fmt: skip
        self.present = set(self.at_hand)
        self.made: set[str] = set()
        self.serial = 0

    def plant(self) -> None:
        """One row of every table, its own checks set aside until the test's transaction is rolled back."""
        rooms = [apps.get_app_config(room) for room in self.rooms]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in (model for room in rooms for model in room.get_models()):
                for one in model._meta.constraints:
                    if isinstance(one, models.CheckConstraint):
                        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT IF EXISTS "{one.name}"')
        for room in rooms:
            for model in room.get_models():
                label = model._meta.label
                if label in SKIPPED:
                    continue
                if label in self.present:
                    self._overwrite(self.at_hand[label])
                    self.made.add(label)
                else:
                    self._row(model)

    def _overwrite(self, row: Any) -> None:
        for field in row._meta.concrete_fields:
            if self._is_free_text(field) and field.name != "number":
                setattr(row, field.attname, self._text(row._meta.label, field))
        row.save()

    def _row(self, model: Any) -> Any:
        label = model._meta.label
        if label in self.at_hand:
            return self.at_hand[label]
        row = model()
        for field in model._meta.concrete_fields:
            if field.primary_key and field.get_internal_type().endswith("AutoField"):
                continue
            if isinstance(field, ForeignKey):
                value = self._target(field)
                if value is not None:
                    setattr(row, field.name, value)
            elif not getattr(field, "db_default", None) or field.db_default is models.NOT_PROVIDED:
                value = self._value(label, field)
                if value is not None:
                    setattr(row, field.attname, value)
        models.Model.save(row, force_insert=True)
        self.at_hand[label] = row
        self.made.add(label)
        return row

    def _target(self, field: Any) -> Any:
        target = field.remote_field.model
        if target is Permission:
            return Permission.objects.get(content_type__app_label="cases", codename="view_case")
        if target._meta.label in self.at_hand:
            return self.at_hand[target._meta.label]
        if field.null and target._meta.app_label not in ("cases", "rehabilitation"):
            return None
        return None if target is field.model else self._row(target)

    @staticmethod
    def _is_free_text(field: Any) -> bool:
        inner = field.base_field if isinstance(field, ArrayField) else field
        texts = (models.CharField, models.TextField, EncryptedTextField, models.JSONField)
        return isinstance(inner, texts) and not inner.choices

    def _text(self, label: str, field: Any) -> Any:
        may_leave = bool(decided(label).get(field.name))
        self.serial += 1
        word = TOLD if may_leave else SENTINEL
        if isinstance(field, ArrayField):
            return ["uz"] if may_leave else [word]
        if isinstance(field, models.JSONField):
            return {"key": word, word: 1}
        text = f"{word}{self.serial}" if getattr(field, "unique", False) else word
        return text[: getattr(field, "max_length", None) or len(text)]

    def _value(self, label: str, field: Any) -> Any:
        if self._is_free_text(field):
            return self._text(label, field)
        if isinstance(field, ArrayField):
            return [field.base_field.choices[0][0]] if field.base_field.choices else []
        if field.choices:
            return self._choice(field)
        kinds: dict[type, Any] = {
            models.DateTimeField: timezone.now(), models.DateField: timezone.localdate(), models.BooleanField: False,
            models.DecimalField: Decimal(9), models.BinaryField: SENTINEL.encode(),
        }  # fmt: skip
        for kind, value in kinds.items():
            if isinstance(field, kind):
                return self._moment(field, value)
        return 1 if isinstance(field, models.IntegerField) else None

    @staticmethod
    def _choice(field: Any) -> Any:
        values = [value for value, _label in field.flatchoices if value not in ("", None)]
        for wanted in ("valid", "running", "granted", "requested"):
            if wanted in values:
                return wanted
        return values[0]

    @staticmethod
    def _moment(field: Any, value: Any) -> Any:
        """A record runs: what ends it stays empty."""
        ends = ("until", "ended_at", "left_on", "died_on", "closed_at", "withdrawn_at", "done_on", "delivered_on")
        if isinstance(value, date | datetime) and field.null and field.name in ends:
            return None
        return value


