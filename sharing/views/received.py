"""What an agency sees: a plain page with nothing of the house's inside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import NotFound
from accounts.web import PolicyView, form_saves, note_success
from sharing.enums import AnswerKind, Channel
from sharing.forms import AnswerForm, DestructionForm
from sharing.models import Destruction, Release
from sharing.pdf import summary_pdf
from sharing.queries import hears_complaints, received
from sharing.services.answers import answer_add
from sharing.services.destructions import destruction_confirm
from sharing.services.readings import reading_log
from sharing.sheets import sheet_of_release

_DECIDED = (AnswerKind.ACCEPTED, AnswerKind.DECLINED)


def decision_of(release: Release) -> str:
    """accepted, declined, or "" where the agency has not said yet. Reads prefetched answers."""
    return next((one.kind for one in release.answers.all() if one.kind in _DECIDED), "")


def row_of(release: Release) -> dict[str, Any]:
    answers = list(release.answers.all())
    return {
        "release": release, "decision": decision_of(release),
        "services": sum(one.kind == AnswerKind.SERVICE_GIVEN for one in answers),
        "replies": sum(one.replied_at is not None for one in answers),
    }  # fmt: skip


class ReceivedListView(PolicyView):
    """What was sent to us, and what waits for an answer?"""

    policy = ("received", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(DestructionForm())

    def page(self, form: DestructionForm, status: int = 200, open_form: int = 0) -> HttpResponse:
        context = {
            "rows": [row_of(one) for one in received(self.profile).defer("sealed", "request", "changes_sealed")[:200]],
            "destructions": Destruction.objects.visible_to(self.profile).waiting_first()[:100],
            "form": form, "open_form": open_form, "complaints": hears_complaints(self.profile),
        }  # fmt: skip
        return render(self.request, "sharing/received_list.html", context, status=status)


class DestructionConfirmView(ReceivedListView):
    """We have destroyed what we held: when, and who did it."""

    policy = ("received", "answer")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = Destruction.objects.visible_to(self.profile).filter(pk=pk).first(), DestructionForm(request.POST)
        if found is None:
            raise NotFound
        if form_saves(form, destruction_confirm, found, by=self.profile):
            note_success(request, _("Thank you. The office was told."))
            return redirect("sharing:received_list")
        return self.page(form, 422, pk)


class ReferralListView(PolicyView):
    """Which referrals wait, which did we take on, which not?"""

    policy = ("received", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [row_of(one) for one in received(self.profile).defer("sealed", "request", "changes_sealed")[:200]]
        bands = [
            {"code": code, "label": text, "rows": [row for row in rows if row["decision"] == code]}
            for code, text in (
                ("", _("Waiting for your answer")), (AnswerKind.ACCEPTED, _("Accepted")),
                (AnswerKind.DECLINED, _("Declined")),
            )
        ]  # fmt: skip
        return render(request, "sharing/referral_list.html", {"bands": bands, "empty": not rows})


class _OneReceivedView(PolicyView):
    def release(self, pk: int) -> Release:
        found = received(self.profile).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found


class ReceivedDetailView(_OneReceivedView):
    """One summary. Each opening is recorded before it is shown."""

    policy = ("received", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        release = self.release(pk)
        reading_log(release, channel=Channel.WEB, by=self.profile)
        return received_page(request, self.profile.pk, release)


def received_page(request: HttpRequest, reader: int, release: Release, status: int = 200, **bound: Any) -> HttpResponse:
    """``bound`` holds a refused form by its kind."""
    decided = decision_of(release)
    kinds = [AnswerKind.QUESTION] if decided == AnswerKind.DECLINED else [AnswerKind.SERVICE_GIVEN, AnswerKind.QUESTION]
    if not decided:
        kinds = [AnswerKind.ACCEPTED, AnswerKind.DECLINED, AnswerKind.QUESTION]
    forms = {kind.value: bound.get(kind.value) or AnswerForm(kind=kind) for kind in kinds}
    context = {
        "release": release, "sheet": sheet_of_release(release), "forms": forms, "decision": decided,
        "answers": list(release.answers.all()), "reader": reader, "open_form": next(iter(bound), ""),
    }  # fmt: skip
    return render(request, "sharing/received_detail.html", context, status=status)


class ReceivedAnswerView(_OneReceivedView):
    """Accept, decline, report a service, ask."""

    policy = ("received", "answer")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        release, kind = self.release(pk), request.POST.get("kind", "")
        if kind not in AnswerKind.values:
            raise NotFound
        form = AnswerForm(request.POST, kind=kind)
        if form_saves(form, answer_add, release, by=self.profile):
            note_success(request, _("Your answer was sent."))
            return redirect("sharing:received_detail", pk)
        return received_page(request, self.profile.pk, release, 422, **{kind: form})


class ReceivedPdfView(_OneReceivedView):
    """The document, with its reader's mark on every page."""

    policy = ("received", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        release, at = self.release(pk), timezone.now()
        code = reading_log(release, channel=Channel.PDF, by=self.profile)
        document = summary_pdf(
            sheet_of_release(release), agency=str(self.profile.agency), reader=self.profile.name, at=at, code=code
        )
        name = f'attachment; filename="{release.reference}.pdf"'
        return HttpResponse(
            document, content_type="application/pdf",
            headers={"Content-Disposition": name, "Cache-Control": "no-store"},
        )  # fmt: skip
