"""A summary for an agency: exactly what leaves, to whom, why, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.enums import AccessKind
from accounts.errors import HamrohError, Invalid, NotFound
from accounts.models import Agency
from accounts.policy import may
from accounts.web import access_log, form_saves, note_success
from cases.enums import DataKind, SharingPurpose
from cases.models import Case
from sharing.coverage import Coverage, coverage, end_of
from sharing.enums import SummaryState
from sharing.forms import DestructionForm, ReasonForm, ReplyForm, ShareForm, active_agencies
from sharing.models import Summary, SummaryAnswer
from sharing.queries import shared_for_case, summary_page
from sharing.services.answers import answer_reply
from sharing.services.destructions import destruction_confirm
from sharing.services.summaries import summary_build, summary_release, summary_return, summary_withdraw
from sharing.sheets import Sheet, rows_of, sheet_of_summary

from .common import CaseSharingView


def _option(text: str, agencies: list[Agency]) -> tuple[Agency, str] | None:
    """The agency and purpose of ``"12:health_care"``; None where there is no such pair."""
    key, _sign, purpose = text.partition(":")
    agency = next((one for one in agencies if str(one.pk) == key), None)
    return (agency, purpose) if agency is not None and purpose in SharingPurpose.values else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(fields={"until": _("Give a day.")}) from None


def _groups(found: Coverage, chosen: list[str]) -> list[dict[str, Any]]:
    """The offers by kind of data, as the left side of the page shows them: each group with the agreement and the
    consent that cover it, each field with what stands in its way."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for offer in found.offers:
        row = {"offer": offer, "checked": offer.can_leave and offer.field.code in chosen}
        groups.setdefault(offer.field.kind, []).append(row)
    return [
        {
            "label": DataKind(kind).label, "rows": rows,
            "ground": next((row["offer"] for row in rows if row["offer"].covered), None),
        }
        for kind, rows in groups.items()
    ]  # fmt: skip


def _preview(case: Case, found: Coverage, purpose: str, sent: QueryDict, chosen: list[str]) -> Sheet:
    """The page as the agency would see it."""
    leaving = [offer for offer in found.offers if offer.can_leave and offer.field.code in chosen]
    until: date | None
    try:
        until = _day(sent.get("until", ""))
    except Invalid:
        until = None
    if until is None and leaving:
        until = found.latest_end(chosen)
    return Sheet(
        reference=_("(given at release)"), purpose=str(SharingPurpose(purpose).label), sender=case.region.name,
        request=sent.get("request", ""), rows=rows_of((o.field.code, o.value) for o in leaving), released_at=None,
        expires_at=end_of(until) if until else None,
    )  # fmt: skip


class ShareView(CaseSharingView):
    """Choose agency and purpose, then fields; the right side shows the page as it will be."""

    policy = ("summary", "build")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        return self._page(case, request.GET)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        sent, pair = request.POST, _option(request.POST.get("option", ""), active_agencies())
        if pair is None:
            raise NotFound
        try:
            summary = summary_build(
                case, agency=pair[0], purpose=pair[1], fields=sent.getlist("fields"), request=sent.get("request", ""),
                until=_day(sent.get("until", "")), by=self.profile,
            )  # fmt: skip
        except HamrohError as error:
            return self._page(case, sent, refused=error, status=422)
        note_success(request, _("The summary waits for a supervisor's release."))
        return redirect("sharing:summary_detail", case.number, summary.pk)

    def _page(
        self, case: Case, sent: QueryDict, *, refused: HamrohError | None = None, status: int = 200
    ) -> HttpResponse:
        agencies = active_agencies()
        pair = _option(sent.get("option", ""), agencies)
        form = ShareForm(initial={"option": sent.get("option", "")}, agencies=agencies)
        context: dict[str, Any] = {"form": form, "refused": refused}
        if pair is None:
            return self.page("sharing/share.html", case, status, shared=shared_for_case(case), **context)
        found = coverage(case, agency=pair[0], purpose=pair[1])
        first = "request" not in sent
        chosen = [o.field.code for o in found.offers if o.can_leave] if first else sent.getlist("fields")
        leaving = [o.field.code for o in found.offers if o.can_leave]
        return self.page(
            "sharing/share.html", case, status, agency=pair[0], purpose=SharingPurpose(pair[1]).label, found=found,
            option=sent.get("option"), groups=_groups(found, chosen), sent=sent, leaving=leaving,
            sheet=_preview(case, found, pair[1], sent, chosen), latest=found.latest_end(leaving) if leaving else None,
            may_consent=may(self.profile, "consent", "create"), **context,
        )  # fmt: skip


class SharePreviewView(CaseSharingView):
    """The right side alone, as fields are chosen. A POST, since the words to the agency are no part of an address."""

    policy = ("summary", "build")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        pair = _option(request.POST.get("option", ""), active_agencies())
        if pair is None:
            raise NotFound
        found = coverage(case, agency=pair[0], purpose=pair[1])
        sheet = _preview(case, found, pair[1], request.POST, request.POST.getlist("fields"))
        return render(request, "sharing/_sheet.html", {"sheet": sheet})


class OneSummaryView(CaseSharingView):
    """A page of one summary."""

    def summary(self, case: Case, pk: int) -> Summary:
        found = summary_page().filter(case=case, pk=pk).first()
        if found is None:
            raise NotFound
        found.case = case
        return found

    def detail(self, case: Case, summary: Summary, status: int = 200, **forms: Any) -> HttpResponse:
        release = getattr(summary, "release", None)
        answers = list(release.answers.select_related("by", "replied_by")) if release else []
        handovers = list(release.handovers.select_related("created_by")) if release else []
        readings = list(release.readings.select_related("reader")[:20]) if release else []
        own = summary.created_by_id == self.profile.pk
        built = summary.state == SummaryState.BUILT
        return self.page(
            "sharing/summary_detail.html", case, status, summary=summary, sheet=sheet_of_summary(summary),
            answers=answers, readings=readings, handovers=handovers,
            may_hand_over=summary.is_running and summary.agency.works_on_paper
            and may(self.profile, "summary", "handover"), consents=list(summary.consents.all()), own=own,
            field_count=len(summary.content),
            may_release=built and not own and may(self.profile, "summary", "release"),
            waits_for_other=built and own,
            may_withdraw=summary.state != SummaryState.ENDED and may(self.profile, "summary", "withdraw"),
            destruction=getattr(release, "destruction", None) if release else None,
            destruction_form=forms.pop("destruction_form", None) or DestructionForm(),
            may_reply=may(self.profile, "summary", "build"), **forms,
        )  # fmt: skip


class SummaryDetailView(OneSummaryView):
    """One summary: its grounds, its page, who read it, what the agency answered."""

    policy = ("summary", "view")

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        return self.detail(case, self.summary(case, pk))


class SummaryReleaseView(OneSummaryView):
    """Let it go."""

    policy = ("summary", "release")

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        summary = summary_release(self.summary(case, pk), by=self.profile)
        note_success(request, _("%(agency)s can read it from now on.") % {"agency": summary.agency})
        return redirect("sharing:summary_detail", case.number, pk)


class _ReasonedStep(OneSummaryView):
    """A step that needs a reason: on the page of the summary, with what is wrong at its field."""

    form_name = ""

    def act(self, summary: Summary, reason: str) -> None:
        raise NotImplementedError

    def done(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        summary, form = self.summary(case, pk), ReasonForm(request.POST, auto_id=f"{self.form_name}_%s")
        if form_saves(form, self.act, summary):
            note_success(request, self.done())
            return redirect("sharing:summary_detail", case.number, pk)
        return self.detail(case, summary, 422, **{self.form_name: form})


class SummaryReturnView(_ReasonedStep):
    """Give it back to the one who built it."""

    policy = ("summary", "release")
    form_name = "return_form"

    def act(self, summary: Summary, reason: str) -> None:
        summary_return(summary, reason=reason, by=self.profile)

    def done(self) -> str:
        return _("The summary was returned.")


class SummaryWithdrawView(_ReasonedStep):
    """End it now."""

    policy = ("summary", "withdraw")
    form_name = "withdraw_form"

    def act(self, summary: Summary, reason: str) -> None:
        summary_withdraw(summary, reason=reason, by=self.profile)

    def done(self) -> str:
        return _("It was withdrawn. The agency can no longer read it.")


class SummaryReplyView(OneSummaryView):
    """Reply to a question."""

    policy = ("summary", "build")

    def post(self, request: HttpRequest, number: str, pk: int, answer: int) -> HttpResponse:
        case = self.case(number)
        summary, form = self.summary(case, pk), ReplyForm(request.POST)
        question = SummaryAnswer.objects.filter(release_id=summary.pk, pk=answer).first()
        if question is None:
            raise NotFound
        if form.is_valid():
            answer_reply(question, text=form.cleaned_data["text"], by=self.profile)
            note_success(request, _("The reply was sent."))
            return redirect("sharing:summary_detail", case.number, pk)
        return self.detail(case, summary, 422, reply_form=form, reply_to=question.pk)


class SummaryDestroyedView(OneSummaryView):
    """An agency that works on paper told us, by letter or telephone, that it destroyed what it held."""

    policy = ("summary", "build")

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        summary, form = self.summary(case, pk), DestructionForm(request.POST)
        found = getattr(getattr(summary, "release", None), "destruction", None)
        if found is None:
            raise NotFound
        if form_saves(form, destruction_confirm, found, by=self.profile):
            note_success(request, _("The confirmation was recorded."))
            return redirect("sharing:summary_detail", case.number, pk)
        return self.detail(case, summary, 422, destruction_form=form)
