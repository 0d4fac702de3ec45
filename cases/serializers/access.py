"""Openings, restrictions, cover: what the API shows and takes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Profile
from cases.models import Opening, Restriction
from cases.serializers.cases import CasePersonSerializer, TimelineEntrySerializer
from cases.services.restrictions import Named


class OpeningSerializer(serializers.ModelSerializer):
    """A case opened out of scope. ``case`` is its key; the officer goes by the number."""

    user_name = serializers.CharField(source="user.name", read_only=True)
    reviewed_by_name = serializers.CharField(source="reviewed_by.name", default=None, read_only=True)

    class Meta:
        model = Opening
        fields = [
            "id", "case", "number", "region", "user", "user_name", "kind", "reason", "opened_at", "until",
            "reviewed_at", "reviewed_by", "reviewed_by_name", "remark",
        ]  # fmt: skip
        read_only_fields = fields


class OpeningCreateSerializer(serializers.Serializer):
    """``birth_year`` is asked of workers and supervisors, not of the national coordinator."""

    number = serializers.CharField(max_length=12)
    birth_year = serializers.IntegerField(required=False, allow_null=True, min_value=1900, max_value=9999)
    reason = serializers.CharField(max_length=2000)


class RemarkSerializer(serializers.Serializer):
    remark = serializers.CharField(max_length=2000)


class OpeningReadSerializer(serializers.Serializer):
    """One reading in an opening."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    object_id = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class OpenedCaseSerializer(serializers.Serializer):
    """A case as the national coordinator sees it while her opening runs."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    risk = serializers.CharField()
    arrived_on = serializers.DateField(allow_null=True)
    next_due_at = serializers.DateField(allow_null=True)
    last_visit_on = serializers.DateField(allow_null=True)
    office = serializers.IntegerField(source="office_id")
    region = serializers.IntegerField(source="region_id")
    worker = serializers.IntegerField(source="worker_id", allow_null=True)
    person = CasePersonSerializer()
    family_numbers = serializers.ListField(child=serializers.CharField(), required=False)
    timeline = TimelineEntrySerializer(many=True, required=False)


class NamedSerializer(serializers.Serializer):
    """Somebody who may open a restricted case; ``decides`` on its plans and closing."""

    user = serializers.IntegerField()
    name = serializers.CharField()
    decides = serializers.BooleanField()


class RestrictionSerializer(serializers.ModelSerializer):
    """A restriction. ``people`` is empty for who does not decide on the case."""

    people = serializers.SerializerMethodField()

    class Meta:
        model = Restriction
        fields = [
            "id", "case", "number", "region", "reason", "made_at", "made_by", "lifted_at", "lifted_by",
            "lifted_reason", "people",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(NamedSerializer(many=True))
    def get_people(self, row: Restriction) -> list[dict[str, Any]]:
        named = self.context.get("named", {}).get(row.pk, Named())
        deciding = {one.pk for one in named.deciding}
        return [{"user": one.pk, "name": one.name, "decides": one.pk in deciding} for one in named.people]


class RestrictionCreateSerializer(serializers.Serializer):
    case = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=2000)
    people = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), many=True)


class RestrictionKeySerializer(serializers.Serializer):
    """The key alone: who restricts a case may not see it any more."""

    id = serializers.IntegerField()


class NamePeopleSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)
    people = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), many=True)


class CaseloadSerializer(serializers.Serializer):
    """What a worker carries, as far as the supervisor sees it."""

    worker = serializers.IntegerField()
    name = serializers.CharField()
    cases = serializers.IntegerField()


class CoverSerializer(serializers.Serializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all())
    until = serializers.DateTimeField()
    reason = serializers.CharField(max_length=2000)


class HandOverAllSerializer(serializers.Serializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all())


class CountSerializer(serializers.Serializer):
    """How many rows the step made or changed."""

    count = serializers.IntegerField()


class GrantExtendSerializer(serializers.Serializer):
    until = serializers.DateTimeField()


class GrantsEndSerializer(serializers.Serializer):
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=500)
