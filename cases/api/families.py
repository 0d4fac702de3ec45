"""``families/``: households with members and kin, and what changes who lives in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AccessKind
from accounts.rest.views import ReadViewSet
from accounts.web import access_log
from cases.access import family_for
from cases.household import household_of, kin_among
from cases.implicated import implicated_ids
from cases.models import Family
from cases.serializers import families as s
from cases.services.families import (
    family_create,
    family_leave,
    family_merge,
    family_move,
    family_split,
    member_of,
)
from cases.services.households import newborn_register, relative_add

from .base import LockMixin


def _acts(takes: Any, status: int = 200) -> Any:
    return extend_schema(request=takes, responses={status: s.FamilySerializer})


@extend_schema_view(list=extend_schema(responses=s.FamilyRowSerializer(many=True)))
class FamilyViewSet(LockMixin, ReadViewSet):
    """Families, visible through the cases of their members."""

    resource = "family"
    queryset = Family.objects.all()
    serializer_class = s.FamilySerializer
    filter_backends = []
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "members": "view", "join": "update", "leave": "update",
        "split": "update", "merge": "update", "newborn": ("case", "create"), "relative": ("case", "create"),
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        if self.action == "list" and not getattr(self, "swagger_fake_view", False):
            return Family.objects.listed_for(self.profile)
        return super().get_queryset()

    def get_serializer_class(self) -> Any:
        return s.FamilyRowSerializer if self.action == "list" else s.FamilySerializer

    def answer(self, row: Any, *, status: int = 200) -> Response:
        """The household as it is now; of a family that is out of sight since, only its number."""
        row.household = household_of(row, self.profile)
        row.links = kin_among(row.household.persons, implicated_ids(row.household.cases, self.profile))
        return super().answer(row, status=status)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One household. The reading is logged."""
        family = self.row()
        access_log(self.profile, AccessKind.FAMILY, object_id=family.pk)
        return self.answer(family)

    @_acts(s.FamilyCreateInput, 201)
    def create(self, request: Request) -> Response:
        """A new family of people who have cases already."""
        members = self.valid(s.FamilyCreateInput)["members"]
        family = family_create(by=self.profile)
        for member in members:
            family_move(family, by=self.profile, **member)
        return self.answer(family, status=201)

    @extend_schema(responses=s.MemberSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def members(self, request: Request, pk: str) -> Response:
        """Who lives in the household."""
        household = household_of(self.row(), self.profile)
        return Response(s.MemberSerializer(household.members, many=True).data)

    @_acts(s.JoinInput)
    @members.mapping.post
    def join(self, request: Request, pk: str) -> Response:
        """Bring somebody in."""
        family = self.row()
        family_move(family, by=self.profile, **self.valid(s.JoinInput))
        return self.answer(family)

    @_acts(s.LeaveInput)
    @action(detail=True, methods=["post"], url_path="members/leave")
    def leave(self, request: Request, pk: str) -> Response:
        """Somebody leaves; kin links stay."""
        family, values = self.row(), self.valid(s.LeaveInput)
        member = member_of(family, values["person"].pk)
        family_leave(member, by=self.profile, on=values.get("on"), reason=values["reason"])
        return self.answer(family)

    @_acts(s.SplitInput, 201)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: str) -> Response:
        """Some members become a family of their own, which is the answer."""
        family = self.row()
        return self.answer(family_split(family, by=self.profile, **self.valid(s.SplitInput)), status=201)

    @_acts(s.MergeInput)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Everybody of another family comes into this one."""
        family, values = self.row(), self.valid(s.MergeInput)
        other = family_for(self.profile, values["other"])
        return self.answer(family_merge(family, other=other, reason=values["reason"], by=self.profile))

    @_acts(s.NewbornInput, 201)
    @action(detail=True, methods=["post"])
    def newborn(self, request: Request, pk: str) -> Response:
        """Register a child born to a member: person, kin both ways, and a case beside the mother's."""
        family = self.row()
        newborn_register(family, by=self.profile, **self.valid(s.NewbornInput))
        return self.answer(family, status=201)

    @_acts(s.RelativeInput, 201)
    @action(detail=True, methods=["post"])
    def relative(self, request: Request, pk: str) -> Response:
        """Register a relative of a member, with a case beside the member's."""
        family, values = self.row(), self.valid(s.RelativeInput)
        relative_add(family, values=values.pop("person"), by=self.profile, **values)
        return self.answer(family, status=201)
