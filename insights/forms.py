"""What a page of figures is narrowed to; it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind, Role
from accounts.errors import Invalid
from accounts.models import Office, Profile
from cases.models import Arrival, Operation

from .indicators import INDICATORS
from .indicators.caseload import LIMIT

PERIODS = (("1", _("This month")), ("3", _("3 months")), ("12", _("12 months")), ("24", _("24 months")))
DEFAULT_PERIOD = 3


@dataclass(frozen=True)
class Scope:
    """Region (the country's coordinator chooses it), operation or arrival, and months back from this one."""

    region: Office | None = None
    operation: Operation | None = None
    arrival: Arrival | None = None
    months: int = DEFAULT_PERIOD

    @property
    def narrows_arrivals(self) -> bool:
        return self.operation is not None or self.arrival is not None

    def parameters(self) -> dict[str, str]:
        """As the case list names them."""
        found = {"region": self.region, "operation": self.operation, "arrival": self.arrival}
        return {name: str(row.pk) for name, row in found.items() if row is not None}


class ScopeForm(forms.Form):
    """The filters on top of a page of figures."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Office.objects.none(), required=False, empty_label=_("The whole country")
    )
    operation = forms.ModelChoiceField(
        label=_("Operation"), queryset=Operation.objects.none(), required=False, empty_label=_("All operations")
    )
    arrival = forms.ModelChoiceField(
        label=_("Arrival"), queryset=Arrival.objects.none(), required=False, empty_label=_("All arrivals")
    )
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False, initial=str(DEFAULT_PERIOD))

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        if profile.role == Role.NATIONAL:
            chosen["region"].queryset = Office.objects.filter(kind=OfficeKind.REGION).order_by("name")
        else:
            del chosen["region"]
        chosen["operation"].queryset = Operation.objects.order_by("name")
        chosen["arrival"].queryset = Arrival.objects.select_related("phase__operation").order_by("-date", "-id")
        operation = self.data.get("operation") or ""
        if operation.isascii() and operation.isdigit():
            chosen["arrival"].queryset = chosen["arrival"].queryset.filter(phase__operation_id=int(operation))

    def scope(self) -> Scope:
        """What was chosen. Raises Invalid: a page that shows more than was asked for misleads."""
        if not self.is_bound:
            return Scope()
        if not self.is_valid():
            raise Invalid(
                _("A filter was not understood."),
                fields={name: str(errors[0]) for name, errors in self.errors.items()},
            )
        found = self.cleaned_data
        months = int(found.get("period") or DEFAULT_PERIOD)
        return Scope(found.get("region"), found.get("operation"), found.get("arrival"), months)


class TargetForm(forms.Form):
    """The target of each indicator, in hundredths, and the caseload limit."""

    def __init__(self, *args: Any, changed: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in INDICATORS:
            if one.target is not None:
                self.fields[one.code] = forms.IntegerField(
                    label=one.label, min_value=0, max_value=100, initial=changed.get(one.code, one.target),
                    help_text=_("%(way)s, per cent") % {"way": one.better.label},
                )  # fmt: skip
        self.fields["caseload_limit"] = forms.IntegerField(
            label=_("Cases for one worker"), min_value=1, max_value=200, initial=changed.get("caseload_limit", LIMIT),
            help_text=_("Above this number the house warns."),
        )  # fmt: skip
