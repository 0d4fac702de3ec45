"""``notes/`` and ``documents/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases.models import Document, Note
from cases.serializers import case_work as s
from cases.services.documents import document_add, document_open
from cases.services.notes import note_add
from cases.views.documents import document_response, small_response

from .base import OfCaseViewSet

Pairs = Mapping[str, str | tuple[str, str]]


@extend_schema_view(list=extend_schema(description="Notes, newest first."))
class NoteViewSet(OfCaseViewSet):
    """Notes of cases. A note is not changed; a correction is another note."""

    resource = "note"
    queryset = Note.objects.all()
    serializer_class = s.NoteSerializer
    keyset = ("-happened_on", "-id")
    actions_policy: ClassVar[Pairs] = {"list": "list", "retrieve": "view", "create": "create"}

    @extend_schema(request=s.NoteCreateSerializer, responses={201: s.NoteSerializer})
    def create(self, request: Request) -> Response:
        """Write a note."""
        values = self.valid(s.NoteCreateSerializer)
        return self.answer(note_add(self.case(values.pop("case")), by=self.profile, **values), status=201)


@extend_schema_view(list=extend_schema(description="Papers, newest first."))
class DocumentViewSet(OfCaseViewSet):
    """Papers of cases: kept encrypted, checked by their content; each opening is logged."""

    resource = "document"
    queryset = Document.objects.all()
    serializer_class = s.DocumentSerializer
    parser_classes = [MultiPartParser]
    actions_policy: ClassVar[Pairs] = {
        "list": "list", "retrieve": "view", "create": "create", "download": "view", "small": "view",
    }  # fmt: skip

    @extend_schema(
        request={"multipart/form-data": s.DocumentCreateSerializer}, responses={201: s.DocumentSerializer}
    )
    def create(self, request: Request) -> Response:
        """Keep a paper."""
        values = self.valid(s.DocumentCreateSerializer)
        upload = values.pop("file")
        document = document_add(
            self.case(values.pop("case")), content=upload.read(), file_name=upload.name, by=self.profile, **values
        )
        return self.answer(document, status=201)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[])
    def download(self, request: Request, pk: str) -> HttpResponse:
        """The file itself."""
        document = self.row()
        return document_response(document, document_open(document, by=self.profile))

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[])
    def small(self, request: Request, pk: str) -> HttpResponse:
        """The small picture of a photograph."""
        return small_response(self.row())
