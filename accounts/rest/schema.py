"""What the description of the API says of every operation alike: keys are numbers, a choice that may be empty says so,
a refusal is a problem document."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import ChoiceField, ModelSerializer

_KEY = {"type": "string", "pattern": "^[0-9]+$"}
_METHODS = ("get", "post", "put", "patch", "delete")
#: RFC 9457 with what accounts/rest/problems.py adds.
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "A code, the same in every language."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In the reader's language."},
        "errors": {"type": "object", "additionalProperties": {}, "description": "By field: what to mend."},
    },
    "required": ["type", "title", "status", "detail"],
}


class Schema(AutoSchema):
    """DRF forgets of a field that is only read that its column may be empty; a client would refuse the answer."""

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        if isinstance(field, ChoiceField) and field.read_only and _blank_column(field):
            field.allow_blank = True
        return super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]


def _blank_column(field: Any) -> bool:
    parent: Any = field.parent
    if not isinstance(parent, ModelSerializer):
        return False
    model: Any = parent.Meta.model
    try:
        return bool(model._meta.get_field(field.source).blank)
    except FieldDoesNotExist:
        return False


def describe_alike(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """drf-spectacular's hook after all operations were described."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for operation in (operations[method] for method in _METHODS if method in operations):
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["schema"] == _KEY:
                    parameter["schema"] = {"type": "integer"}
            operation["responses"]["default"] = {
                "description": "Refused.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return result
