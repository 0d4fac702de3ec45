"""Cases: rows of the list, one case, and what its actions take."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.enums import Role
from accounts.models import Office, Profile
from cases.enums import GIVEN, CaseStatus, ClosureReason, ClosureState, Precision, Risk, Sex, Told
from cases.models import Case, CaseGrant, Closure, Family, Person
from cases.timeline import KINDS, entry_text

#: The columns of a row of the list, read without model instances.
ROW = (
    "id", "number", "status", "risk", "unaccompanied", "on_hold_until", "next_due_at", "last_visit_on", "arrived_on",
    "updated_at", "office", "region", "worker", "family", "arrival",
)  # fmt: skip
PERSON = (
    "id", "surname", "given_name", "patronymic", "sex", "birth_earliest", "birth_latest", "birth_precision",
)  # fmt: skip
PERSON_OF_CASE = tuple(f"person__{name}" for name in PERSON)
#: The kinds that may read persons; the national coordinator's rows are numbers only.
READS_PERSONS = frozenset({Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR})


def person_row(values: dict[str, Any]) -> dict[str, Any]:
    """A person as a row of a list tells of her."""
    parts = (values.pop("surname"), values.pop("given_name"), values.pop("patronymic"))
    return {"id": values.pop("id"), "name": " ".join(filter(None, parts)), **values}


class PersonRowSerializer(serializers.Serializer):
    """A person in a row."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_earliest = serializers.DateField(allow_null=True)
    birth_latest = serializers.DateField(allow_null=True)
    birth_precision = serializers.CharField(allow_blank=True)


class CaseRowSerializer(serializers.Serializer):
    """A row of the list. ``person`` is absent for roles without access to persons."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=CaseStatus.choices)
    risk = serializers.ChoiceField(choices=Risk.choices)
    unaccompanied = serializers.BooleanField()
    on_hold_until = serializers.DateField(allow_null=True)
    next_due_at = serializers.DateField(allow_null=True)
    last_visit_on = serializers.DateField(allow_null=True)
    arrived_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField()
    office = serializers.IntegerField()
    region = serializers.IntegerField()
    worker = serializers.IntegerField(allow_null=True)
    family = serializers.IntegerField(allow_null=True)
    arrival = serializers.IntegerField(allow_null=True)
    person = PersonRowSerializer(required=False)


class CasePersonSerializer(serializers.ModelSerializer):
    """The person of a case, as its page shows her."""

    name = serializers.CharField(source="full_name", read_only=True)

    class Meta:
        model = Person
        fields = [
            "id", "name", "surname", "given_name", "patronymic", "name_unknown", "sex", "birth_earliest",
            "birth_latest", "birth_precision", "birth_place", "citizenship", "languages", "died_on",
        ]  # fmt: skip
        read_only_fields = fields


class CaseSerializer(serializers.ModelSerializer):
    """One case."""

    person = CasePersonSerializer(read_only=True)
    worker_name = serializers.CharField(source="worker.name", default=None, read_only=True, allow_null=True)
    office_name = serializers.CharField(source="office.__str__", read_only=True)

    class Meta:
        model = Case
        fields = [
            "id", "number", "status", "risk", "restricted", "unaccompanied", "historic", "on_hold_until",
            "on_hold_reason", "destination_region", "destination_district", "arrived_on", "arrival_presence",
            "next_due_at", "last_visit_on", "closed_at", "created_at", "updated_at", "office", "office_name", "region",
            "worker", "worker_name", "family", "arrival", "refused", "person",
        ]  # fmt: skip
        read_only_fields = fields


class WalkInPersonSerializer(serializers.ModelSerializer):
    """A person who is registered with the case."""

    birth_precision = serializers.ChoiceField(choices=Precision.choices, required=False, allow_blank=True)

    class Meta:
        model = Person
        fields = [
            "surname", "given_name", "patronymic", "name_unknown", "sex", "birth_earliest", "birth_latest",
            "birth_precision", "birth_place", "citizenship", "languages",
        ]  # fmt: skip


class CaseCreateSerializer(serializers.Serializer):
    """A walk-in: who she is, and the office that carries the case (the own one)."""

    person = WalkInPersonSerializer()
    office = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all(), required=False, allow_null=True)
    family = serializers.PrimaryKeyRelatedField(queryset=Family.objects.all(), required=False, allow_null=True)
    relation = serializers.CharField(required=False, allow_blank=True, help_text="To the head of the family.")
    arrived_on = serializers.DateField(required=False, allow_null=True)
    unaccompanied = serializers.BooleanField(required=False, default=False)


class CaseUpdateSerializer(serializers.ModelSerializer):
    """Plain facts of a case."""

    class Meta:
        model = Case
        fields = ["arrived_on", "unaccompanied", "destination_region", "destination_district"]


class AssignSerializer(serializers.Serializer):
    worker = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all())


class RiskSetSerializer(serializers.Serializer):
    risk = serializers.ChoiceField(choices=Risk.choices)
    reason = serializers.CharField()


class StatusSetSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=CaseStatus.choices)


class HoldSerializer(serializers.Serializer):
    until = serializers.DateField()
    reason = serializers.CharField()


class CloseSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=ClosureReason.choices)
    explanation = serializers.CharField()
    person_told = serializers.ChoiceField(choices=Told.choices)
    caregiver_told = serializers.ChoiceField(choices=Told.choices)


class CommentsSerializer(serializers.Serializer):
    comments = serializers.CharField(required=False, allow_blank=True, default="")


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField()


class ClosureSerializer(serializers.ModelSerializer):
    """A closing of a case."""

    state = serializers.ChoiceField(choices=ClosureState.choices, read_only=True)

    class Meta:
        model = Closure
        fields = [
            "id", "case", "state", "reason", "explanation", "person_told", "caregiver_told", "goals_reached",
            "goals_total", "requested_by", "created_at", "decided_by", "decided_at", "comments", "reopened_by",
            "reopened_at", "reopen_reason",
        ]  # fmt: skip
        read_only_fields = fields


class TimelineEntrySerializer(serializers.Serializer):
    """A line of the timeline, in the reader's language."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField()
    group = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    author = serializers.IntegerField(source="author_id", allow_null=True)
    author_name = serializers.CharField(source="author.name", default=None, allow_null=True)
    object_id = serializers.IntegerField(allow_null=True)

    def get_group(self, entry: Any) -> str:
        kind = KINDS.get(entry.kind)
        return kind.group if kind else ""

    def get_text(self, entry: Any) -> str:
        return entry_text(entry)


class GrantSerializer(serializers.ModelSerializer):
    """Who may work on the case besides its worker, why and until when."""

    case = serializers.IntegerField(source="content_object_id", read_only=True)
    to = serializers.IntegerField(source="user_id", read_only=True)

    class Meta:
        model = CaseGrant
        fields = ["id", "case", "to", "purpose", "reason", "given_by", "created_at", "until", "ended_at"]
        read_only_fields = fields


class GrantCreateSerializer(serializers.Serializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all())
    purpose = serializers.ChoiceField(choices=[(one.value, one.label) for one in GIVEN])
    reason = serializers.CharField()
    until = serializers.DateTimeField()


class HistoryChangeSerializer(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(allow_null=True)


class HistorySerializer(serializers.Serializer):
    """One change: who, when, what."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.IntegerField(allow_null=True)
    actor_name = serializers.CharField(allow_blank=True)
    what = serializers.CharField()
    row_id = serializers.IntegerField()
    verb = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    changes = HistoryChangeSerializer(many=True)
