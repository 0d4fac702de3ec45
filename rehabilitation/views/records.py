"""The pages of the records, derived from the specs: a kind of support, all records of a kind, one record, its forms."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.core.signing import BadSignature
from django.db.models import Case as CaseWhen
from django.db.models import Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from accounts.policy import may
from accounts.rest.pagination import Page
from accounts.web import pager
from cases.access import reaches
from cases.models import Case
from rehabilitation.enums import AlertStage, RecordState
from rehabilitation.forms import FORMS, InErrorForm
from rehabilitation.instruments import NEVER_A_DIAGNOSIS
from rehabilitation.models import AgreedInstruction, InstrumentResult, Lasting, SafetyAlert, Service, Session
from rehabilitation.rows import record_rows
from rehabilitation.services.psychological import session_notes_of
from rehabilitation.services.records import record_create, record_enter_in_error, record_update
from rehabilitation.specs import MEDICAL, PSYCHOLOGICAL, ModuleSpec, RecordSpec

from .common import SupportFormView, SupportView, module_url, record_url

#: Rows of each kind on the page of a module; all of them are one step away.
NEWEST, ROWS = 5, 50


def lines_of(case: Case, spec: RecordSpec, records: Any) -> list[dict[str, Any]]:
    """Records as rows of a table."""
    return [
        {
            "record": one, "url": record_url(case, spec, one.pk), "summary": one.summary,
            "until": getattr(one, "until", None), "in_error": one.state == RecordState.IN_ERROR,
            "current": isinstance(one, Lasting) and one.is_current,
        }
        for one in records
    ]  # fmt: skip


class ModuleView(SupportView):
    """How does this kind of support stand, and what was done?"""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        kinds = []
        for spec in self.module.records:
            newest = list(
                spec.model.objects.visible_to(self.profile).filter(case=case).select_related("created_by")
                .order_by("-on", "-id")[: NEWEST + 1]
            )
            kinds.append({
                "spec": spec, "closed": not reaches(self.profile, case, self.module.level_of(spec)),
                "need_url": self._need_url(case, spec), "rows": lines_of(case, spec, newest[:NEWEST]),
                "more": len(newest) > NEWEST,
                "list_url": reverse(f"rehabilitation:{spec.code}_list", args=[case.number]),
                "add_url": reverse(f"rehabilitation:{spec.code}_add", args=[case.number]),
            })  # fmt: skip
        return self.page(
            "rehabilitation/module.html", case, kinds=kinds, services=self._services(case), **self._beside(case),
            service_add_url=reverse(f"rehabilitation:service_add_{self.module.code.value}", args=[case.number]),
        )  # fmt: skip

    def _need_url(self, case: Case, spec: RecordSpec) -> str:
        """Where those in charge say who needs to know."""
        if spec.level is not Level.PROTECTED or not may(self.profile, "need_to_know", "list"):
            return ""
        return reverse("cases:need_list", args=[case.number]) if reaches(self.profile, case, Level.CHARGE) else ""

    def _services(self, case: Case) -> Any:
        waiting_first = CaseWhen(When(stage="requested", then=Value(0)), default=Value(1))
        rows = Service.objects.visible_to(self.profile).filter(case=case, module=self.module.code.value)
        return rows.select_related("created_by").order_by(waiting_first, "-on", "-id")[:20]

    def _beside(self, case: Case) -> dict[str, Any]:
        """What only the psychological page has."""
        if self.module is not PSYCHOLOGICAL:
            return {}
        return {
            "alerts": SafetyAlert.objects.filter(case=case).select_related("created_by").order_by("-id")[:20],
            "open_stages": (AlertStage.OPEN, AlertStage.ACKNOWLEDGED),
            "instructions": AgreedInstruction.objects.filter(case=case, ended_at=None).select_related("created_by"),
            "can_alert": case.is_open and may(self.profile, "safety_alert", "create"),
            "can_instruct": case.is_open and may(self.profile, "instruction", "create"),
            "never_a_diagnosis": NEVER_A_DIAGNOSIS,
        }


class AddView(SupportView):
    """What do you want to record?"""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        kinds = [
            {"spec": spec, "url": reverse(f"rehabilitation:{spec.code}_add", args=[case.number])}
            for spec in self.module.records
        ]
        context: dict[str, Any] = {
            "kinds": kinds, "title": _now("Add: %(module)s") % {"module": self.module.label},
            "service_add_url": reverse(f"rehabilitation:service_add_{self.module.code.value}", args=[case.number]),
            "alert_add_url": reverse("rehabilitation:alert_add", args=[case.number])
            if self.module is PSYCHOLOGICAL and may(self.profile, "safety_alert", "create") else "",
        }  # fmt: skip
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "rehabilitation/add_drawer.html", {**context, "case": case})
        return self.page("rehabilitation/add.html", case, **context)


class OfSpec:
    """A page of one kind of record."""

    spec: ClassVar[RecordSpec] = MEDICAL.records[0]

    def record(self: Any, case: Case, pk: int) -> Any:
        return self.row(self.spec.model.objects.select_related("created_by"), case, pk)


class RecordListView(OfSpec, SupportView):
    """All records of one kind, newest first."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        rows = self.spec.model.objects.visible_to(self.profile).filter(case=case).select_related("created_by")
        try:
            page = Page(rows, keyset=("-on", "-id"), size=ROWS, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        context: dict[str, Any] = {
            "spec": self.spec, "rows": lines_of(case, self.spec, page.rows),
            "add_url": reverse(f"rehabilitation:{self.spec.code}_add", args=[case.number]), **pager(request, page),
        }  # fmt: skip
        return self.page("rehabilitation/record_list.html", case, **context)


class RecordView(OfSpec, SupportView):
    """What exactly was recorded?"""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        record = self.record(case, pk)
        names = [*self.spec.fields, *(n for n in record.computed if n not in self.spec.fields and n != "is_low")]
        rows = record_rows(record, [n for n in names if hasattr(record, n) and _is_field(record, n)])
        context: dict[str, Any] = {
            "spec": self.spec, "record": record, "rows": rows, "in_error": record.state == RecordState.IN_ERROR,
            "edit_url": record_url(case, self.spec, pk, "edit"), "error_url": record_url(case, self.spec, pk, "error"),
        }  # fmt: skip
        if isinstance(record, InstrumentResult):
            context["never_a_diagnosis"] = NEVER_A_DIAGNOSIS
        if isinstance(record, Session) and may(self.profile, "session_note", "view"):
            context["notes"] = session_notes_of(record, by=self.profile)
            context["note_url"] = reverse("rehabilitation:session_note_add", args=[case.number, pk])
        return self.page("rehabilitation/record.html", case, **context)


def _is_field(record: Any, name: str) -> bool:
    return name in {field.name for field in record._meta.fields}


class RecordAddView(OfSpec, SupportFormView):
    """Record something."""

    @property
    def title(self) -> str:
        return _now("Add: %(kind)s") % {"kind": self.spec.label}

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        return FORMS[self.spec.code]

    done = _("Recorded.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        options = {name: bool(data.pop(name, False)) for name in self.spec.model.options}
        return record_create(case, spec=self.spec, by=self.profile, options=options, **data)

    def next_url(self, case: Case, result: Any) -> str:
        if isinstance(result, Session) and may(self.profile, "session_note", "create"):
            return record_url(case, self.spec, result.pk)
        return module_url(case, self.module)


class RecordEditView(OfSpec, SupportFormView):
    """Mend or continue a record."""

    versioned = True
    done = _("Changed.")

    @property
    def title(self) -> str:
        return _now("Change: %(kind)s") % {"kind": self.spec.label}

    def load(self, case: Case, **keys: Any) -> Any:
        row = self.record(case, keys["pk"])
        self.form_class = partial(FORMS[self.spec.code], record=row)  # type: ignore[misc, assignment]
        return row

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.spec.fields}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        for name in self.spec.model.options:
            data.pop(name, None)
        return record_update(row, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return record_url(case, self.spec, result.pk)


class RecordErrorView(OfSpec, SupportFormView):
    """Say that a record should never have been written."""

    form_class = InErrorForm
    title = _("Entered in error")
    submit = _("Mark as entered in error")
    danger = True
    done = _("Marked as entered in error.")

    def load(self, case: Case, **keys: Any) -> Any:
        return self.record(case, keys["pk"])

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return record_enter_in_error(row, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return record_url(case, self.spec, result.pk)


def of_module(base: Any, module: ModuleSpec, action: str, spec: RecordSpec | None = None) -> Any:
    """The view of one module, or of one kind of record in it, with its row of the policy table."""
    policy = (module.code.value, action)
    own: dict[str, Any] = {"module": module, "level": module.level, "policy": policy, "__doc__": base.__doc__}
    if spec is not None:
        own["spec"] = spec
    name = f"{(spec.code if spec else module.code.value).title().replace('_', '')}{base.__name__}"
    made: Any = type(name, (base,), own)
    return made.as_view()


