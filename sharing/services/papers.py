"""Agencies that work on paper: the worker prints the summary, records to whom it went, and writes down the answer that
came by letter or telephone. The states are those of a referral that the agency reads by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.enums import DocumentKind
from cases.services.documents import Paper, document_add
from sharing.enums import TOLD_WAYS, Channel, HandoverWay
from sharing.models import Handover, Release, Summary, SummaryAnswer
from sharing.pdf import summary_pdf
from sharing.sheets import sheet_of_release

from .answers import answer_add
from .readings import reading_log


def _on_paper(summary: Summary) -> Release:
    """What may be handed over now. Raises Conflict for an agency that reads by itself, and for what does not run."""
    if not summary.agency.works_on_paper:
        raise Conflict(_("This agency reads and answers by itself."))
    if not summary.is_running:
        raise Conflict(_("It is not released, or its time is over."))
    return summary.release


@transaction.atomic
def summary_print(summary: Summary, *, by: Profile) -> bytes:
    """The document to be handed over, with the worker's mark and a verification code; the printing is recorded as a
    reading. Raises Conflict."""
    release = _on_paper(summary)
    code = reading_log(release, channel=Channel.PDF, by=by)
    return summary_pdf(
        sheet_of_release(release), agency=str(summary.agency), reader=by.name, at=timezone.now(), code=code
    )


@transaction.atomic
def handover_record(
    summary: Summary, *, handed_to: str, way: str, handed_on: date, by: Profile, receipt: str = "",
    paper: Paper | None = None,
) -> Handover:
    """Write down that the printed summary went to the agency; ``paper`` is the signed receipt. Raises Invalid,
    Conflict."""
    release = _on_paper(summary)
    problems: dict[str, Any] = {}
    if not handed_to.strip():
        problems["handed_to"] = _("Say who took it.")
    if way not in HandoverWay.values:
        problems["way"] = _("Choose one of the list.")
    if handed_on > clock.today():
        problems["handed_on"] = _("This day lies in the future.")
    elif handed_on < clock.today(release.released_at):
        problems["handed_on"] = _("It was released later than this day.")
    if problems:
        raise Invalid(fields=problems)
    document = None
    if paper is not None:
        try:
            document = document_add(
                summary.case, content=paper.content, file_name=paper.name, by=by, kind=DocumentKind.OTHER,
                title=_("Receipt of an agency"), issued_on=handed_on,
            )  # fmt: skip
        except Invalid as error:
            raise Invalid(fields={"paper": error.fields["file"]}) from None
    return Handover.objects.create(
        release=release, handed_to=handed_to.strip(), way=way, handed_on=handed_on, receipt=receipt.strip(),
        document=document, created_by=by,
    )  # fmt: skip


@transaction.atomic
def paper_answer_record(
    summary: Summary, *, kind: str, way: str, told_by: str, told_on: date, by: Profile, text: str = "",
    service_on: date | None = None,
) -> SummaryAnswer:
    """Write down what the agency said: accepted, declined, a service given, a question. Raises Invalid, Conflict."""
    release = _on_paper(summary)
    problems: dict[str, Any] = {}
    if way not in TOLD_WAYS:
        problems["way"] = _("Choose how it came.")
    if not told_by.strip():
        problems["told_by"] = _("Say who said it.")
    if told_on > clock.today():
        problems["told_on"] = _("This day lies in the future.")
    elif told_on < clock.today(release.released_at):
        problems["told_on"] = _("It was released later than this day.")
    if problems:
        raise Invalid(fields=problems)
    return answer_add(
        release, kind=kind, by=by, text=text, service_on=service_on, way=way, told_by=told_by.strip(), told_on=told_on
    )
