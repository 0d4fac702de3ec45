"""``summaries/``: for the office built, released, withdrawn; for an agency just what it received, in its own shape."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AGENCY_ROLES
from accounts.models import Agency
from accounts.rest.rendering import OrjsonRenderer
from accounts.rest.views import with_etag
from cases.access import case_for
from cases.api.base import OfCaseFilterBackend, OfCaseViewSet
from cases.enums import SharingPurpose
from sharing.coverage import coverage
from sharing.models import Handover, Summary, SummaryAnswer
from sharing.serializers import (
    AnswerSerializer,
    HandoverInput,
    HandoverSerializer,
    OfferSerializer,
    PaperAnswerInput,
    ReasonInput,
    ReceivedSerializer,
    ReplyInput,
    SummaryInput,
    SummarySerializer,
)
from sharing.services.answers import answer_reply
from sharing.services.papers import handover_record, paper_answer_record, summary_print
from sharing.services.summaries import summary_build, summary_release, summary_return, summary_withdraw

from .received import PDF, FileRenderer, PdfRenderer, ReceivedMixin

_EITHER = PolymorphicProxySerializer(
    component_name="SummaryOrReceived", serializers=[SummarySerializer, ReceivedSerializer],
    resource_type_field_name=None,
)  # fmt: skip
_EITHER_LIST = PolymorphicProxySerializer(
    component_name="SummaryOrReceived", serializers=[SummarySerializer, ReceivedSerializer],
    resource_type_field_name=None, many=True,
)  # fmt: skip


def _number(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.INT, required=True)


class SummaryViewSet(ReceivedMixin, OfCaseViewSet):  # type: ignore[misc]
    """Summaries. An agency that asks here reads its own received ones and nothing of the office's."""

    resource = "summary"
    actions_policy = {
        "list": "list", "retrieve": "view", "create": "build", "release": "release", "give_back": "release",
        "withdraw": "withdraw", "reply": "build", "answers": "build", "offers": "build",
        "answer": ("received", "answer"), "pdf": ("received", "view"), "handovers": "handover",
        "paper_answer": "handover", "printed": "handover",
    }  # fmt: skip
    serializer_class = SummarySerializer
    queryset = Summary.objects.all()
    keyset = ("-pk",)

    @property
    def for_agency(self) -> bool:
        return self.profile.role in AGENCY_ROLES

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("case__region", "agency").prefetch_related("consents")

    def own(self) -> Summary:
        """The row of the address, locked for a write by the service that follows."""
        found = self.get_queryset().filter(pk=int(self.kwargs["pk"])).first()
        if found is None:
            raise Http404
        return found

    @extend_schema(responses=_EITHER_LIST)
    def list(self, request: Request) -> Response:
        """Newest first; ``?case=`` narrows to one case. For an agency: what it may read now."""
        if self.for_agency:
            return self.received_list()
        rows = self.paginate_queryset(OfCaseFilterBackend().filter_queryset(request, self.get_queryset(), self))
        return self.get_paginated_response(SummarySerializer(rows, many=True).data)

    @extend_schema(responses=_EITHER)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.received_retrieve() if self.for_agency else self.answer_row(self.own())

    def answer_row(self, row: Summary, status: int = 200) -> Response:
        return with_etag(Response(SummarySerializer(row).data, status=status), row.updated_at)

    def again(self, row: Summary) -> Response:
        """The row as it is now: triggers may have changed it."""
        return self.answer_row(self.get_queryset().get(pk=row.pk))

    @extend_schema(request=SummaryInput, responses={201: SummarySerializer})
    def create(self, request: Request) -> Response:
        """Take a snapshot of the chosen fields; it waits for a supervisor's release."""
        values = self.valid(SummaryInput)
        case = case_for(self.profile, values.pop("case"))
        return self.answer_row(summary_build(case, by=self.profile, **values), status=201)

    @extend_schema(request=None, responses=SummarySerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """Let it go to the agency. Refused to the one who built it."""
        return self.again(summary_release(self.own(), by=self.profile))

    @extend_schema(request=ReasonInput, responses=SummarySerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request: Request, pk: str) -> Response:
        """Return it to the one who built it, with a reason."""
        return self.again(summary_return(self.own(), by=self.profile, **self.valid(ReasonInput)))

    @extend_schema(request=None, responses=PDF)
    @action(
        detail=True, methods=["post"], url_path="print", url_name="print",
        renderer_classes=[PdfRenderer, FileRenderer, OrjsonRenderer],
    )  # fmt: skip
    def printed(self, request: Request, pk: str) -> Response:
        """For an agency that works on paper: the document to be handed over; the printing is recorded."""
        return Response(summary_print(self.own(), by=self.profile), content_type="application/pdf")

    @extend_schema(methods=["get"], responses=HandoverSerializer(many=True))
    @extend_schema(methods=["post"], request=HandoverInput, responses={201: HandoverSerializer})
    @action(detail=True, methods=["get", "post"], filter_backends=[], pagination_class=None)
    def handovers(self, request: Request, pk: str) -> Response:
        """To whom the printed summary went, and when."""
        if request.method == "GET":
            return Response(HandoverSerializer(Handover.objects.filter(release_id=self.own().pk), many=True).data)
        made = handover_record(self.own(), by=self.profile, **self.valid(HandoverInput))
        return Response(HandoverSerializer(made).data, status=201)

    @extend_schema(request=PaperAnswerInput, responses={201: AnswerSerializer})
    @action(detail=True, methods=["post"], url_path="paper-answer")
    def paper_answer(self, request: Request, pk: str) -> Response:
        """What an agency that works on paper said by letter or telephone."""
        made = paper_answer_record(self.own(), by=self.profile, **self.valid(PaperAnswerInput))
        return Response(AnswerSerializer(made).data, status=201)

    @extend_schema(request=ReasonInput, responses=SummarySerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """End it; the agency can no longer read it."""
        return self.again(summary_withdraw(self.own(), by=self.profile, **self.valid(ReasonInput)))

    @extend_schema(responses=AnswerSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def answers(self, request: Request, pk: str) -> Response:
        """What the agency answered."""
        return Response(AnswerSerializer(SummaryAnswer.objects.filter(release_id=self.own().pk), many=True).data)

    @extend_schema(request=ReplyInput, responses=AnswerSerializer)
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Reply to a question of the agency."""
        values = self.valid(ReplyInput)
        answer = SummaryAnswer.objects.filter(release_id=self.own().pk, pk=values["answer"]).first()
        if answer is None:
            raise Http404
        return Response(AnswerSerializer(answer_reply(answer, text=values["text"], by=self.profile)).data)

    @extend_schema(
        parameters=[_number("case"), _number("agency"), OpenApiParameter("purpose", str, required=True)],
        responses=OfferSerializer(many=True), filters=False,
    )  # fmt: skip
    @action(detail=False, filter_backends=[], pagination_class=None)
    def offers(self, request: Request) -> Response:
        """Which fields may leave for a case, an agency and a purpose, and by which agreement and consent."""
        sent = request.query_params
        if not (sent.get("case", "").isdigit() and sent.get("agency", "").isdigit()):
            raise ValidationError({"case": ["Give case and agency."]})
        if sent.get("purpose") not in SharingPurpose.values:
            raise ValidationError({"purpose": ["Give a purpose."]})
        case = case_for(self.profile, int(sent["case"]))
        agency = Agency.objects.filter(pk=int(sent["agency"])).first()
        if agency is None:
            raise Http404
        found = coverage(case, agency=agency, purpose=sent["purpose"])
        return Response(OfferSerializer(found.offers, many=True).data)
