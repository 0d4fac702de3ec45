"""``medical/vaccinations/`` and the like: one view set for each kind of record, derived from its spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.base import OfCaseViewSet
from rehabilitation.serializers import CREATE, READ, UPDATE, InErrorSerializer
from rehabilitation.services.records import record_create, record_enter_in_error, record_update
from rehabilitation.specs import MODULES, ModuleSpec, RecordSpec


class RecordViewSet(OfCaseViewSet):
    """Records of one kind. Nothing is deleted: a record is entered in error."""

    spec: ClassVar[RecordSpec]
    keyset = ("-on", "-id")
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update",
        "in_error": "update",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        # The rules of a record ask for the person (age, birth); a list does not.
        found = super().get_queryset()
        return found if self.action == "list" else found.select_related("case__person")

    def create(self, request: Request) -> Response:
        """Record something in a case."""
        values = self.valid(CREATE[self.spec.code])
        case = self.case(values.pop("case"))
        options = {name: values.pop(name) for name in self.spec.model.options}
        return self.answer(record_create(case, spec=self.spec, by=self.profile, options=options, **values), status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Mend or continue a record. Takes ``If-Match``."""
        record = self.row()
        values = self.valid(UPDATE[self.spec.code], partial=True)
        return self.answer(record_update(record, by=self.profile, **values))

    @action(detail=True, methods=["post"], url_path="in-error")
    def in_error(self, request: Request, pk: str) -> Response:
        """Say that the record should never have been written, and why."""
        record = self.row()
        return self.answer(record_enter_in_error(record, by=self.profile, **self.valid(InErrorSerializer)))


def record_view_set(module: ModuleSpec, spec: RecordSpec) -> type[RecordViewSet]:
    """The view set of one kind of record."""
    shown = READ[spec.code]
    made = type(f"{spec.model.__name__}ViewSet", (RecordViewSet,), {
        "__doc__": str(spec.model.__doc__), "spec": spec, "resource": module.code.value,
        "queryset": spec.model.objects.all(), "serializer_class": shown,
    })  # fmt: skip
    described = extend_schema_view(
        create=extend_schema(request=CREATE[spec.code], responses={201: shown}),
        partial_update=extend_schema(request=UPDATE[spec.code], responses=shown),
        in_error=extend_schema(request=InErrorSerializer, responses=shown),
    )
    return described(made)


VIEW_SETS = [
    (f"{module.code.value}/{spec.route}", record_view_set(module, spec), f"api-{spec.code.replace('_', '-')}")
    for module in MODULES
    for spec in module.records
]
