"""``manifests/``: uploaded, mapped, mended, accepted by a job, undone, compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AccessKind
from accounts.errors import NotFound
from accounts.rest.views import ReadViewSet
from accounts.web import access_log
from cases.manifest.codes import ManifestError
from cases.manifest.reading import MAX_BYTES
from cases.models import Arrival, Manifest
from cases.serializers import arrivals as s
from cases.services.manifests import (
    manifest_accept_start,
    manifest_compare,
    manifest_decide,
    manifest_map,
    manifest_progress,
    manifest_undo,
    manifest_upload,
)

from .base import LockMixin

_ARRIVAL = OpenApiParameter("arrival", OpenApiTypes.INT, description="Only manifests of this arrival.")


class ManifestViewSet(LockMixin, ReadViewSet):
    """Manifests of the flights that the own region receives."""

    resource = "manifest"
    queryset = Manifest.objects.select_related("arrival__reception_centre")
    serializer_class = s.ManifestSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    parser_classes = [JSONParser, MultiPartParser]
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "import", "map": "import", "decide": "import",
        "accept": "accept", "progress": "view", "undo": "undo", "compare": "view",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset()
        arrival = self.request.query_params.get("arrival", "") if self.action == "list" else ""
        if arrival and not (arrival.isascii() and arrival.isdigit() and len(arrival) < 19):
            raise ValidationError({"arrival": ["Give a number."]})
        return found.filter(arrival=int(arrival)) if arrival else found

    @extend_schema(parameters=[_ARRIVAL])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The manifests, the latest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=s.ManifestDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One manifest with its rows. The reading is logged."""
        manifest = self.row()
        access_log(self.profile, AccessKind.MANIFEST, object_id=manifest.pk)
        return self._detail(manifest)

    def _detail(self, manifest: Manifest, status: int = 200) -> Response:
        response = self.answer(manifest, status=status)
        response.data = s.ManifestDetailSerializer(manifest, context=self.get_serializer_context()).data
        return response

    @extend_schema(
        request={"multipart/form-data": s.ManifestUploadSerializer}, responses={201: s.ManifestDetailSerializer}
    )
    def create(self, request: Request) -> Response:
        """Upload a file. The same file again answers with the manifest that stands there already."""
        sent = self.valid(s.ManifestUploadSerializer)
        arrival = Arrival.objects.visible_to(self.profile).filter(pk=sent["arrival"]).first()
        if arrival is None or arrival.reception_centre.region_id != self.profile.region_id:
            raise NotFound
        revised = None
        if sent.get("revision_of"):
            revised = super().get_queryset().filter(pk=sent["revision_of"], arrival=arrival).first()
            if revised is None:
                raise NotFound
        file = sent["file"]
        if file.size > MAX_BYTES:
            raise ManifestError("too_large")
        manifest = manifest_upload(
            arrival=arrival, data=file.read(), file_name=file.name, revision_of=revised, by=self.profile
        )
        return self._detail(manifest, status=201)

    @extend_schema(request=s.ManifestMapSerializer, responses=s.ManifestDetailSerializer)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def map(self, request: Request, pk: str) -> Response:
        """Assign columns; a column without a field is dropped."""
        manifest, sent = self.row(), self.valid(s.ManifestMapSerializer)
        chosen = {one["index"]: one["field"] or None for one in sent["columns"]}
        return self._detail(manifest_map(manifest, chosen=chosen, by=self.profile))

    @extend_schema(request=s.ManifestDecideSerializer, responses=s.ManifestDetailSerializer)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def decide(self, request: Request, pk: str) -> Response:
        """Mend a row, leave it out, or say that the name is unknown. All rows are checked anew."""
        manifest, sent = self.row(), self.valid(s.ManifestDecideSerializer)
        manifest_decide(manifest, by=self.profile, **sent)
        return self._detail(manifest)

    @extend_schema(request=None, responses={202: s.ProgressSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Let a job accept the good rows; ask ``progress/`` how far it is."""
        manifest = manifest_accept_start(self.row(), by=self.profile)
        return Response(s.ProgressSerializer(manifest_progress(manifest)).data, status=202)

    @extend_schema(responses=s.ProgressSerializer)
    @action(detail=True)
    def progress(self, request: Request, pk: str) -> Response:
        """How far accepting is."""
        return Response(s.ProgressSerializer(manifest_progress(self.row())).data)

    @extend_schema(request=None, responses=s.ManifestSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take back what accepting made: within 24 hours, while nobody has worked on the cases."""
        return self.answer(manifest_undo(self.row(), by=self.profile))

    @extend_schema(responses=s.ComparisonSerializer)
    @action(detail=True)
    def compare(self, request: Request, pk: str) -> Response:
        """What a revised manifest adds, changes and removes."""
        return Response(s.ComparisonSerializer(manifest_compare(self.row())).data)
