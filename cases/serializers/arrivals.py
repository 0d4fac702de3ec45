"""Operations, arrivals, manifests and transfers as the API tells and takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Office, Profile
from cases.enums import ManifestStatus, Precision, Presence, Risk, RowFate, TransferState
from cases.manifest.codes import Code, Outcome
from cases.manifest.columns import FIELDS
from cases.manifest.proposals import propose
from cases.models import Arrival, Case, Manifest, ManifestRow, Operation, Person, Phase, Transfer

#: More than any operation brought, and within what JSON may carry.
_MOST = 1_000_000


class OfficialFiguresSerializer(serializers.Serializer):
    """What was published of an operation, with its source and the day it speaks of. What is left out is not known."""

    people = serializers.IntegerField(min_value=0, max_value=_MOST, required=False)
    women = serializers.IntegerField(min_value=0, max_value=_MOST, required=False)
    children = serializers.IntegerField(min_value=0, max_value=_MOST, required=False)
    orphans = serializers.IntegerField(min_value=0, max_value=_MOST, required=False)
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]
    on = serializers.DateField()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().to_internal_value(data)
        # A PATCH of the operation replaces the list: what it holds has to be whole.
        missing = {key: [self.fields[key].error_messages["required"]] for key in ("source", "on") if key not in found}
        if missing:
            raise serializers.ValidationError(missing)
        return {**found, "on": found["on"].isoformat()}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        # Figures noted before they had one shape are words; they are shown as such, never refused.
        return dict(instance) if isinstance(instance, Mapping) else {"source": str(instance)}


class OperationSerializer(serializers.ModelSerializer):
    """A return operation. Official figures carry their source and date."""

    official_figures = OfficialFiguresSerializer(many=True, required=False)

    class Meta:
        model = Operation
        fields = ["id", "name", "country", "official_figures", "note", "created_at", "updated_at"]
        read_only_fields = ["id", "created_at", "updated_at"]


class PhaseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Phase
        fields = ["id", "operation", "number", "name", "created_at", "updated_at"]
        read_only_fields = ["id", "number", "created_at", "updated_at"]


class CountsSerializer(serializers.Serializer):
    """People by the step that they have reached."""

    people = serializers.IntegerField()
    children = serializers.IntegerField()
    families = serializers.IntegerField()
    present = serializers.IntegerField()
    absent = serializers.IntegerField()
    not_listed = serializers.IntegerField()
    triaged = serializers.IntegerField()
    high = serializers.IntegerField()
    placed = serializers.IntegerField()
    assigned = serializers.IntegerField()


class ArrivalSerializer(serializers.ModelSerializer):
    """A flight or a land crossing."""

    operation = serializers.IntegerField(source="phase.operation_id", read_only=True)
    operation_name = serializers.CharField(source="phase.operation.name", read_only=True)

    class Meta:
        model = Arrival
        fields = [
            "id", "operation", "operation_name", "phase", "kind", "date", "departed_from", "place",
            "reception_centre", "landed_at", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["id", "landed_at", "created_at", "updated_at"]


class ArrivalDetailSerializer(ArrivalSerializer):
    """One arrival with how far it is."""

    counts = serializers.SerializerMethodField()

    class Meta(ArrivalSerializer.Meta):
        fields = [*ArrivalSerializer.Meta.fields, "counts"]

    @extend_schema_field(CountsSerializer)
    def get_counts(self, arrival: Arrival) -> Any:
        return CountsSerializer(self.context["counts"][arrival.pk]).data


# --- Landing -----------------------------------------------------------------------------------------------


class ArrivalPersonSerializer(serializers.ModelSerializer):
    """A person of an arrival: her case, name and where she stands."""

    name = serializers.CharField(source="person.full_name", read_only=True)
    sex = serializers.CharField(source="person.sex", read_only=True)
    birth_earliest = serializers.DateField(source="person.birth_earliest", read_only=True)
    birth_precision = serializers.CharField(source="person.birth_precision", read_only=True)

    class Meta:
        model = Case
        fields = [
            "id", "number", "family", "name", "sex", "birth_earliest", "birth_precision", "unaccompanied", "risk",
            "arrival_presence", "destination_region", "destination_district", "office", "worker",
        ]  # fmt: skip
        read_only_fields = fields


class MarkSerializer(serializers.Serializer):
    case = serializers.IntegerField()
    presence = serializers.ChoiceField(choices=[Presence.PRESENT, Presence.ABSENT])


class RollCallSerializer(serializers.Serializer):
    marks = MarkSerializer(many=True)


class NotListedSerializer(serializers.ModelSerializer):
    """Somebody who is there and not on the list."""

    birth_precision = serializers.ChoiceField(choices=Precision.choices, required=False, allow_blank=True)
    unaccompanied = serializers.BooleanField(default=False)

    class Meta:
        model = Person
        fields = [
            "surname", "given_name", "patronymic", "name_unknown", "sex", "birth_earliest", "birth_latest",
            "birth_precision", "citizenship", "unaccompanied",
        ]  # fmt: skip


class LevelSerializer(serializers.Serializer):
    case = serializers.IntegerField()
    risk = serializers.ChoiceField(choices=[Risk.LOW, Risk.MEDIUM, Risk.HIGH])


class TriageSerializer(serializers.Serializer):
    levels = LevelSerializer(many=True)
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class ChangedSerializer(serializers.Serializer):
    """The cases that changed."""

    changed = serializers.ListField(child=serializers.IntegerField())
    counts = CountsSerializer()


# --- Assigning ---------------------------------------------------------------------------------------------


class ProposalSerializer(serializers.Serializer):
    """A household that is to be placed, and where it might go."""

    cases = ArrivalPersonSerializer(many=True)
    region = serializers.IntegerField(source="region.pk", allow_null=True, default=None)
    office = serializers.IntegerField(source="office.pk", allow_null=True, default=None)
    worker = serializers.IntegerField(source="worker.pk", allow_null=True, default=None)
    why = serializers.CharField()


class WorkerLoadSerializer(serializers.Serializer):
    """A worker's open cases, and what is proposed on top."""

    worker = serializers.IntegerField(source="worker.pk")
    name = serializers.CharField(source="worker.name")
    office = serializers.IntegerField(source="worker.office_id", allow_null=True)
    cases = serializers.IntegerField()
    families = serializers.IntegerField()
    proposed = serializers.IntegerField()


class ArrivalProposalSerializer(serializers.Serializer):
    households = ProposalSerializer(many=True)
    loads = WorkerLoadSerializer(many=True)


class PlacementSerializer(serializers.Serializer):
    cases = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)
    office = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all())
    worker = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, default="")


class ArrivalAssignSerializer(serializers.Serializer):
    placements = PlacementSerializer(many=True)
    note = serializers.CharField(required=False, allow_blank=True, default="")


class TransferSerializer(serializers.ModelSerializer):
    """A household on its way to another office. The receiving side sees these facts and not yet the cases."""

    state = serializers.ChoiceField(choices=TransferState.choices, read_only=True)
    risk = serializers.ChoiceField(choices=Risk.choices, read_only=True)
    numbers = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Transfer
        fields = [
            "id", "arrival", "from_office", "from_region", "to_office", "to_region", "to_worker", "people", "numbers",
            "risk", "note", "state", "created_by", "created_at", "updated_at", "decided_by", "decided_at", "comment",
        ]  # fmt: skip
        read_only_fields = fields


class TransferCreateSerializer(PlacementSerializer):
    note = serializers.CharField()


class TransferAcceptSerializer(serializers.Serializer):
    worker = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), required=False, allow_null=True)


class TransferRefuseSerializer(serializers.Serializer):
    comment = serializers.CharField()


# --- Manifests ---------------------------------------------------------------------------------------------


class ManifestUploadSerializer(serializers.Serializer):
    arrival = serializers.IntegerField()
    file = serializers.FileField(help_text="CSV or XLSX, at most 10 MB.")
    revision_of = serializers.IntegerField(required=False, allow_null=True, help_text="The manifest that it revises.")


class FindingSerializer(serializers.Serializer):
    """A finding, the field it concerns, and a likely fix."""

    code = serializers.ChoiceField(choices=Code.choices)
    field = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    proposal = serializers.CharField(allow_blank=True)


class ManifestRowSerializer(serializers.ModelSerializer):
    """A row: its cells as mended, what was found, what was decided, whom it became."""

    row = serializers.IntegerField(source="number")
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    codes = serializers.ListField(child=serializers.ChoiceField(choices=Code.choices))
    problems = serializers.SerializerMethodField()
    cells = serializers.SerializerMethodField()
    fate = serializers.ChoiceField(choices=RowFate.choices, allow_blank=True)

    class Meta:
        model = ManifestRow
        fields = [
            "row", "outcome", "codes", "problems", "cells", "excluded", "name_unknown", "fate", "person", "case",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_cells(self, row: ManifestRow) -> dict[str, str]:
        return {**row.cells, **row.mended}

    @extend_schema_field(FindingSerializer(many=True))
    def get_problems(self, row: ManifestRow) -> list[dict[str, str]]:
        return problems_of(row)


def problems_of(row: ManifestRow) -> list[dict[str, str]]:
    """The findings of a row in the reader's language, each with a likely fix."""
    cells, today = {**row.cells, **row.mended}, timezone.localdate()
    return [
        {"code": code, "field": field, "text": str(Code(code).label),
         "proposal": propose(code, field, cells, today=today)}
        for code, field in row.problems
    ]  # fmt: skip


class ColumnSerializer(serializers.Serializer):
    """A column of the sheet; ``field`` is empty where it is dropped."""

    index = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    field = serializers.ChoiceField(choices=[(name, name) for name in FIELDS], allow_blank=True)


class ManifestSerializer(serializers.ModelSerializer):
    status = serializers.ChoiceField(choices=ManifestStatus.choices, read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = Manifest
        fields = [
            "id", "arrival", "revision_of", "file_name", "size", "sha256", "status", "counts", "created_at",
            "created_by", "updated_at", "accepted_at", "accepted_by", "undone_at", "undone_by", "raw_until",
        ]  # fmt: skip
        read_only_fields = fields


class ManifestDetailSerializer(ManifestSerializer):
    """One manifest with its columns and rows."""

    columns = serializers.SerializerMethodField()
    rows = ManifestRowSerializer(many=True, read_only=True)

    class Meta(ManifestSerializer.Meta):
        fields = [*ManifestSerializer.Meta.fields, "columns", "rows"]

    @extend_schema_field(ColumnSerializer(many=True))
    def get_columns(self, manifest: Manifest) -> list[dict[str, Any]]:
        mapping = manifest.columns
        return [
            {"index": index, "title": title, "field": mapping.get(index, "")}
            for index, title in enumerate(manifest.titles)
        ]


class MapColumnSerializer(serializers.Serializer):
    index = serializers.IntegerField(min_value=0)
    field = serializers.ChoiceField(
        choices=[(name, name) for name in FIELDS], allow_null=True, allow_blank=True, help_text="Empty: drop it."
    )


class ManifestMapSerializer(serializers.Serializer):
    columns = MapColumnSerializer(many=True)


class ManifestDecideSerializer(serializers.Serializer):
    """What is left out stays as it was."""

    row = serializers.IntegerField()
    cells = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    excluded = serializers.BooleanField(required=False, allow_null=True, default=None)
    name_unknown = serializers.BooleanField(required=False, allow_null=True, default=None)


class ProgressSerializer(serializers.Serializer):
    """How far accepting is: idle, running, done or failed."""

    state = serializers.CharField()
    step = serializers.CharField(allow_blank=True)
    percent = serializers.IntegerField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField(allow_blank=True)


class DifferenceSerializer(serializers.Serializer):
    field = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    now = serializers.CharField(allow_blank=True)


class ChangeSerializer(serializers.Serializer):
    row = serializers.IntegerField(source="row.number")
    before_row = serializers.IntegerField(source="before.number")
    differences = serializers.SerializerMethodField()

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_differences(self, change: Any) -> list[dict[str, str]]:
        return [{"field": name, "before": old, "now": new} for name, (old, new) in change.fields.items()]


class ComparisonSerializer(serializers.Serializer):
    """A revised manifest against the one before."""

    added = ManifestRowSerializer(many=True)
    changed = ChangeSerializer(many=True)
    removed = ManifestRowSerializer(many=True)
    unchanged = serializers.IntegerField()
