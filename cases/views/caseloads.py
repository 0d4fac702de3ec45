"""A worker's whole caseload: covered for a time, or handed over for good; and all access in the region."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import CASE_ROLES
from accounts.errors import HamrohError
from accounts.models import Profile
from accounts.policy import may
from accounts.rest.pagination import Page
from accounts.web import PolicyView, form_refuse, note_success, pager
from cases.enums import GrantPurpose
from cases.forms.access import CoverForm, GrantFilterForm, HandOverForm
from cases.models import CaseGrant
from cases.services.caseloads import caseload_cover, caseload_hand_over, caseload_of, colleague_for, grants_of
from cases.services.grants import grants_end


def end_of(day: date) -> datetime:
    """The last second of a day, in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class CaseloadView(PolicyView):
    """What a colleague carries, who covers it, and the two steps."""

    policy = ("caseload", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(colleague_for(self.profile, pk))

    def page(
        self, worker: Profile, cover: CoverForm | None = None, hand_over: HandOverForm | None = None, status: int = 200
    ) -> HttpResponse:
        cases = caseload_of(worker, by=self.profile)
        running = CaseGrant.objects.running().filter(content_object__in=cases, purpose=GrantPurpose.COVER)
        covered: dict[tuple[int, Any], int] = {}
        for user, until in running.values_list("user_id", "until"):
            covered[user, until] = covered.get((user, until), 0) + 1
        names = dict(Profile.objects.filter(pk__in={user for user, _until in covered}).values_list("pk", "name"))
        context = {
            "worker": worker, "count": cases.count(),
            "restricted": cases.filter(restricted=True).count(),
            "covers": [
                {"who": names.get(user, ""), "until": until, "cases": count}
                for (user, until), count in sorted(covered.items(), key=lambda row: row[0][1])
            ],
            "cover": cover or CoverForm(profile=self.profile, absent=worker),
            "hand_over": hand_over or HandOverForm(profile=self.profile, worker=worker),
        }  # fmt: skip
        return render(self.request, "cases/caseload.html", context, status=status)


class CaseloadCoverView(CaseloadView):
    """Cover for an absent colleague, in one step."""

    policy = ("caseload", "cover")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        worker = colleague_for(self.profile, pk)
        form = CoverForm(request.POST, profile=self.profile, absent=worker)
        if form.is_valid():
            data = dict(form.cleaned_data)
            try:
                made = caseload_cover(absent=worker, until=end_of(data.pop("until")), by=self.profile, **data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                told = ngettext("Covered: %(n)s case.", "Covered: %(n)s cases.", made) % {"n": made}
                note_success(request, told)
                return redirect("cases:caseload", pk)
        return self.page(worker, cover=form, status=422)


class CaseloadHandOverView(CaseloadView):
    """Every case to another worker, for good."""

    policy = ("caseload", "handover")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        worker = colleague_for(self.profile, pk)
        form = HandOverForm(request.POST, profile=self.profile, worker=worker)
        if form.is_valid():
            try:
                moved = caseload_hand_over(worker=worker, by=self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                told = ngettext("Handed over: %(n)s case.", "Handed over: %(n)s cases.", moved) % {"n": moved}
                note_success(request, told)
                return redirect("cases:caseload", pk)
        return self.page(worker, hand_over=form, status=422)


class GrantsView(PolicyView):
    """All access to cases besides their workers', by filter; each can be ended, many at once too."""

    policy = ("grant", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        people = Profile.objects.filter(role__in=CASE_ROLES, region_id=self.profile.region_id).order_by("name")
        form = GrantFilterForm(request.GET or None, people=people)
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
        who = chosen.get("who")
        found = grants_of(
            self.profile, who=who.pk if who else None, purpose=chosen.get("purpose", ""),
            running=chosen.get("show") != "all",
        )  # fmt: skip
        try:
            page = Page(
                found.select_related("content_object", "given_by"), keyset=("-id",), size=100,
                cursor=request.GET.get("cursor", ""),
            )  # fmt: skip
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        # By the profile: the user table is for sign-in alone.
        names = dict(Profile.objects.filter(pk__in={one.user_id for one in page.rows}).values_list("pk", "name"))
        context = {
            "rows": [{"grant": one, "who": names.get(one.user_id, "")} for one in page.rows], "form": form,
            "may_end": may(self.profile, "grant", "end"), "filtered": bool(request.GET), **pager(request, page),
        }  # fmt: skip
        return render(request, "cases/grants.html", context)


class GrantsEndView(PolicyView):
    """End all that is marked."""

    policy = ("grant", "end")

    def post(self, request: HttpRequest) -> HttpResponse:
        keys = {int(key) for key in request.POST.getlist("grant") if key.isascii() and key.isdigit() and len(key) < 18}
        found = CaseGrant.objects.visible_to(self.profile).filter(
            pk__in=keys, content_object__region=self.profile.region_id
        )
        ended = grants_end(list(found), by=self.profile)
        note_success(request, _("Ended: %(n)s.") % {"n": ended})
        return redirect("cases:grants")
