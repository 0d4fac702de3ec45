"""Persons, their names and the numbers of their papers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import Office, Profile
from cases.ages import age_of
from cases.enums import CaseStatus, IdentifierKind, Precision, Risk
from cases.models import Case, Identifier, Person, PersonName


class PersonCaseSerializer(serializers.ModelSerializer[Case]):
    """A case of a person, as far as the reader may see it."""

    status = serializers.ChoiceField(choices=CaseStatus.choices)
    risk = serializers.ChoiceField(choices=Risk.choices)

    class Meta:
        model = Case
        fields = ["id", "number", "status", "risk", "family", "worker"]


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person with the cases through which the reader sees her. ``age`` is for people to read."""

    name = serializers.CharField(source="full_name", read_only=True)
    age = serializers.SerializerMethodField()
    phone = serializers.CharField(read_only=True, allow_null=True)
    cases = PersonCaseSerializer(many=True, read_only=True, source="shown_cases")

    class Meta:
        model = Person
        fields = [
            "id", "name", "surname", "given_name", "patronymic", "name_unknown", "script", "sex", "age",
            "birth_earliest", "birth_latest", "birth_precision", "birth_place", "citizenship", "languages", "phone",
            "died_on", "created_at", "updated_at", "cases",
        ]  # fmt: skip
        read_only_fields = fields

    def get_age(self, person: Person) -> str:
        return age_of(person)


class PersonFields(serializers.ModelSerializer[Person]):
    """What may be written on a person."""

    birth_precision = serializers.ChoiceField(choices=Precision.choices, required=False, allow_blank=True)
    phone = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=40)
    languages = serializers.ListField(child=serializers.CharField(max_length=10), required=False)

    class Meta:
        model = Person
        fields = [
            "surname", "given_name", "patronymic", "name_unknown", "sex", "birth_earliest", "birth_latest",
            "birth_precision", "birth_place", "citizenship", "languages", "phone", "died_on",
        ]  # fmt: skip

    def validate_phone(self, value: str | None) -> str | None:
        return value or None


class PaperInput(serializers.Serializer[Any]):
    """The number of a paper."""

    kind = serializers.ChoiceField(choices=IdentifierKind.choices)
    value = serializers.CharField(max_length=60)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)


class PersonCreateSerializer(PersonFields):
    """A walk-in: person, a family of her own, and a case. Where somebody very like her is here already, the answer is
    409 with ``matches``; ``confirmed_new`` says that she is none of them."""

    office = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all(), required=False, allow_null=True)
    worker = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), required=False, allow_null=True)
    arrived_on = serializers.DateField(required=False, allow_null=True)
    unaccompanied = serializers.BooleanField(required=False, default=False)
    paper = PaperInput(required=False, allow_null=True)
    confirmed_new = serializers.BooleanField(required=False, default=False)

    class Meta(PersonFields.Meta):
        fields = [
            *PersonFields.Meta.fields, "office", "worker", "arrived_on", "unaccompanied", "paper", "confirmed_new",
        ]  # fmt: skip


class PersonNameSerializer(serializers.ModelSerializer[PersonName]):
    """Another name, or the same in another script or spelling."""

    class Meta:
        model = PersonName
        fields = ["id", "surname", "given_name", "patronymic", "script", "source", "created_at"]
        read_only_fields = ["id", "script", "created_at"]


class IdentifierSerializer(serializers.ModelSerializer[Identifier]):
    """The number of a paper in plain; each reading is logged."""

    value = serializers.CharField()

    class Meta:
        model = Identifier
        fields = ["id", "kind", "value", "country", "created_at"]


class SearchSerializer(serializers.Serializer[Any]):
    """What is searched for; in the body, never in an address."""

    q = serializers.CharField(max_length=200)
