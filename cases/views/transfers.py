"""Placing a whole arrival on one page; transfers proposed, received and decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.enums import OfficeKind, Role
from accounts.errors import HamrohError, Invalid
from accounts.models import Office, Profile
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from cases.access import case_for
from cases.enums import TransferState
from cases.forms.arrivals import TransferForm, office_words, workers_of
from cases.models import Arrival, Case, Transfer
from cases.services.transfers import (
    Household,
    Load,
    Placement,
    arrival_proposal,
    transfer_accept,
    transfer_refuse,
    transfer_request,
    transfer_withdraw,
    transfers_request,
    transfers_waiting,
)
from cases.views.arrivals import ArrivalView, arrival_for

_RECENT = 50
#: Cases that one worker should carry at most (Child Protection Minimum Standards, 18).
CASELOAD = 25


class ArrivalAssignView(ArrivalView):
    """The proposal by families with the map of load beside it; adjusted and confirmed for the whole arrival."""

    policy = ("arrival", "assign")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(arrival_for(self.profile, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        households, _loads = arrival_proposal(arrival, by=self.profile)
        try:
            placements = self._placements(households)
            if not placements:
                raise Invalid(_("Choose at least one family to place."))
            made = transfers_request(
                placements, by=self.profile, arrival=arrival, note=request.POST.get("note", "")
            )
        except HamrohError as error:
            return self._page(arrival, problem=error, status=422)
        asked = sum(1 for one in made if one.state == TransferState.PENDING)
        note_success(
            request,
            _("Placed at once: %(done)s families. Waiting for another region: %(asked)s.")
            % {"done": len(made) - asked, "asked": asked},
        )
        return redirect("cases:arrival_detail", pk)

    def _placements(self, households: list[Household]) -> list[Placement]:
        """What was chosen for each household: "w5" a worker, "o7" an office whose supervisor chooses, "" not yet."""
        out = []
        for household in households:
            target = self.request.POST.get(f"target{household.key}", "")
            if not target:
                continue
            office, worker = self._target(target)
            out.append(
                Placement(household.cases, office, worker, self.request.POST.get(f"note{household.key}", "").strip())
            )
        return out

    def _target(self, text: str) -> tuple[Office, Profile | None]:
        kind, key = text[:1], text[1:]
        if not (key.isascii() and key.isdigit() and len(key) < 18):
            raise Invalid(_("Choose one of the list."))
        if kind == "w":
            worker = Profile.objects.filter(pk=int(key), is_active=True).select_related("office", "region").first()
            place = (worker.office or worker.region) if worker is not None else None
            if place is None:
                raise Invalid(_("Choose one of the list."))
            return place, worker
        office = Office.objects.filter(pk=int(key), is_active=True).first()
        if office is None:
            raise Invalid(_("Choose one of the list."))
        return office, None

    def _page(self, arrival: Arrival, problem: HamrohError | None = None, status: int = 200) -> HttpResponse:
        households, loads = arrival_proposal(arrival, by=self.profile)
        rows = [
            {
                "household": one, "people": len(one.cases), "note": self.request.POST.get(f"note{one.key}", ""),
                "target": self.request.POST.get(f"target{one.key}") or _proposed(one),
                "high": any(case.risk == "high" for case in one.cases),
            }
            for one in households
        ]  # fmt: skip
        return self.page(
            "cases/arrival_assign.html", arrival, "placed", rows=rows, groups=self._targets(loads), loads=_map(loads),
            note=self.request.POST.get("note", ""), problem=problem, caseload=CASELOAD, status=status,
        )  # fmt: skip

    def _targets(self, loads: list[Load]) -> list[dict[str, Any]]:
        """For the lists of choice: the workers of each region of destination, and every region's office."""
        own = self.profile.region_id
        regions = Office.objects.filter(kind__in=(OfficeKind.REGION,), is_active=True).order_by("name")
        districts = Office.objects.filter(kind=OfficeKind.DISTRICT, is_active=True).order_by("name")
        known = {load.worker.region_id for load in loads}
        out = []
        for region in sorted(regions, key=lambda one: (one.pk not in known, str(one))):
            options = [
                {"value": f"w{load.worker.pk}", "label": f"{load.worker.name} ({load.cases})"}
                for load in loads if load.worker.region_id == region.pk
            ]  # fmt: skip
            ask = _("place only, worker later") if region.pk == own else _("its supervisor chooses")
            options.append({"value": f"o{region.pk}", "label": f"{region}: {ask}"})
            options += [
                {"value": f"o{one.pk}", "label": f"{one}: {ask}"} for one in districts if one.region_id == region.pk
            ]
            out.append({"label": str(region), "options": options})
        return out


def _proposed(household: Household) -> str:
    if household.worker is not None:
        return f"w{household.worker.pk}"
    return f"o{household.office.pk}" if household.office is not None else ""


def _map(loads: list[Load]) -> list[dict[str, Any]]:
    """The loads of the workers whom the proposal touches and of their colleagues, by region."""
    regions: dict[int, dict[str, Any]] = {}
    for load in loads:
        region = load.worker.region
        if region is not None:
            regions.setdefault(region.pk, {"region": region, "loads": []})["loads"].append(load)
    return list(regions.values())


# --- Transfers ---------------------------------------------------------------------------------------------


class TransferListView(PolicyView):
    """What waits for me, what I wait for, what was decided lately."""

    policy = ("transfer", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        seen = Transfer.objects.visible_to(self.profile).select_related(
            "from_office__region", "to_office__region", "to_worker", "created_by", "decided_by"
        ).prefetch_related("cases")  # fmt: skip
        pending = Q(state=TransferState.PENDING)
        own = Q(created_by=self.profile) | Q(from_region_id=self.profile.region_id)
        waiting = list(transfers_waiting(self.profile).select_related("from_office__region", "to_office__region"))
        shared = {
            "waiting": waiting, "workers": workers_of(self.profile.region_id) if waiting else [],
            "asked": seen.filter(pending).filter(own).exclude(pk__in=[one.pk for one in waiting])[:200],
            "decided": seen.exclude(pending)[:_RECENT], "may_accept": may(self.profile, "transfer", "accept"),
        }  # fmt: skip
        return render(self.request, "cases/transfer_list.html", {**shared, **context}, status=status)


def transfer_for(profile: Profile, pk: int) -> Transfer:
    """A transfer of the own side. Raises Http404 for all others alike."""
    found: Transfer | None = Transfer.objects.visible_to(profile).select_related("to_office", "to_worker").filter(
        pk=pk
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    return found


class TransferDecideView(TransferListView):
    """The receiving supervisor's yes or no."""

    policy = ("transfer", "accept")

    def get(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        # A refused decision leaves this address in the browser: loading it again shows the list.
        return redirect("cases:transfer_list")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        transfer = transfer_for(self.profile, pk)
        try:
            if request.POST.get("decision") == "refuse":
                transfer_refuse(transfer, by=self.profile, comment=request.POST.get("comment", ""))
                note_success(request, _("Refused; the reason goes back."))
            else:
                worker = request.POST.get("worker", "")
                chosen = workers_of(self.profile.region_id).filter(pk=worker).first() if worker.isdigit() else None
                transfer_accept(transfer, by=self.profile, worker=chosen)
                note_success(request, _("Accepted: %(count)s people are yours now.") % {"count": transfer.people})
        except Invalid as error:
            return self.page(problem=error, problem_at=pk, status=422)
        return redirect("cases:transfer_list")


class TransferWithdrawView(PolicyView):
    """The giving side takes its proposal back."""

    policy = ("transfer", "create")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        transfer_withdraw(transfer_for(self.profile, pk), by=self.profile)
        note_success(request, _("The proposal was taken back."))
        return redirect("cases:transfer_list")


class TransferCreateView(PolicyView):
    """Hand over the household of a case."""

    policy = ("transfer", "create")

    def _household(self, number: str) -> tuple[Case, list[Case]]:
        case = case_for(self.profile, number)
        if case.family_id is None:
            return case, [case]
        found = Case.objects.visible_to(self.profile).open().filter(family=case.family_id, region=case.region_id)
        return case, list(found.select_related("person", "office", "worker").order_by("pk"))

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case, household = self._household(number)
        return self._page(case, household, self._form(case, household))

    def _form(self, case: Case, household: list[Case], data: Any = None) -> TransferForm:
        hidden = any(one.restricted for one in household if one.pk != case.pk)
        return TransferForm(data, profile=self.profile, restricted=hidden)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case, household = self._household(number)
        form = self._form(case, household, request.POST)
        if form.is_valid():
            data = dict(form.cleaned_data)
            if not data.pop("with_restricted", False):
                household = [one for one in household if one.pk == case.pk or not one.restricted]
            try:
                transfer = transfer_request(household, by=self.profile, **data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                done = transfer.state == TransferState.ACCEPTED
                office = office_words(transfer.to_office)
                words = _("Transferred to %(office)s.") if done else _("Proposed to %(office)s, which decides.")
                note_success(request, words % {"office": office})
                return redirect("cases:case_detail", case.number) if not done else redirect("cases:transfer_list")
        return self._page(case, household, form, status=422)

    def _page(self, case: Case, household: list[Case], form: TransferForm, status: int = 200) -> HttpResponse:
        context = {
            "case": case, "household": household, "form": form,
            "at_once": self.profile.role == Role.SUPERVISOR,
        }  # fmt: skip
        return render(self.request, "cases/transfer_form.html", context, status=status)
