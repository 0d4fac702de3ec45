"""Openings of cases out of scope: the form, the list until reviewed, one of them with what was read, the review."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, Role
from accounts.errors import Conflict, HamrohError
from accounts.models import Profile
from accounts.policy import may
from accounts.rest.pagination import Page
from accounts.web import PolicyView, access_log, form_refuse, note_success, pager
from cases.access import family_numbers, opened_case, opened_lines
from cases.forms.access import OpeningForm, ReviewForm
from cases.models import Opening
from cases.services.openings import opening_make, opening_reads, opening_review, refusals_count
from cases.templatetags.case_page import entry_row


def openings_for(profile: Profile) -> QuerySet[Opening]:
    """The openings that she may see, with who made and who reviewed them."""
    found: Any = Opening.objects.visible_to(profile).select_related("user__office", "region", "reviewed_by")
    return found


def case_url(profile: Profile, number: str) -> str:
    """Where the one who opened a case reads it."""
    name = "cases:opened_case" if profile.role == Role.NATIONAL else "cases:case_detail"
    return reverse(name, args=[number])


class OpeningListView(PolicyView):
    """Openings that nobody has reviewed yet; or all."""

    policy = ("opening", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        everything = request.GET.get("show") == "all"
        found = openings_for(self.profile)
        try:
            page = Page(
                found if everything else found.waiting(),  # type: ignore[attr-defined]
                keyset=("-id",), size=50, cursor=request.GET.get("cursor", ""),
            )  # fmt: skip
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        context = {
            "page": page, "everything": everything, "may_open": may(self.profile, "opening", "create"),
            "may_restrictions": may(self.profile, "restriction", "list"),
            "refusals": refusals_count() if self.profile.role == Role.DPO else [],
            "tabs": [
                {"label": _("Not yet reviewed"), "url": "?", "active": not everything, "count": None},
                {"label": _("All"), "url": "?show=all", "active": everything, "count": None},
            ],
            **pager(request, page),
        }  # fmt: skip
        return render(request, "cases/opening_list.html", context)


class OpeningCountView(PolicyView):
    """The badge beside the entry of the navigation: how many wait for a review."""

    policy = ("opening", "review")

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = Opening.objects.visible_to(self.profile).waiting().exclude(user=self.profile)
        count = len(waiting.order_by().values_list("pk", flat=True)[:100])
        return render(request, "cases/_message_badge.html", {"count": count, "more": count >= 100})


class OpeningCreateView(PolicyView):
    """Open a case out of scope."""

    policy = ("opening", "create")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(OpeningForm(profile=self.profile, initial={"number": request.GET.get("number", "")[:12]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OpeningForm(request.POST, profile=self.profile)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            opening = opening_make(by=self.profile, **form.cleaned_data)
        except Conflict as error:
            if error.code == "seen":
                note_success(request, error.message)
                number = form.cleaned_data["number"]
                return redirect(case_url(self.profile, number))
            form_refuse(form, error)
            return self._page(form, status=409)
        except HamrohError as error:
            form_refuse(form, error)
            answer = self._page(form, status=422)
            # A wrong answer stays counted although the page refuses.
            answer.keeps_writes = error.keeps_writes  # type: ignore[attr-defined]
            return answer
        note_success(request, _("Open for 24 hours. The supervisor and the data protection officer were told."))
        return redirect(case_url(self.profile, opening.number))

    def _page(self, form: OpeningForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "national": self.profile.role == Role.NATIONAL}
        return render(self.request, "cases/opening_new.html", context, status=status)


class OpeningView(PolicyView):
    """One opening: who, why, when, what was read, and what the review found."""

    policy = ("opening", "view")

    def opening(self, pk: int) -> Opening:
        found = openings_for(self.profile).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.opening(pk), ReviewForm())

    def page(self, opening: Opening, form: ReviewForm, status: int = 200) -> HttpResponse:
        own = opening.user_id == self.profile.pk
        reviews = may(self.profile, "opening", "review") and not own
        reads = [
            {**row, "label": dict(AccessKind.choices).get(row["kind"], row["kind"])} for row in opening_reads(opening)
        ] if reviews else []  # fmt: skip
        context = {
            "opening": opening, "own": own, "reviews": reviews, "reads": reads, "form": form,
            "case_url": case_url(self.profile, opening.number) if own and opening.is_running else "",
        }  # fmt: skip
        return render(self.request, "cases/opening_detail.html", context, status=status)


class OpeningReviewView(OpeningView):
    """Another person's word on it."""

    policy = ("opening", "review")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening, form = self.opening(pk), ReviewForm(request.POST)
        if form.is_valid():
            try:
                opening_review(opening, by=self.profile, **form.cleaned_data)
            except Conflict as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Reviewed."))
                return redirect("cases:opening_list")
        return self.page(opening, form, status=422)


class OpenedCaseView(PolicyView):
    """A case as the national coordinator sees it while her opening runs: the person, the facts, what happened."""

    policy = ("opened_case", "view")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = opened_case(self.profile, number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        person = case.person
        rows: list[dict[str, Any]] = [
            {"label": _("Sex"), "value": person.get_sex_display()},
            {"label": _("Birthplace"), "value": person.birth_place},
            {"label": _("Citizenship"), "value": person.citizenship},
            {"label": _("Status"), "value": case.get_status_display()},
            {"label": _("Arrived on"), "value": case.arrived_on},
            {"label": _("Office"), "value": case.office},
            {"label": _("Worker"), "value": case.worker},
            {"label": _("Next due"), "value": case.next_due_at},
            {"label": _("Last visit"), "value": case.last_visit_on},
            {"label": _("Family"), "value": ", ".join(family_numbers(case))},
        ]
        until = Opening.objects.filter(user=self.profile, case=case).order_by("-pk").values_list("until", flat=True)[0]
        lines = [{**entry_row(one, case), "url": "", "detail": ""} for one in opened_lines(case)]
        context = {"case": case, "person": person, "rows": rows, "lines": lines, "until": until}
        return render(request, "cases/opened_case.html", context)
