"""``persons/``: found by any spelling, registered, mended; their names and papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AccessKind
from accounts.rest.problems import problem
from accounts.rest.views import ReadViewSet
from accounts.web import access_log
from cases.dates import PartialDate
from cases.enums import Precision
from cases.finding import Match, find, number_in_address, possible_matches
from cases.models import Case, Person
from cases.serializers import persons as s
from cases.services.households import Paper, walk_in_open
from cases.services.persons import identifier_add, person_name_add, person_update

from .base import LockMixin

_Q = OpenApiParameter("q", OpenApiTypes.STR, description="A case's or family's number. For names: persons/search/.")
_MOST = 50


class PersonViewSet(LockMixin, ReadViewSet):
    """Persons, visible through their cases. Writes take ``If-Match`` with the ETag of the person."""

    resource = "person"
    queryset = Person.objects.all()
    serializer_class = s.PersonSerializer
    filter_backends = []
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "search": "search",
        "retrieve": "view", "create": ("case", "create"), "partial_update": "update", "names": "view",
        "name_add": "update", "identifiers": ("identifier", "view"), "identifier_add": ("identifier", "create"),
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related(self._shown_cases())

    def _shown_cases(self) -> Prefetch:
        cases = Case.objects.none()
        if not getattr(self, "swagger_fake_view", False):
            cases = Case.objects.visible_to(self.profile).order_by("-id")
        return Prefetch("cases", queryset=cases, to_attr="shown_cases")

    @extend_schema(parameters=[_Q], responses=s.PersonSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All, or with ``?q=`` those of a number. A name is refused: no name stands in an address."""
        text = request.query_params.get("q", "").strip()
        if not text:
            return super().list(request, *args, **kwargs)
        return self._found(number_in_address(text))

    @extend_schema(request=s.SearchSerializer, responses=s.PersonSerializer(many=True))
    @action(detail=False, methods=["post"])
    def search(self, request: Request) -> Response:
        """The nearest in one page, best first: by a name in any script, a number, or a paper's number."""
        return self._found(self.valid(s.SearchSerializer)["q"])

    def _found(self, text: str) -> Response:
        keys = list(dict.fromkeys(one.case.person_id for one in find(text, by=self.profile, limit=_MOST)))
        access_log(self.profile, AccessKind.SEARCH, count=len(keys))
        rows = {person.pk: person for person in self.get_queryset().filter(pk__in=keys)}
        found = [rows[key] for key in keys if key in rows]
        data = self.get_serializer(found, many=True).data
        return Response({"results": data, "next": None, "previous": None})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One person. The reading is logged with her newest case."""
        person = self.row()
        access_log(self.profile, AccessKind.CASE, case_id=person.shown_cases[0].pk, object_id=person.pk)
        return self.answer(person)

    @extend_schema(request=s.PersonCreateSerializer, responses={201: s.PersonSerializer})
    def create(self, request: Request) -> Response:
        """Register a walk-in with a family of her own and a case."""
        values = self.valid(s.PersonCreateSerializer)
        confirmed, paper = values.pop("confirmed_new"), values.pop("paper", None)
        about = {key: values.pop(key, None) for key in ("office", "worker", "arrived_on")}
        unaccompanied = values.pop("unaccompanied")
        if not confirmed and (matches := self._matches(values, paper)):
            told = [{"case": m.case.pk, "person": m.case.person_id, "reasons": list(m.reasons)} for m in matches]
            text = _("Somebody very like this is already here. Send confirmed_new where she is none of them.")
            return problem("possible_matches", 409, text, matches=told)
        case = walk_in_open(
            values=values, by=self.profile, unaccompanied=unaccompanied, paper=Paper(**paper) if paper else None,
            **about,
        )  # fmt: skip
        return self.answer(self.get_queryset().get(pk=case.person_id), status=201)

    def _matches(self, values: Mapping[str, Any], paper: Mapping[str, Any] | None) -> Sequence[Match]:
        first, last = values.get("birth_earliest"), values.get("birth_latest")
        birth = PartialDate(first, last, Precision(values.get("birth_precision") or "day")) if first and last else None
        name = " ".join(filter(None, (values.get(key) for key in ("surname", "given_name", "patronymic"))))
        return possible_matches(
            name=name, by=self.profile, sex=values.get("sex", ""), birth=birth, papers=[paper["value"]] if paper else []
        )

    @extend_schema(request=s.PersonFields(partial=True), responses=s.PersonSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Mend details; the earlier ones stay in the history."""
        person = self.row()
        serializer = s.PersonFields(data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return self.answer(person_update(person, by=self.profile, **serializer.validated_data))

    @extend_schema(responses=s.PersonNameSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def names(self, request: Request, pk: str) -> Response:
        """Other names and spellings."""
        return Response(s.PersonNameSerializer(self.row().names.order_by("pk"), many=True).data)

    @extend_schema(request=s.PersonNameSerializer, responses={201: s.PersonNameSerializer})
    @names.mapping.post
    def name_add(self, request: Request, pk: str) -> Response:
        """Keep another name or spelling."""
        name = person_name_add(self.row(), by=self.profile, **self.valid(s.PersonNameSerializer))
        return Response(s.PersonNameSerializer(name).data, status=201)

    @extend_schema(responses=s.IdentifierSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def identifiers(self, request: Request, pk: str) -> Response:
        """The numbers of her papers in plain. The reading is logged."""
        person = self.row()
        found = list(person.identifiers.order_by("pk"))
        access_log(
            self.profile, AccessKind.IDENTIFIER, case_id=person.shown_cases[0].pk, object_id=person.pk, count=len(found)
        )
        return Response(s.IdentifierSerializer(found, many=True).data)

    @extend_schema(request=s.PaperInput, responses={201: s.IdentifierSerializer})
    @identifiers.mapping.post
    def identifier_add(self, request: Request, pk: str) -> Response:
        """Keep the number of a paper, encrypted."""
        paper = identifier_add(self.row(), by=self.profile, **self.valid(s.PaperInput))
        return Response(s.IdentifierSerializer(paper).data, status=201)
