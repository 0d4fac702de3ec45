"""The list of cases: filtered, sorted and paged by its address, so that every figure of a dashboard can open it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.signing import BadSignature
from django.db.models import Case as Choose
from django.db.models import DateField, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.errors import Invalid
from accounts.models import Profile
from accounts.policy import may
from accounts.rest.pagination import Page
from accounts.web import PolicyView, pager
from cases.ages import is_child
from cases.enums import CaseStatus, Risk
from cases.filters import FILTERS, cases_filter
from cases.models import Case
from cases.serializers.cases import READS_PERSONS

PAGE = 50
#: Above this a list of workers is no longer a choice; the Team page leads to the cases of one.
WORKERS_OFFERED = 200
#: ``?sort=`` → the order. The last change first, where nothing is said.
SORTS: dict[str, tuple[str, ...]] = {
    "updated": ("updated_at", "id"),
    "-updated": ("-updated_at", "-id"),
    "due": ("due", "id"),
    "-due": ("-due", "-id"),
    "risk": ("weight", "id"),
    "-risk": ("-weight", "-id"),
    "name": ("person__surname", "person__given_name", "id"),
    "-name": ("-person__surname", "-person__given_name", "-id"),
}
#: What a row shows, and no more of a case or a person is read for it.
_ROW = (
    "number", "status", "risk", "unaccompanied", "on_hold_until", "next_due_at", "last_visit_on", "updated_at",
    "person",
)  # fmt: skip
_PERSON = tuple(
    f"person__{name}" for name in (
        "surname", "given_name", "patronymic", "birth_earliest", "birth_latest", "birth_precision", "died_on",
    )
)  # fmt: skip
#: Flags that stand as buttons above the list.
CHIPS = ("overdue", "unaccompanied", "no_plan", "no_worker", "on_hold")


class ListForm(forms.Form):
    """The filters that have a field; the others stand in the address alone."""

    risk = forms.ChoiceField(label=_("Risk"), choices=[("", _("Any")), *Risk.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Any")), *CaseStatus.choices], required=False)
    open = forms.ChoiceField(
        label=_("Cases"), choices=[("", _("Open")), ("0", _("Closed")), ("all", _("All"))], required=False
    )
    worker = forms.ModelChoiceField(
        label=_("Worker"), queryset=Profile.objects.none(), required=False, empty_label=_("Anybody")
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = self._workers(profile)
        if workers.exists():
            self.fields["worker"].queryset = workers  # type: ignore[attr-defined]
        else:
            del self.fields["worker"]

    def _workers(self, profile: Profile) -> QuerySet[Profile]:
        """Whom the field offers: the region's workers, or in a very large region the one that a link has chosen."""
        if profile.role != Role.SUPERVISOR:
            return Profile.objects.none()
        found = Profile.objects.filter(region=profile.region_id, role=Role.SOCIAL_WORKER).order_by("name")
        if found[WORKERS_OFFERED : WORKERS_OFFERED + 1].exists():
            chosen = self.data.get("worker", "")
            return found.filter(pk=chosen) if chosen.isdigit() else found.none()
        return found


def _sorted(cases: QuerySet[Case], sort: str) -> QuerySet[Case]:
    if sort.lstrip("-") == "due":
        # Nothing due comes last; a missing day cannot be the key of a page.
        return cases.annotate(due=Coalesce("next_due_at", Value(date.max), output_field=DateField()))
    if sort.lstrip("-") == "risk":
        weights = [When(risk=Risk.HIGH, then=3), When(risk=Risk.UNSET, then=2), When(risk=Risk.MEDIUM, then=1)]
        return cases.annotate(weight=Choose(*weights, default=0, output_field=IntegerField()))
    return cases


class CaseListView(PolicyView):
    """The cases of the user."""

    policy = ("case", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        given = request.GET.dict()
        if given.get("open") == "all" or given.get("q") or given.get("status") == CaseStatus.CLOSED:
            given.pop("open", None)
        else:
            given.setdefault("open", "1")
        problem = ""
        cases: QuerySet[Case] = Case.objects.listed_for(self.profile)
        try:
            cases = cases_filter(cases, given, self.profile)
        except Invalid as error:
            problem, cases = str(error.message), cases.none()
        reads = self.profile.role in READS_PERSONS
        sort = given.get("sort", "")
        if sort not in SORTS or ("name" in sort and not reads):
            sort = "-updated"
        related, columns = ("worker", "office"), (*_ROW, "worker__name", "office__name", "office__names")
        if reads:
            related, columns = (*related, "person"), (*columns, *_PERSON)  # type: ignore[assignment]
        try:
            page = Page(
                _sorted(cases, sort).select_related(*related).only(*columns), keyset=SORTS[sort], size=PAGE,
                cursor=given.get("cursor", ""),
            )  # fmt: skip
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        if reads:
            for case in page.rows:
                case.is_child = is_child(case.person)
        context = {
            "page": page, "form": ListForm(request.GET or None, profile=self.profile), "problem": problem,
            "reads_persons": reads, "shows_worker": self.profile.role != Role.SOCIAL_WORKER,
            "chips": self._chips(request), "others": self._others(given),
            "can_create": may(self.profile, "case", "create"), "create_url": reverse("cases:case_create"),
            "opening_url": reverse("cases:opening_list") if may(self.profile, "opening", "create") else "",
            "opening_label": _("Opened cases") if not reads else _("Emergency access"),
            **pager(request, page),
        }  # fmt: skip
        return render(request, "cases/case_list.html", context, status=422 if problem else 200)

    @staticmethod
    def _chips(request: HttpRequest) -> list[dict[str, Any]]:
        rows = []
        for name in CHIPS:
            query = request.GET.copy()
            query.pop("cursor", None)
            on = query.pop(name, [""])[-1] in ("1", "true")
            if not on:
                query[name] = "1"
            rows.append({"label": FILTERS[name].label, "on": on, "url": f"?{query.urlencode()}"})
        return rows

    @staticmethod
    def _others(given: dict[str, str]) -> list[Any]:
        """The labels of filters that came with a link and have neither a field nor a button."""
        shown = {*ListForm.base_fields, *CHIPS}
        return [FILTERS[name].label for name in given if name in FILTERS and name not in shown and given[name]]
