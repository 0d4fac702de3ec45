"""``arrivals/``: announced, landed, triaged, assigned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from accounts.rest.views import ReadViewSet
from cases.models import Arrival, Case, Transfer
from cases.serializers import arrivals as s
from cases.services.arrivals import (
    arrival_counts,
    arrival_create,
    arrival_land,
    arrival_update,
    not_listed_add,
    roll_call,
    triage,
)
from cases.services.transfers import Placement, arrival_proposal, transfers_request

from .base import LockMixin


class ArrivalViewSet(LockMixin, ReadViewSet):
    """Flights and land crossings of the own region; all of them for the national coordinator's operations."""

    resource = "arrival"
    queryset = Arrival.objects.select_related("phase__operation", "reception_centre")
    serializer_class = s.ArrivalSerializer
    filter_backends = ()
    keyset = ("-date", "-id")
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update", "people": "view",
        "land": "rollcall", "rollcall": "rollcall", "not_listed": "rollcall", "triage": "triage",
        "proposal": "assign", "assign": "assign",
    }  # fmt: skip

    @extend_schema(responses=s.ArrivalDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One arrival with how far it is."""
        return self._detail(self.row())

    def _detail(self, arrival: Arrival, status: int = 200) -> Response:
        context = {**self.get_serializer_context(), "counts": arrival_counts([arrival.pk])}
        data = s.ArrivalDetailSerializer(arrival, context=context).data
        response = self.answer(arrival, status=status)
        response.data = data
        return response

    @extend_schema(request=s.ArrivalSerializer, responses={201: s.ArrivalDetailSerializer})
    def create(self, request: Request) -> Response:
        """Announce an arrival."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self._detail(arrival_create(by=self.profile, **serializer.validated_data), status=201)

    @extend_schema(request=s.ArrivalSerializer, responses=s.ArrivalDetailSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an arrival."""
        row = self.row()
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return self._detail(arrival_update(row, by=self.profile, **serializer.validated_data))

    @extend_schema(responses=s.ArrivalPersonSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def people(self, request: Request, pk: str) -> Response:
        """The people of the arrival who are in sight, by family."""
        return Response(s.ArrivalPersonSerializer(self._people(self.row()), many=True).data)

    def _people(self, arrival: Arrival) -> QuerySet[Any]:
        found = Case.objects.visible_to(self.profile).filter(arrival=arrival)
        return found.select_related("person").order_by("family_id", "pk")

    def _changed(self, arrival: Arrival, changed: list[int]) -> Response:
        counts = arrival_counts([arrival.pk])[arrival.pk]
        return Response(s.ChangedSerializer({"changed": changed, "counts": counts}).data)

    @extend_schema(request=None, responses=s.ArrivalDetailSerializer)
    @action(detail=True, methods=["post"])
    def land(self, request: Request, pk: str) -> Response:
        """The flight has landed."""
        return self._detail(arrival_land(self.row(), by=self.profile))

    @extend_schema(request=s.RollCallSerializer, responses=s.ChangedSerializer)
    @action(detail=True, methods=["post"])
    def rollcall(self, request: Request, pk: str) -> Response:
        """Mark people present or absent. An absent child alerts at once."""
        arrival, sent = self.row(), self.valid(s.RollCallSerializer)
        marks = {one["case"]: one["presence"] for one in sent["marks"]}
        return self._changed(arrival, roll_call(arrival, marks=marks, by=self.profile))

    @extend_schema(request=s.NotListedSerializer, responses={201: s.ArrivalPersonSerializer})
    @action(detail=True, methods=["post"], url_path="not-listed")
    def not_listed(self, request: Request, pk: str) -> Response:
        """Register somebody who landed and is not on the list."""
        arrival, sent = self.row(), self.valid(s.NotListedSerializer)
        unaccompanied = sent.pop("unaccompanied")
        case = not_listed_add(arrival, values=sent, unaccompanied=unaccompanied, by=self.profile)
        return Response(s.ArrivalPersonSerializer(case).data, status=201)

    @extend_schema(request=s.TriageSerializer, responses=s.ChangedSerializer)
    @action(detail=True, methods=["post"])
    def triage(self, request: Request, pk: str) -> Response:
        """Set the risk of people of the arrival."""
        arrival, sent = self.row(), self.valid(s.TriageSerializer)
        levels = {one["case"]: one["risk"] for one in sent["levels"]}
        return self._changed(arrival, triage(arrival, levels=levels, reason=sent["reason"], by=self.profile))

    @extend_schema(responses=s.ArrivalProposalSerializer)
    @action(detail=True)
    def proposal(self, request: Request, pk: str) -> Response:
        """Where each household might go, by destination and load; families stay whole."""
        households, loads = arrival_proposal(self.row(), by=self.profile)
        return Response(s.ArrivalProposalSerializer({"households": households, "loads": loads}).data)

    @extend_schema(request=s.ArrivalAssignSerializer, responses={201: s.TransferSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def assign(self, request: Request, pk: str) -> Response:
        """Place households: within the region at once, elsewhere once the receiving supervisor accepts."""
        arrival, sent = self.row(), self.valid(s.ArrivalAssignSerializer)
        cases = {case.pk: case for case in self._people(arrival).select_related("office", "worker")}
        try:
            placements = [
                Placement([cases[key] for key in one["cases"]], one["office"], one.get("worker"), one["note"])
                for one in sent["placements"]
            ]
        except KeyError:
            raise NotFound from None
        made = transfers_request(placements, by=self.profile, arrival=arrival, note=sent["note"])
        rows = Transfer.objects.filter(pk__in=[one.pk for one in made]).prefetch_related("cases").order_by("pk")
        return Response(s.TransferSerializer(rows, many=True).data, status=201)
