"""``received/``: what an agency may read, and its answers. The same answers stand behind ``summaries/`` for it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.rendering import OrjsonRenderer
from accounts.rest.views import PolicyViewSet
from sharing.enums import Channel
from sharing.models import Release
from sharing.pdf import summary_pdf
from sharing.queries import received
from sharing.serializers import AnswerInput, AnswerSerializer, ReceivedSerializer
from sharing.services.answers import answer_add
from sharing.services.readings import reading_log, readings_log
from sharing.sheets import sheet_of_release


class PdfRenderer(BaseRenderer):
    """application/pdf; a refusal stays a problem document."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return data if isinstance(data, bytes) else OrjsonRenderer().render(data)


class FileRenderer(PdfRenderer):
    """The same document for a program that asks for any file."""

    media_type = "application/octet-stream"


#: How a document is described. A generated client knows files, not PDF; by either name it is the same bytes.
PDF = {(200, FileRenderer.media_type): OpenApiTypes.BINARY, (200, PdfRenderer.media_type): OpenApiTypes.BINARY}


class ReceivedMixin:
    """Reading and answering. Every row that leaves is logged before it does."""

    def released(self: Any) -> Release:
        """The release of the address, if it is addressed to the reader's agency and runs; else 404."""
        found = received(self.profile).filter(pk=int(self.kwargs["pk"])).first()
        if found is None:
            raise Http404
        return found

    def received_list(self: Any) -> Response:
        rows = self.paginate_queryset(received(self.profile))
        readings_log(rows, channel=Channel.API, by=self.profile)
        return self.get_paginated_response(ReceivedSerializer(rows, many=True).data)

    def received_retrieve(self: Any) -> Response:
        release = self.released()
        reading_log(release, channel=Channel.API, by=self.profile)
        return Response(ReceivedSerializer(release).data)

    @extend_schema(request=AnswerInput, responses={201: AnswerSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def answer(self: Any, request: Request, pk: str) -> Response:
        """Accept, decline with a reason, report a service, or ask."""
        release = self.released()
        answer = answer_add(release, by=self.profile, **self.valid(AnswerInput))
        return Response(AnswerSerializer(answer).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        responses=PDF,
        parameters=[OpenApiParameter("format", exclude=True)],
    )
    @action(detail=True, renderer_classes=[PdfRenderer, FileRenderer, OrjsonRenderer], filter_backends=[])
    def pdf(self: Any, request: Request, pk: str) -> Response:
        """The summary as a document with its reader's mark on it."""
        release, at = self.released(), timezone.now()
        code = reading_log(release, channel=Channel.PDF, by=self.profile)
        document = summary_pdf(
            sheet_of_release(release), agency=str(self.profile.agency), reader=self.profile.name, at=at, code=code
        )
        return Response(
            document, content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{release.reference}.pdf"'},
        )  # fmt: skip


class ReceivedViewSet(ReceivedMixin, PolicyViewSet):
    """For agencies: released summaries that are addressed to them and run now."""

    resource = "received"
    actions_policy = {"list": "list", "retrieve": "view", "answer": "answer", "pdf": "view"}
    serializer_class = ReceivedSerializer
    queryset = Release.objects.all()
    keyset = ("-pk",)
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Any]:
        return Release.objects.none() if getattr(self, "swagger_fake_view", False) else received(self.profile)

    def list(self, request: Request) -> Response:
        return self.received_list()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.received_retrieve()
