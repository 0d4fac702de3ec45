"""Families with their members and kin, and what changes who lives in one."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import Profile
from cases.enums import CaseStatus, Relation, Risk, Sex
from cases.models import Family, Kinship, Person

from .persons import PersonFields


class VisiblePersonField(serializers.PrimaryKeyRelatedField):
    """A person by key, among those whom the reader may see; all others are "does not exist" alike."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Person.objects.none())
        super().__init__(**kwargs)

    def get_queryset(self) -> Any:
        profile: Profile | None = self.context.get("profile")
        return Person.objects.visible_to(profile)


class FamilyRowSerializer(serializers.ModelSerializer[Family]):
    """A row of the list."""

    class Meta:
        model = Family
        fields = ["id", "number", "created_at", "updated_at"]


class MemberSerializer(serializers.Serializer[Any]):
    """Somebody in the household, with her newest case."""

    person = serializers.IntegerField(source="person.pk")
    name = serializers.CharField(source="person.full_name")
    age = serializers.CharField()
    child = serializers.BooleanField()
    relation = serializers.ChoiceField(source="membership.relation", choices=Relation.choices)
    is_caregiver = serializers.BooleanField(source="membership.is_caregiver")
    case = serializers.IntegerField(source="case.pk")
    case_number = serializers.CharField(source="case.number")
    status = serializers.ChoiceField(source="case.status", choices=CaseStatus.choices)
    risk = serializers.ChoiceField(source="case.risk", choices=Risk.choices)
    next_due_at = serializers.DateField(source="case.next_due_at", allow_null=True)
    last_visit_on = serializers.DateField(source="case.last_visit_on", allow_null=True)


class KinSerializer(serializers.ModelSerializer[Kinship]):
    """``person`` is the ``relation`` of ``relative``."""

    class Meta:
        model = Kinship
        fields = ["person", "relation", "relative"]


class FamilySerializer(serializers.ModelSerializer[Family]):
    """A household. ``hidden`` counts members whose cases are not the reader's to see."""

    members = MemberSerializer(many=True, source="household.members")
    hidden = serializers.IntegerField(source="household.hidden")
    kin = KinSerializer(many=True, source="links")

    class Meta:
        model = Family
        fields = ["id", "number", "created_at", "updated_at", "hidden", "members", "kin"]


class JoinInput(serializers.Serializer[Any]):
    """Bring somebody in; where she lives in another family, she leaves it."""

    person = VisiblePersonField()
    relation = serializers.ChoiceField(choices=Relation.choices)
    is_caregiver = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=1000)


class LeaveInput(serializers.Serializer[Any]):
    person = VisiblePersonField()
    reason = serializers.CharField(max_length=1000)
    on = serializers.DateField(required=False, allow_null=True)


class SplitInput(serializers.Serializer[Any]):
    """Who moves out together."""

    persons = VisiblePersonField(many=True)
    reason = serializers.CharField(max_length=1000)


class MergeInput(serializers.Serializer[Any]):
    """Everybody of the family ``other`` comes into this one."""

    other = serializers.IntegerField()
    reason = serializers.CharField(max_length=1000)


class FamilyCreateInput(serializers.Serializer[Any]):
    """A new family of people who have cases already; the first is usually the head."""

    members = JoinInput(many=True, allow_empty=False)


class NewbornInput(serializers.Serializer[Any]):
    """A child born to a member."""

    mother = VisiblePersonField()
    sex = serializers.ChoiceField(choices=Sex.choices)
    born_on = serializers.DateField()
    given_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    surname = serializers.CharField(max_length=120, required=False, allow_blank=True)
    patronymic = serializers.CharField(max_length=120, required=False, allow_blank=True)
    birth_place = serializers.CharField(max_length=120, required=False, allow_blank=True)


class RelativeInput(serializers.Serializer[Any]):
    """A new person who is the ``relation`` of the member ``relative``."""

    person = PersonFields()
    relative = VisiblePersonField()
    relation = serializers.ChoiceField(choices=Relation.choices)
    is_caregiver = serializers.BooleanField(required=False, default=False)
