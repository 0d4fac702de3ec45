"""Notes and papers of a case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from accounts.errors import NotFound
from cases.enums import DocumentKind
from cases.forms.case_work import DocumentForm
from cases.models import Case, Document, Note
from cases.services.documents import INLINE, document_add, document_open, document_small

from .common import CaseFormView, CaseView


class NoteDetailView(CaseView):
    """One note."""

    policy = ("note", "view")

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        note = Note.objects.visible_to(self.profile).filter(case=case, pk=pk).select_related("created_by").first()
        if note is None:
            raise NotFound
        return self.page("cases/note_detail.html", case, note=note)


class DocumentListView(CaseView):
    """The papers of the case."""

    policy = ("document", "list")
    tab: ClassVar[str] = "documents"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        rows = Document.objects.visible_to(self.profile).filter(case=case).select_related("created_by").order_by("-id")
        return self.page("cases/document_list.html", case, rows=list(rows[:200]))


class DocumentAddView(CaseFormView):
    """Keep a paper."""

    policy = ("document", "create")
    form_class = DocumentForm
    tab: ClassVar[str] = "documents"
    title: ClassVar[Any] = _("Add a document")
    submit: ClassVar[Any] = _("Upload")
    intro: ClassVar[Any] = _("The file is kept encrypted. Every opening is recorded.")
    done: ClassVar[Any] = _("The document was added.")
    in_drawer: ClassVar[bool] = False

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        return {"kind": kind} if kind in DocumentKind.values else {}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        upload = data.pop("file")
        return document_add(case, content=upload.read(), file_name=upload.name, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return reverse("cases:document_list", args=[case.number])

    def cancel_url(self, case: Case) -> str:
        return self.next_url(case, None)


def document_response(document: Document, content: bytes) -> HttpResponse:
    """A paper as an answer."""
    return file_response(content, document.media_type, document.file_name)


def small_response(document: Document) -> HttpResponse:
    """The small picture of a photograph."""
    return file_response(document_small(document), "image/jpeg", f"{document.pk}.jpg")


def file_response(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Any stored file as an answer: pictures in place, all else to be saved; nothing in it may run or be kept."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(media_type not in INLINE, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


class _DocumentView(CaseView):
    policy = ("document", "view")

    def document(self, number: str, pk: int) -> Document:
        found = Document.objects.visible_to(self.profile).filter(case=self.case(number), pk=pk).first()
        if found is None:
            raise NotFound
        return found


class DocumentOpenView(_DocumentView):
    """The file itself, behind both walls; the opening is logged."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        document = self.document(number, pk)
        return document_response(document, document_open(document, by=self.profile))


class DocumentSmallView(_DocumentView):
    """The small picture of a photograph, as heads and lists show it."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        return small_response(self.document(number, pk))
