"""The changes of a case in words: which row, which fields, who. Secret and technical columns are never shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import EncryptedTextField
from accounts.levels import narrowed
from accounts.models import Event, Office, Profile, User

from .checklists import ITEMS
from .models import Case

VERBS = {
    "insert": gettext_lazy("made"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("removed"),
}
#: A user's key is her profile's.
_PEOPLE = (Profile, User)
WHAT = {
    "cases_case": gettext_lazy("case"),
    "cases_person": gettext_lazy("person"),
    "cases_casegrant": gettext_lazy("access of a colleague"),
    "cases_opening": gettext_lazy("opening out of scope"),
    "cases_restriction": gettext_lazy("restriction"),
    "cases_implication": gettext_lazy("implicated caregiver"),
    "cases_needtoknow": gettext_lazy("need to know"),
    "cases_riskassessment": gettext_lazy("level of risk"),
    "cases_plan": gettext_lazy("plan"),
    "cases_goal": gettext_lazy("goal"),
    "cases_step": gettext_lazy("step"),
    "cases_note": gettext_lazy("note"),
    "cases_document": gettext_lazy("document"),
    "cases_lifeevent": gettext_lazy("life event"),
    "cases_lifeeventitem": gettext_lazy("item to see to"),
    "cases_closure": gettext_lazy("closing"),
    "cases_visitmember": gettext_lazy("visit"),
}
_TECHNICAL = frozenset({
    "id", "case_id", "content_object_id", "created_at", "updated_at", "created_by_id", "made_in", "key", "sha256",
    "value_hash", "permission_id", "person_id", "agreed", "told_at", "grant_id",
})  # fmt: skip


@lru_cache
def _model_of(table: str) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _field_of(model: type[models.Model] | None, column: str) -> Any:
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.column == column), None)


def history_of(case: Case, reader: Profile) -> QuerySet[Event]:
    """What changed in the case and in the person whom it is about; of rows that not everybody on the case may read,
    the changes of those that the reader may."""
    found = Event.objects.filter(Q(case_id=case.pk) | Q(table="cases_person", row_id=case.person_id))
    for table in narrowed(reader.database_role):
        model: Any = _model_of(table)
        if hasattr(model.objects, "visible_to"):
            readable = model.objects.visible_to(reader).filter(case=case)
            found = found.exclude(Q(table=table) & ~Q(row_id__in=readable.values("pk")))
        else:
            found = found.exclude(table=table)
    return found


def history_read(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The events with labels. Two more queries, whatever their number: the names of people and of offices."""
    rows = list(events)
    people, offices = _names(rows)
    out = []
    for event in rows:
        model = _model_of(event.table)
        changes = []
        for column, value in (event.data or {}).items():
            if column in _TECHNICAL or (event.verb == "insert" and value in (None, "", [], {}, False)):
                continue
            field = _field_of(model, column)
            target = getattr(field, "related_model", None)
            if target is not None and target not in (*_PEOPLE, Office):
                continue  # a key tells nothing to a reader
            label = str(getattr(field, "verbose_name", column.removesuffix("_id").replace("_", " ")))
            changes.append({"field": column, "label": label, "value": _value(field, value, people, offices)})
        out.append(
            {
                "id": event.pk, "at": event.at, "actor": event.actor_id,
                "actor_name": people.get(event.actor_id or 0, "") or str(_("The system")),
                "what": _what(event, model), "row_id": event.row_id,
                "verb": event.verb, "verb_label": str(VERBS.get(event.verb, event.verb)), "reason": event.reason,
                "changes": changes,
            }
        )  # fmt: skip
    return out


def _what(event: Event, model: type[models.Model] | None) -> str:
    if event.table in WHAT:
        return str(WHAT[event.table])
    return str(model._meta.verbose_name) if model else event.table


def _names(rows: Sequence[Event]) -> tuple[dict[int, str], dict[int, str]]:
    people = {event.actor_id for event in rows if event.actor_id}
    offices: set[int] = set()
    for event in rows:
        for column, value in (event.data or {}).items():
            target = getattr(_field_of(_model_of(event.table), column), "related_model", None)
            if value and target in _PEOPLE:
                people.add(value)
            elif value and target is Office:
                offices.add(value)
    return (
        dict(Profile.objects.filter(pk__in=people).values_list("pk", "name")),
        {office.pk: str(office) for office in Office.objects.filter(pk__in=offices)} if offices else {},
    )


def _value(field: Any, value: Any, people: dict[int, str], offices: dict[int, str]) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(field, EncryptedTextField | models.BinaryField):
        return str(_("(protected)"))
    target = getattr(field, "related_model", None)
    if target in _PEOPLE:
        return people.get(value, str(value))
    if target is Office:
        return offices.get(value, str(value))
    if field is not None and field.name == "code" and value in ITEMS:
        return str(ITEMS[value])
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return date_format(localtime(moment), "j M Y, H:i")
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return date_format(day, "j M Y")
    return str(value)
