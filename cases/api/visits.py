"""``visits/``: written once, for a whole household."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import Invalid
from accounts.rest.views import ReadViewSet
from cases.access import family_for
from cases.household import household_of
from cases.models import Family, Visit, VisitMember
from cases.serializers import visits as s
from cases.services.visits import MemberSeen, visit_record
from cases.visit_sections import sections_for

_NARROW = [
    OpenApiParameter("family", OpenApiTypes.INT, description="Only visits to this family."),
    OpenApiParameter("case", OpenApiTypes.INT, description="Only visits that speak of this case."),
]


class VisitViewSet(ReadViewSet):
    """Visits, visible through the family or through a member's case."""

    resource = "visit"
    queryset = Visit.objects.all()
    serializer_class = s.VisitSerializer
    filter_backends = []
    keyset = ("-on", "-id")
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return found
        members = VisitMember.objects.visible_to(self.profile)
        found = found.prefetch_related(Prefetch("members", queryset=members, to_attr="shown_members"))
        for name, lookup in (("family", "family"), ("case", "members__case")) if self.action == "list" else ():
            if text := self.request.query_params.get(name, ""):
                if not text.isascii() or not text.isdigit() or len(text) > 18:
                    raise ValidationError({name: [_("Give a number.")]})
                found = found.filter(**{lookup: int(text)})
        return found

    @extend_schema(parameters=_NARROW)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The visits, the latest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=s.VisitInput, responses={201: s.VisitSerializer})
    def create(self, request: Request) -> Response:
        """Record a visit to a whole household."""
        serializer = s.VisitInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        family = family_for(self.profile, values.pop("family"))
        members = [MemberSeen(**member) for member in values.pop("members")]
        sections = self._sections(family, values.pop("sections", {}))
        visit = visit_record(family, members=members, sections=sections, by=self.profile, **values)
        return Response(self.get_serializer(self.get_queryset().get(pk=visit.pk)).data, status=201)

    def _sections(self, family: Family, sent: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        """The cleaned answers to what was due. Raises Invalid for what was not asked, or is wrong."""
        if not sent:
            return {}
        flat = {f"{code}-{name}": value for code, answers in sent.items() for name, value in answers.items()}
        due = sections_for(family, household_of(family, self.profile).cases, self.profile, flat)
        forms = {section.code: form for section, form in due if section.code in sent}
        fields: dict[str, Any] = {code: _("This is not due.") for code in set(sent) - set(forms)}
        for code, form in forms.items():
            if not form.is_valid():
                fields |= {f"{code}-{name}": errors[0] for name, errors in form.errors.items()}
        if fields:
            raise Invalid(fields=fields)
        return {code: form.cleaned_data for code, form in forms.items()}
