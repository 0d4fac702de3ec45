"""An arrival: has everyone on this flight landed, and does everyone have a worker?"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.errors import HamrohError
from accounts.models import Profile
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from cases.arriving import Standing, groups_of, people_of, standing_of
from cases.enums import CaseStatus, Presence, Risk, TransferState
from cases.forms.arrivals import ArrivalForm, NotListedForm, arrival_initial
from cases.models import Arrival, Manifest
from cases.services.arrivals import (
    arrival_counts,
    arrival_create,
    arrival_update,
    not_listed_add,
    roll_call,
    triage,
)

#: People on one page; a flight brings fewer.
_MANY = 1_000


def arrival_for(profile: Profile, pk: int) -> Arrival:
    """An arrival of the own region. Raises Http404 for all others alike."""
    found = Arrival.objects.visible_to(profile).select_related("phase__operation", "reception_centre__region")
    arrival: Arrival | None = found.filter(pk=pk, reception_centre__region_id=profile.region_id).first()
    if arrival is None:
        raise Http404
    return arrival


def standing_for(arrival: Arrival, profile: Profile) -> Standing:
    """How far it is. Two queries."""
    manifests = list(Manifest.objects.visible_to(profile).filter(arrival=arrival).defer("titles_text"))
    return standing_of(arrival, arrival_counts([arrival.pk])[arrival.pk], manifests)


class ArrivalListView(PolicyView):
    """The arrivals of the region, the latest first, each with its step at hand."""

    policy = ("arrival", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        arrivals = list(
            Arrival.objects.visible_to(self.profile).filter(reception_centre__region_id=self.profile.region_id)
            .select_related("phase__operation", "reception_centre")[:200]
        )  # fmt: skip
        counts = arrival_counts([one.pk for one in arrivals])
        manifests: dict[int, list[Manifest]] = defaultdict(list)
        for manifest in Manifest.objects.visible_to(self.profile).filter(arrival__in=arrivals).defer("titles_text"):
            manifests[manifest.arrival_id].append(manifest)
        rows = [standing_of(one, counts[one.pk], manifests[one.pk]) for one in arrivals]
        context = {"rows": rows, "may_create": may(self.profile, "arrival", "create")}
        return render(request, "cases/arrival_list.html", context)


class ArrivalEditView(PolicyView):
    """Announce an arrival, or change one."""

    policy = ("arrival", "update")

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        arrival = arrival_for(self.profile, pk) if pk else None
        initial = arrival_initial(arrival) if arrival else {"phase": request.GET.get("phase", "")}
        return self._page(ArrivalForm(initial=initial, profile=self.profile), arrival)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        arrival = arrival_for(self.profile, pk) if pk else None
        form = ArrivalForm(request.POST, profile=self.profile)
        if form.is_valid():
            try:
                if arrival is None:
                    arrival = arrival_create(by=self.profile, **form.cleaned_data)
                else:
                    arrival_update(arrival, by=self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Saved."))
                return redirect("cases:arrival_detail", arrival.pk)
        return self._page(form, arrival, status=422)

    def _page(self, form: ArrivalForm, arrival: Arrival | None, status: int = 200) -> HttpResponse:
        return render(self.request, "cases/arrival_form.html", {"form": form, "arrival": arrival}, status=status)


class ArrivalView(PolicyView):
    """What the pages of one arrival have in common."""

    def page(self, template: str, arrival: Arrival, here: str, status: int = 200, **context: Any) -> HttpResponse:
        standing = standing_for(arrival, self.profile)
        shared = {"arrival": arrival, "standing": standing, "counts": standing.counts, "here": here}
        return render(self.request, template, {**shared, **context}, status=status)


class ArrivalDetailView(ArrivalView):
    """The people by family, with the column of the step at hand."""

    policy = ("arrival", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        cases = list(people_of(arrival, self.profile).order_by("family_id", "pk")[:_MANY])
        given = list(
            arrival.transfers.visible_to(self.profile).exclude(to_region_id=self.profile.region_id)
            .exclude(state__in=(TransferState.WITHDRAWN,))
            .select_related("to_office__region", "to_worker").prefetch_related("cases")
        )  # fmt: skip
        return self.page(
            "cases/arrival_detail.html", arrival, "overview", groups=groups_of(cases, arrival), given=given,
            manifests=Manifest.objects.visible_to(self.profile).filter(arrival=arrival).select_related("accepted_by"),
            rights={
                "update": may(self.profile, "arrival", "update"), "import": may(self.profile, "manifest", "import"),
            },
        )  # fmt: skip


class RollCallView(ArrivalView):
    """On a phone at the stairs of the aircraft: one touch present, one absent."""

    policy = ("arrival", "rollcall")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._list(arrival_for(self.profile, pk))

    def _list(self, arrival: Arrival) -> HttpResponse:
        cases = list(people_of(arrival, self.profile).order_by("family_id", "pk")[:_MANY])
        groups = groups_of(cases, arrival)
        show = self.request.GET.get("show", "")
        if show == "open":
            groups = [group for group in groups if group.unmarked]
        if show == "absent":
            groups = [g for g in groups if any(r.case.arrival_presence == Presence.ABSENT for r in g.rows)]
        return self.page("cases/arrival_roll_call.html", arrival, "landed", groups=groups, show=show)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        mark = request.POST.get("presence", "")
        keys = [int(key) for key in request.POST.getlist("case") if key.isascii() and key.isdigit()]
        roll_call(arrival, marks=dict.fromkeys(keys, mark), by=self.profile)
        if not self.request.htmx:
            return redirect("cases:arrival_roll_call", pk)
        cases = list(people_of(arrival, self.profile).filter(family__cases__in=keys).distinct())
        cases = cases or list(people_of(arrival, self.profile).filter(pk__in=keys))
        groups = groups_of(cases, arrival)
        return self.page("cases/_roll_call_answer.html", arrival, "landed", groups=groups, whole=len(keys) > 1)


class NotListedView(ArrivalView):
    """Somebody who landed and is not on the list."""

    policy = ("arrival", "rollcall")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._form(arrival_for(self.profile, pk), NotListedForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival, form = arrival_for(self.profile, pk), NotListedForm(request.POST)
        if form.is_valid():
            try:
                not_listed_add(
                    arrival, values=form.values(), unaccompanied=form.cleaned_data["unaccompanied"], by=self.profile
                )
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Registered, and marked as not on the list."))
                return redirect("cases:arrival_roll_call", pk)
        return self._form(arrival, form, status=422)

    def _form(self, arrival: Arrival, form: NotListedForm, status: int = 200) -> HttpResponse:
        return self.page("cases/arrival_not_listed.html", arrival, "landed", form=form, status=status)


class TriageView(ArrivalView):
    """The risk of a whole arrival, one row a person, set by three keys."""

    policy = ("arrival", "triage")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        people = people_of(arrival, self.profile).exclude(status=CaseStatus.CLOSED)
        cases = list(people.order_by("family_id", "pk")[:_MANY])
        groups = groups_of(cases, arrival)
        show = request.GET.get("show", "")
        if show == "open":
            groups = [group for group in groups if any(row.case.risk == Risk.UNSET for row in group.rows)]
        return self.page("cases/arrival_triage.html", arrival, "triaged", groups=groups, show=show)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        levels = {
            int(key.removeprefix("risk")): str(value)
            for key, value in request.POST.items()
            if key.startswith("risk") and key.removeprefix("risk").isdigit() and value
        }
        changed = triage(arrival, levels=levels, by=self.profile, reason=request.POST.get("reason", ""))
        if self.request.htmx:
            return self.page("cases/_triage_answer.html", arrival, "triaged")
        note_success(request, _("Saved: %(count)s people.") % {"count": len(changed)})
        return redirect("cases:arrival_triage", pk)
