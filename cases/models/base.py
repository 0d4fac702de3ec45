"""What the models of this and the later rooms have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from accounts.models import Profile


class TransactionId(models.Func):
    """The number of the running transaction.

    A person or a family is visible through a case, which does not exist yet in the moment of making: what this
    very transaction made, it may read (cases/walls.py).
    """

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0

    def __init__(self) -> None:
        super().__init__(output_field=models.BigIntegerField())


class Stamped(models.Model):
    """When made and changed, by whom."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(Profile, models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:
        # Django hashes every choice to find one, and so translates them all: 400 times on a list of 50 cases.
        value = getattr(self, field.attname)
        found = dict(field.flatchoices).get(value, value)
        return found if found is None else str(found)


class OfCase(Stamped):
    """A row that belongs to one case. ``case_lookup`` is the path to it, for ``visible_to``."""

    case_lookup: ClassVar[str] = "case"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True
