"""Forms of the records, derived from the specs. What is refused is for the services to say, once for both doors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from cases.forms.case_work import CaseForm, DayInput
from cases.forms.case_work import text as text_field

from .enums import SERVICE_TRANSITIONS, AlertKind, Instruction, ServiceOutcome, ServiceStage
from .models import Lasting, Record, Service
from .services.needs import FIELDS as SERVICE_FIELDS
from .specs import MODULES, RecordSpec


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form's field of a column: dates as browsers write them, long texts with room."""
    if isinstance(field, models.DateField):
        kwargs["widget"] = DayInput()
    elif isinstance(field, models.TextField | EncryptedTextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    found: Any = field.formfield(**kwargs)
    if isinstance(found, forms.NullBooleanField):
        found.widget = forms.Select(choices=[("", _("Not looked at")), ("True", _("Yes")), ("False", _("No"))])
    if found is not None and found.label:
        found.label = str(found.label)[:1].upper() + str(found.label)[1:]
    return found


class RecordForm(CaseForm):
    """A record of one kind. A choice of other records offers those of the same case."""

    model: ClassVar[type[Record]]

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        self.record = record
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and issubclass(queryset.model, Record):
                field.queryset = queryset.filter(case=self.case).valid()  # type: ignore[attr-defined]
                if self.record is None and issubclass(queryset.model, Lasting):
                    field.initial = queryset.filter(case=self.case).current().first()
        if self.record is not None:
            for name in self.model.options:
                del self.fields[name]
        for name, choices in self.model.choices_for(self.case.person, self.record).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


def _labelled(model: type[Any], names: Any) -> dict[str, forms.Field]:
    made = fields_for_model(model, fields=names, formfield_callback=_form_field)
    return {name: made[name] for name in names}


def record_form(spec: RecordSpec) -> type[RecordForm]:
    """The form of one kind of record."""
    fields: dict[str, Any] = dict(_labelled(spec.model, spec.fields))
    for name, label in spec.model.options.items():
        fields[name] = forms.BooleanField(label=label, required=False, initial=True)
    return type(f"{spec.model.__name__}Form", (RecordForm,), {**fields, "model": spec.model})


#: By the code of the spec.
FORMS: Mapping[str, type[RecordForm]] = {
    spec.code: record_form(spec) for module in MODULES for spec in module.records
}


class InErrorForm(CaseForm):
    """Why a record should never have been written."""

    reason = forms.CharField(
        label=_("Why it was an error"), max_length=200,
        help_text=_("It stays in the case, struck through, with this reason."),
    )  # fmt: skip


ServiceForm: type[CaseForm] = type("ServiceForm", (CaseForm,), dict(_labelled(Service, SERVICE_FIELDS)))


class ServiceStageForm(CaseForm):
    """The next step of a service."""

    stage = forms.ChoiceField(label=_("Step"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (code, ServiceStage(code).label) for code in SERVICE_TRANSITIONS[self.now]
        ]


class ServiceOutcomeForm(CaseForm):
    """Whether the need was met."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=ServiceOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("In words"), required=False, max_length=300)


class AlertForm(CaseForm):
    """Somebody is in danger."""

    kind = forms.ChoiceField(label=_("Kind of danger"), choices=AlertKind.choices, widget=forms.RadioSelect)
    acute = forms.BooleanField(
        label=_("Acute: now"), required=False,
        help_text=_("Everybody on the case is told at once not to leave the person alone."),
    )  # fmt: skip
    description = text_field(_("What happened"), required=False)


class AlertCloseForm(CaseForm):
    """An alert is closed with its outcome, never without."""

    outcome = text_field(_("Outcome"), help_text=_("What was done, by whom, and how it ended."))


class InstructionForm(CaseForm):
    """What everybody on the case is to do."""

    instruction = forms.ChoiceField(label=_("Instruction"), choices=Instruction.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"), required=False, max_length=200,
        help_text=_("What to do, never why: everybody on the case reads this."),
    )  # fmt: skip


class SessionNoteForm(CaseForm):
    """A protected note."""

    text = text_field(
        _("Protected note"), rows=8, help_text=_("Only psychologists of this case can read it, not the supervisor.")
    )
