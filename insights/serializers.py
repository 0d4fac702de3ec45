"""The shapes of this room's answers, for the description of the API; the rows are made by ``api/shapes.py``."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.models import CaseGrant

from .enums import Age, ApprovalKind, Better
from .models import OddPattern


class ValueSerializer(serializers.Serializer[Any]):
    """``share``: hundredths, null where there is nothing to share."""

    count = serializers.IntegerField()
    of = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class PointSerializer(ValueSerializer):
    label = serializers.CharField()  # type: ignore[assignment]


class PartSerializer(ValueSerializer):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    list = serializers.CharField(allow_blank=True, help_text="The page of the list behind it.")


class IndicatorSerializer(ValueSerializer):
    """``list`` and ``list_api``: the cases behind it; ``listed``: how many they are."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    meaning = serializers.CharField()
    target = serializers.IntegerField(allow_null=True)
    better = serializers.ChoiceField(choices=Better.choices)
    met = serializers.BooleanField(allow_null=True)
    list = serializers.CharField(allow_blank=True)
    list_api = serializers.CharField(allow_blank=True)
    listed = serializers.IntegerField()
    parts = PartSerializer(many=True)
    trend = PointSerializer(many=True)


class OverdueSerializer(serializers.Serializer[Any]):
    """``ages``: follow-ups by how long they have been overdue."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    total = serializers.IntegerField()
    ages = serializers.DictField(child=serializers.IntegerField(), help_text=", ".join(Age.values))
    list = serializers.CharField(allow_blank=True)


class RegionFiguresSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    open_cases = serializers.IntegerField()
    list = serializers.CharField()
    indicators = PartSerializer(many=True)


class OperationFiguresSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    people = serializers.IntegerField()
    open_cases = serializers.IntegerField()
    list = serializers.CharField(allow_blank=True)


class WaitingCountSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ApprovalKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="Counted up to 100.")
    list = serializers.CharField()


class DashboardSerializer(serializers.Serializer[Any]):
    """The supervisor's or the country's figures. ``counted_at``: when the rows were counted; ``age_seconds`` since."""

    counted_at = serializers.DateTimeField(allow_null=True)
    age_seconds = serializers.IntegerField()
    open_cases = serializers.IntegerField()
    indicators = IndicatorSerializer(many=True)
    risk = PartSerializer(many=True)
    overdue = OverdueSerializer(many=True)
    operations = OperationFiguresSerializer(many=True)
    regions = RegionFiguresSerializer(many=True)
    approvals = WaitingCountSerializer(many=True)


class FigureSerializer(serializers.Serializer[Any]):
    """One summary row: a measure, its key, a region, a month (null: as it stands now)."""

    measure = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    region = serializers.IntegerField()
    month = serializers.DateField(allow_null=True)
    count = serializers.IntegerField()
    of = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer[Any]):
    counted_at = serializers.DateTimeField(allow_null=True)
    age_seconds = serializers.IntegerField()
    results = FigureSerializer(many=True)


class LoadSerializer(serializers.Serializer[Any]):
    """What a worker carries."""

    id = serializers.IntegerField(help_text="Key of this row.")
    worker = serializers.IntegerField()
    name = serializers.CharField()
    region = serializers.IntegerField()
    cases = serializers.IntegerField()
    families = serializers.IntegerField()
    overdue = serializers.IntegerField()
    high_unvisited = serializers.IntegerField()
    absent_until = serializers.DateField(allow_null=True)
    over_limit = serializers.BooleanField()


class FactSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    lines = serializers.ListField(child=serializers.CharField())


class ChoiceSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class WaitingSerializer(serializers.Serializer[Any]):
    """One thing to decide, with the evidence. ``case`` is empty for a transfer from elsewhere."""

    kind = serializers.ChoiceField(choices=ApprovalKind.choices)
    id = serializers.IntegerField()
    title = serializers.CharField()
    since = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    case = serializers.IntegerField(allow_null=True)
    number = serializers.CharField(allow_blank=True)
    facts = FactSerializer(many=True)
    decisions = serializers.ListField(child=serializers.CharField())
    workers = ChoiceSerializer(many=True)


class WaitingListSerializer(serializers.Serializer[Any]):
    """Of each kind the oldest 25."""

    results = WaitingSerializer(many=True)


class DecisionInput(serializers.Serializer[Any]):
    """``decision`` is one of the row's; ``comments`` are needed to return or decline."""

    decision = serializers.CharField()
    comments = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    worker = serializers.IntegerField(required=False, allow_null=True, default=None)


class RefreshAskedSerializer(serializers.Serializer[Any]):
    counted_at = serializers.DateTimeField(allow_null=True)
    age_seconds = serializers.IntegerField()


class TargetSerializer(serializers.Serializer[Any]):
    """Indicator → hundredths; ``caseload_limit`` in cases."""

    targets = serializers.DictField(child=serializers.IntegerField())


class ProtectionFigureSerializer(serializers.Serializer[Any]):
    """``more``: the count was capped; ``list``: the page of what it counts."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    more = serializers.BooleanField()
    urgent = serializers.BooleanField()
    list = serializers.CharField()


class ProtectionSerializer(serializers.Serializer[Any]):
    next_deadline = serializers.DateField(allow_null=True)
    figures = ProtectionFigureSerializer(many=True)


class OddPatternSerializer(serializers.ModelSerializer[OddPattern]):
    class Meta:
        model = OddPattern
        fields = ["id", "kind", "user", "begins_at", "ends_at", "count", "reviewed_at", "reviewed_by"]


class GrantRowSerializer(serializers.ModelSerializer[CaseGrant]):
    """``case`` is a key: the officer sees no case."""

    case = serializers.IntegerField(source="content_object_id", read_only=True)

    class Meta:
        model = CaseGrant
        fields = ["id", "user", "case", "purpose", "given_by", "created_at", "until"]
