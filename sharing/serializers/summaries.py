"""What the API of the sharing room takes and gives."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.enums import AgencyKind
from accounts.models import Agency, Office, Profile
from cases.enums import (
    Assent,
    ConsentDecision,
    ConsentGiver,
    ConsentManner,
    DataKind,
    ServiceArea,
    ServiceDecision,
    SharingPurpose,
)
from cases.models import Consent, Document, ServiceConsent
from sharing.enums import AnswerKind, AnswerWay, Change, HandoverWay, LegalBasis
from sharing.models import Agreement, Destruction, Handover, Release, Summary, SummaryAnswer
from sharing.registry import label, lines
from sharing.sheets import rows_of


class AgencySerializer(serializers.ModelSerializer[Agency]):
    """``name`` as it was given; ``names`` by language."""

    class Meta:
        model = Agency
        fields = ["id", "kind", "name", "names", "region", "country", "works_on_paper", "is_active"]


class AgencyInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=AgencyKind.choices)
    name = serializers.CharField(max_length=160)
    names = serializers.DictField(child=serializers.CharField(max_length=160), required=False)
    region = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all(), required=False, allow_null=True)
    country = serializers.CharField(max_length=2, required=False)
    works_on_paper = serializers.BooleanField(required=False)


class AgencyChange(AgencyInput):
    is_active = serializers.BooleanField(required=False)


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = [
            "id", "agency", "purpose", "fields", "starts_on", "until", "signatory", "document_number", "ended_at",
            "paper_name", "responsible", "warned_at", "settled_at", "in_force", "created_at", "updated_at",
        ]  # fmt: skip

    def get_in_force(self, row: Agreement) -> bool:
        return row.in_force()


class AgreementInput(serializers.Serializer[Any]):
    agency = serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all())
    purpose = serializers.ChoiceField(choices=SharingPurpose.choices)
    fields = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False)  # type: ignore[assignment]
    starts_on = serializers.DateField()
    until = serializers.DateField()
    signatory = serializers.CharField(max_length=160)
    document_number = serializers.CharField(max_length=80)
    responsible = serializers.PrimaryKeyRelatedField(
        queryset=Profile.objects.filter(is_active=True), required=False, allow_null=True
    )


class AgreementPaperInput(serializers.Serializer[Any]):
    paper = serializers.FileField(allow_empty_file=True)


class ConsentSerializer(serializers.ModelSerializer[Consent]):
    """``state``: in_force, waiting, refused, superseded, lapsed, withdrawn, blocked, ended or future."""

    state = serializers.CharField(read_only=True)

    class Meta:
        model = Consent
        fields = [
            "id", "case", "agency", "purpose", "kinds", "decision", "state", "given_by", "giver_name", "assent",
            "assent_note", "manner", "witness", "language", "interpreter", "given_on", "until", "withdrawn_at",
            "withdrawn_by", "withdrawn_reason", "lapsed", "superseded_by", "document", "override_reason", "override_by",
            "override_at", "created_by", "created_at", "updated_at",
        ]  # fmt: skip


class ConsentInput(serializers.Serializer[Any]):
    case = serializers.IntegerField(min_value=1)
    agency = serializers.PrimaryKeyRelatedField(queryset=Agency.objects.filter(is_active=True))
    purpose = serializers.ChoiceField(choices=SharingPurpose.choices)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=DataKind.choices), allow_empty=False)
    decision = serializers.ChoiceField(choices=ConsentDecision.choices)
    given_on = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)
    given_by = serializers.ChoiceField(choices=ConsentGiver.choices, required=False, allow_blank=True)
    giver_name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    assent = serializers.ChoiceField(choices=Assent.choices, required=False, allow_blank=True)
    assent_note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    manner = serializers.ChoiceField(choices=ConsentManner.choices, required=False, allow_blank=True)
    witness = serializers.CharField(max_length=160, required=False, allow_blank=True)
    language = serializers.CharField(max_length=10, required=False, allow_blank=True)
    interpreter = serializers.CharField(max_length=160, required=False, allow_blank=True)
    override_reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    document = serializers.PrimaryKeyRelatedField(
        queryset=Document.objects.all(), required=False, allow_null=True, help_text="The signed paper, of this case."
    )


class ServiceConsentSerializer(serializers.ModelSerializer[ServiceConsent]):
    class Meta:
        model = ServiceConsent
        fields = [
            "id", "case", "area", "decision", "given_by", "giver_name", "assent", "assent_note", "manner", "witness",
            "language", "interpreter", "decided_on", "note", "document", "replaced_at", "created_by", "created_at",
            "updated_at",
        ]  # fmt: skip


class ServiceConsentInput(serializers.Serializer[Any]):
    case = serializers.IntegerField(min_value=1)
    area = serializers.ChoiceField(choices=ServiceArea.choices)
    decision = serializers.ChoiceField(choices=ServiceDecision.choices)
    decided_on = serializers.DateField()
    given_by = serializers.ChoiceField(choices=ConsentGiver.choices)
    giver_name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    assent = serializers.ChoiceField(choices=Assent.choices, required=False, allow_blank=True)
    assent_note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    manner = serializers.ChoiceField(choices=ConsentManner.choices)
    witness = serializers.CharField(max_length=160, required=False, allow_blank=True)
    language = serializers.CharField(max_length=10)
    interpreter = serializers.CharField(max_length=160, required=False, allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    document = serializers.PrimaryKeyRelatedField(
        queryset=Document.objects.all(), required=False, allow_null=True, help_text="The signed paper, of this case."
    )


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class SheetFieldSerializer(serializers.Serializer[Any]):
    """One field of a snapshot: ``lines`` in the reader's language, ``value`` as codes."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    lines = serializers.ListField(child=serializers.CharField())
    value = serializers.JSONField()


def sheet_fields(content: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    """A snapshot for a program."""
    values = dict(content)
    return [
        {"code": row.code, "label": row.label, "lines": row.lines, "value": values[row.code]}
        for row in rows_of(content)
    ]


class FieldChangeSerializer(serializers.Serializer[Any]):
    """What a newer version tells otherwise than the one that was read last; ``before`` as codes, ``lines`` in words."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    change = serializers.ChoiceField(choices=Change.choices)
    before = serializers.JSONField(allow_null=True)
    lines = serializers.ListField(child=serializers.CharField())


class AnswerSerializer(serializers.ModelSerializer[SummaryAnswer]):
    class Meta:
        model = SummaryAnswer
        fields = ["id", "kind", "text", "service_on", "at", "reply", "replied_at", "way", "told_by", "told_on"]


class AnswerInput(serializers.Serializer[Any]):
    """A decline needs ``text``, a question too, a given service its day."""

    kind = serializers.ChoiceField(choices=AnswerKind.choices)
    text = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    service_on = serializers.DateField(required=False, allow_null=True)


class HandoverSerializer(serializers.ModelSerializer[Handover]):
    """To whom a printed summary went."""

    class Meta:
        model = Handover
        fields = ["id", "handed_to", "way", "handed_on", "receipt", "document", "created_by", "created_at"]


class HandoverInput(serializers.Serializer[Any]):
    handed_to = serializers.CharField(max_length=160)
    way = serializers.ChoiceField(choices=HandoverWay.choices)
    handed_on = serializers.DateField()
    receipt = serializers.CharField(max_length=80, required=False, allow_blank=True)


class PaperAnswerInput(AnswerInput):
    """What an agency that works on paper said by letter or telephone."""

    way = serializers.ChoiceField(choices=AnswerWay.choices, help_text="Any but online.")
    told_by = serializers.CharField(max_length=160)
    told_on = serializers.DateField()


class ReplyInput(serializers.Serializer[Any]):
    answer = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=2000)


class SummarySerializer(serializers.ModelSerializer[Summary]):
    """A summary as the office sees it."""

    case_number = serializers.CharField(source="case.number", read_only=True)
    request = serializers.CharField(read_only=True)
    fields = serializers.SerializerMethodField(method_name="shown")  # type: ignore[assignment]

    class Meta:
        model = Summary
        fields = [
            "id", "case", "case_number", "agency", "agreement", "consents", "purpose", "reference", "request",
            "fields", "expires_at", "state", "returned_reason", "created_by", "created_at", "updated_at",
            "released_by", "released_at", "ended_at", "end_reason", "end_note", "legal_basis",
            "authority", "interpreter",
        ]  # fmt: skip

    @extend_schema_field(SheetFieldSerializer(many=True))
    def shown(self, row: Summary) -> list[dict[str, Any]]:
        return sheet_fields(row.content)


class ReceivedSerializer(serializers.ModelSerializer[Release]):
    """A summary as the agency sees it: nothing of the case but the released fields."""

    id = serializers.IntegerField(source="pk", read_only=True)
    request = serializers.CharField(read_only=True)
    fields = serializers.SerializerMethodField(method_name="shown")  # type: ignore[assignment]
    answers = AnswerSerializer(many=True, read_only=True)
    changes = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = [
            "id", "reference", "purpose", "sender", "request", "fields", "released_at", "expires_at", "changed_since",
            "changes", "answers",
        ]  # fmt: skip

    @extend_schema_field(FieldChangeSerializer(many=True))
    def get_changes(self, row: Release) -> list[dict[str, Any]]:
        return [
            {
                "code": code, "label": label(code), "change": change, "before": before,
                "lines": lines(code, before) if before is not None else [],
            }
            for code, (change, before) in row.changes.items()
        ]  # fmt: skip

    @extend_schema_field(SheetFieldSerializer(many=True))
    def shown(self, row: Release) -> list[dict[str, Any]]:
        return sheet_fields(row.content)


class DestructionSerializer(serializers.ModelSerializer[Destruction]):
    """What an agency is asked to destroy; ``confirmed_at`` is empty until it says that it did."""

    id = serializers.IntegerField(source="pk", read_only=True)

    class Meta:
        model = Destruction
        fields = [
            "id", "reference", "purpose", "sender", "reason", "asked_at", "destroyed_on", "destroyed_by",
            "confirmed_at",
        ]  # fmt: skip


class DestructionInput(serializers.Serializer[Any]):
    destroyed_on = serializers.DateField()
    destroyed_by = serializers.CharField(max_length=160)


class SummaryInput(serializers.Serializer[Any]):
    """``until``: the last day; without it the longest that table, agreement and consent allow."""

    case = serializers.IntegerField(min_value=1)
    agency = serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all())
    purpose = serializers.ChoiceField(choices=SharingPurpose.choices)
    fields = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False)  # type: ignore[assignment]
    request = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    until = serializers.DateField(required=False, allow_null=True)


class OfferSerializer(serializers.Serializer[Any]):
    """One field of the disclosure table for a case: may it leave, and by which agreement and consent."""

    code = serializers.CharField(source="field.code")
    label = serializers.CharField(source="field.label")  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=DataKind.choices, source="field.kind")
    lines = serializers.ListField(child=serializers.CharField())
    agreement = serializers.IntegerField(source="agreement.pk", allow_null=True, default=None)
    consent = serializers.IntegerField(source="consent.pk", allow_null=True, default=None)
    can_leave = serializers.BooleanField()


class DisclosureSerializer(serializers.Serializer[Any]):
    """What left, to whom, when, how often read. Never its content."""

    id = serializers.IntegerField(source="pk")
    agency = serializers.IntegerField(source="agency_id")
    purpose = serializers.ChoiceField(choices=SharingPurpose.choices)
    reference = serializers.CharField()
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    legal_basis = serializers.ChoiceField(choices=LegalBasis.choices)
    released_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField(allow_blank=True)
    reading_count = serializers.IntegerField()
    last_reading = serializers.DateTimeField(allow_null=True)
