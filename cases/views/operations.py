"""Operations: what was flown, who came, how far each arrival is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.errors import HamrohError
from accounts.models import Profile
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from cases.forms.arrivals import OperationForm
from cases.models import Arrival, Operation
from cases.services.arrivals import Counts, arrival_counts, operation_create, operation_update, phase_create


class OperationListView(PolicyView):
    """Each operation with its arrivals and people. Totals derive from the records."""

    policy = ("operation", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        operations = list(Operation.objects.visible_to(self.profile))
        seen = Arrival.objects.visible_to(self.profile).select_related("phase", "reception_centre")
        arrivals = list(seen.order_by("date"))
        counts = counts_for(self.profile, arrivals)
        rows: dict[int, dict[str, Any]] = {
            one.pk: {"operation": one, "arrivals": 0, "people": None, "children": None, "assigned": None, "last": None}
            for one in operations
        }
        for arrival in arrivals:
            row, found = rows[arrival.phase.operation_id], counts.get(arrival.pk)
            row["arrivals"] += 1
            row["last"] = arrival.date
            if found is not None:
                for name in ("people", "children", "assigned"):
                    row[name] = (row[name] or 0) + getattr(found, name)
        context = {
            "rows": sorted(rows.values(), key=lambda row: (row["last"] is not None, row["last"], row["operation"].pk),
                           reverse=True),
            "may_create": may(self.profile, "operation", "create"), "counted": may(self.profile, "dashboard", "view"),
        }  # fmt: skip
        return render(request, "cases/operation_list.html", context)


class OperationDetailView(PolicyView):
    """One operation: phases, arrivals, official figures with their source."""

    policy = ("operation", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        operation = _operation(self.profile, pk)
        arrivals = list(
            Arrival.objects.visible_to(self.profile).filter(phase__operation=operation)
            .select_related("phase__operation", "reception_centre")
        )  # fmt: skip
        counted = may(self.profile, "dashboard", "view")
        counts = counts_for(self.profile, arrivals)
        context = {
            "operation": operation, "phases": operation.phases.all(), "counted": counted,
            "figures": official_figures(operation),
            "rows": [{"arrival": one, "counts": counts.get(one.pk)} for one in arrivals],
            "may_update": may(self.profile, "operation", "update"), "may_open": may(self.profile, "arrival", "view"),
        }  # fmt: skip
        return render(request, "cases/operation_detail.html", context)


_FIGURES = (
    ("people", gettext_lazy("People")), ("women", gettext_lazy("Women")), ("children", gettext_lazy("Children")),
    ("orphans", gettext_lazy("Orphans")),
)  # fmt: skip


def official_figures(operation: Operation) -> list[dict[str, str]]:
    """The figures that others published, as lines with source and day. Each is ``{people, women, children, orphans,
    source, on}``, or words in ``text``; whoever wrote them may have left any of it out."""
    given = operation.official_figures if isinstance(operation.official_figures, list) else []
    lines = []
    for one in given:
        told = one if isinstance(one, dict) else {"text": one}
        numbers = [f"{label}: {told[name]}" for name, label in _FIGURES if told.get(name) is not None]
        lines.append({
            "text": " · ".join([*([str(told["text"])] if told.get("text") else []), *numbers]),
            "source": ", ".join(str(told[name]) for name in ("source", "on") if told.get(name)),
        })  # fmt: skip
    return lines


def counts_for(profile: Profile, arrivals: Sequence[Arrival]) -> dict[int, Counts]:
    """How far the arrivals are that this user may count: all of them, or those of her region."""
    if not may(profile, "dashboard", "view"):
        return {}
    all_of_them = profile.role == Role.NATIONAL
    own = [one.pk for one in arrivals if all_of_them or one.reception_centre.region_id == profile.region_id]
    return arrival_counts(own)


def _operation(profile: Any, pk: int) -> Operation:
    operation: Operation | None = Operation.objects.visible_to(profile).filter(pk=pk).first()
    if operation is None:
        raise Http404
    return operation


class OperationEditView(PolicyView):
    """Make an operation, or change one."""

    policy = ("operation", "update")

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        operation = _operation(self.profile, pk) if pk else None
        initial = {key: getattr(operation, key) for key in ("name", "country", "note")} if operation else None
        return self._page(OperationForm(initial=initial), operation)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        operation = _operation(self.profile, pk) if pk else None
        form = OperationForm(request.POST)
        if form.is_valid():
            try:
                if operation is None:
                    operation = operation_create(by=self.profile, **form.cleaned_data)
                else:
                    operation_update(operation, by=self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Saved."))
                return redirect("cases:operation_detail", operation.pk)
        return self._page(form, operation, status=422)

    def _page(self, form: OperationForm, operation: Operation | None, status: int = 200) -> HttpResponse:
        return render(self.request, "cases/operation_form.html", {"form": form, "operation": operation}, status=status)


class PhaseAddView(PolicyView):
    """The next phase of an operation."""

    policy = ("operation", "update")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        operation = _operation(self.profile, pk)
        phase_create(operation=operation, by=self.profile, name=request.POST.get("name", "").strip()[:80])
        note_success(request, _("The phase was added."))
        return redirect("cases:operation_detail", operation.pk)
