"""Serializers of the records, derived from the specs: what is shown, and what may be written."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.fields import EncryptedTextField
from rehabilitation import enums

from .models import AgreedInstruction, SafetyAlert, Service, SessionNote, SupportState
from .services.needs import FIELDS as SERVICE_FIELDS
from .specs import MODULES, RecordSpec
from .states import text_of

_BEFORE = ("id", "case")
_AFTER = ("next_on", "note", "state", "error_reason", "summary", "created_by", "created_at", "updated_at")


def _secrets(spec: RecordSpec, **kwargs: Any) -> dict[str, serializers.Field]:
    """Columns of ciphertext are text for the program."""
    return {
        one.name: serializers.CharField(max_length=4000, allow_blank=True, allow_null=True, **kwargs)
        for one in spec.model._meta.concrete_fields
        if isinstance(one, EncryptedTextField)
    }


def read_serializer(spec: RecordSpec) -> type[serializers.ModelSerializer]:
    """A record as it is shown: fields, what derives from them, one line, author and dates."""
    own = [name for name in spec.fields if name not in _AFTER]
    names = [*_BEFORE, *own, *spec.model.computed, *_AFTER]
    meta = type("Meta", (), {"model": spec.model, "fields": names, "read_only_fields": names})
    return type(f"{spec.model.__name__}Serializer", (serializers.ModelSerializer,), {
        "__doc__": str(spec.model.__doc__), "Meta": meta,
        "summary": serializers.CharField(read_only=True, help_text="The record in one line."),
        **_secrets(spec, required=False),
    })  # fmt: skip


def write_serializer(spec: RecordSpec, *, create: bool) -> type[serializers.ModelSerializer]:
    """What may be written. The rules of the model are asked by the service, once for both doors."""
    more: dict[str, Any] = _secrets(spec, required=False)
    if create:
        more["case"] = serializers.IntegerField(help_text="Key of the case.")
        for name, label in spec.model.options.items():
            more[name] = serializers.BooleanField(default=False, help_text=str(label))
    names = [*dict.fromkeys((*more, *spec.fields))]
    meta = type("Meta", (), {"model": spec.model, "fields": names, "validators": []})
    name = f"{spec.model.__name__}{'Create' if create else 'Update'}Serializer"
    return type(name, (serializers.ModelSerializer,), {"__doc__": "", "Meta": meta, **more})


#: By the code of the spec.
READ = {spec.code: read_serializer(spec) for module in MODULES for spec in module.records}
CREATE = {spec.code: write_serializer(spec, create=True) for module in MODULES for spec in module.records}
UPDATE = {spec.code: write_serializer(spec, create=False) for module in MODULES for spec in module.records}


class InErrorSerializer(serializers.Serializer):
    """Why a record was entered in error."""

    reason = serializers.CharField(max_length=200)


class ServiceSerializer(serializers.ModelSerializer):
    """A need and the service for it."""

    summary = serializers.CharField(read_only=True)

    class Meta:
        model = Service
        fields = [
            "id", "case", "module", "on", "need", "what", "provider", *Service.computed, "next_on", "note", "state",
            "error_reason", "summary", "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class ServiceUpdateSerializer(serializers.ModelSerializer):
    """What may be mended."""

    class Meta:
        model = Service
        fields = SERVICE_FIELDS
        validators: list[Any] = []


class ServiceCreateSerializer(serializers.ModelSerializer):
    """A need written down."""

    case = serializers.IntegerField(help_text="Key of the case.")

    class Meta:
        model = Service
        fields = ["case", "module", *SERVICE_FIELDS]
        validators: list[Any] = []


class ServiceStageSerializer(serializers.Serializer):
    """A step of a service, with the day when it was taken (today)."""

    stage = serializers.ChoiceField(choices=enums.ServiceStage.choices)
    on = serializers.DateField(required=False)


class ServiceOutcomeSerializer(serializers.Serializer):
    """Whether the need was met."""

    outcome = serializers.ChoiceField(choices=enums.ServiceOutcome.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class SafetyAlertSerializer(serializers.ModelSerializer):
    """A danger and what became of it."""

    class Meta:
        model = SafetyAlert
        fields = [
            "id", "case", "kind", "acute", "description", "result", "stage", "acknowledged_at", "acknowledged_by",
            "outcome", "closed_at", "closed_by", "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class SafetyAlertCreateSerializer(serializers.ModelSerializer):
    """A danger that somebody reports."""

    case = serializers.IntegerField(help_text="Key of the case.")

    class Meta:
        model = SafetyAlert
        fields = ["case", "kind", "acute", "description"]


class SafetyAlertCloseSerializer(serializers.Serializer):
    """What was done and how it ended."""

    outcome = serializers.CharField(max_length=4000)


class InstructionSerializer(serializers.ModelSerializer):
    """What everybody on the case is to do."""

    words = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = AgreedInstruction
        fields = [
            "id", "case", "instruction", "text", "words", "ended_at", "ended_by", "created_by", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class InstructionCreateSerializer(serializers.ModelSerializer):
    """What is agreed."""

    case = serializers.IntegerField(help_text="Key of the case.")

    class Meta:
        model = AgreedInstruction
        fields = ["case", "instruction", "text"]


class SessionNoteSerializer(serializers.ModelSerializer):
    """A protected note, for psychologists of the case."""

    text = serializers.CharField(read_only=True)

    class Meta:
        model = SessionNote
        fields = ["id", "case", "session", "text", "created_by", "created_at", "updated_at"]
        read_only_fields = fields


class SessionNoteCreateSerializer(serializers.Serializer):
    """A note for a session."""

    session = serializers.IntegerField()
    text = serializers.CharField(max_length=20_000)


class SupportStateSerializer(serializers.ModelSerializer):
    """How one kind of support stands."""

    text = serializers.SerializerMethodField()

    class Meta:
        model = SupportState
        fields = [
            "id", "case", "module", "code", "tone", "text", "last_on", "last_kind", "next_on", "until",
            "open_services", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_text(self, row: SupportState) -> str:
        """In the language of the request."""
        return text_of(row.code, row.details)
