"""The manifest: uploaded, its columns assigned, checked as it came, mended, accepted, undone, compared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AccessKind
from accounts.errors import HamrohError
from accounts.models import Profile
from accounts.policy import may
from accounts.web import PolicyView, access_log, form_refuse, note_success
from cases.enums import ManifestStatus
from cases.forms.arrivals import FIELD_LABELS, ColumnsForm, UploadForm
from cases.manifest.codes import ERRORS, Code, ManifestError, Outcome
from cases.manifest.columns import FIELDS
from cases.manifest.proposals import propose
from cases.manifest.reading import MAX_BYTES
from cases.models import Case, Manifest, ManifestRow
from cases.services.manifests import (
    manifest_accept_start,
    manifest_compare,
    manifest_decide,
    manifest_map,
    manifest_progress,
    manifest_undo,
    manifest_upload,
)
from cases.services.manifests.checking import row_matches

from .arrivals import ArrivalView, arrival_for

_PAGE = 50
#: What the counters filter, by the rows' outcome and findings.
_SHOWS = ("error", "warning", "good", "skipped", "all")


def manifest_for(profile: Profile, pk: int) -> Manifest:
    """A manifest of the own region. Raises Http404 for all others alike."""
    found = Manifest.objects.visible_to(profile).filter(pk=pk)
    manifest: Manifest | None = found.select_related("arrival__phase__operation", "arrival__reception_centre").first()
    if manifest is None:
        raise Http404
    return manifest


class ManifestUploadView(ArrivalView):
    """Upload the file of a flight."""

    policy = ("manifest", "import")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        return self._page(arrival, UploadForm(again=self._last(arrival) is not None))

    def _last(self, arrival: Any) -> Manifest | None:
        found = Manifest.objects.visible_to(self.profile).filter(arrival=arrival, status=ManifestStatus.ACCEPTED)
        last: Manifest | None = found.order_by("-id").first()
        return last

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        arrival = arrival_for(self.profile, pk)
        last = self._last(arrival)
        form = UploadForm(request.POST, request.FILES, again=last is not None)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > MAX_BYTES:
                    raise ManifestError("too_large")
                manifest = manifest_upload(
                    arrival=arrival, data=file.read(), file_name=file.name, by=self.profile,
                    revision_of=last if form.cleaned_data.get("revises") == "yes" else None,
                )  # fmt: skip
            except HamrohError as error:
                form_refuse(form, error)
            else:
                return redirect(self._next(manifest))
        return self._page(arrival, form, status=422)

    def _next(self, manifest: Manifest) -> str:
        """A column that was not understood is asked about first."""
        unknown = [index for index, title in enumerate(manifest.titles) if title and index not in manifest.columns]
        waits = manifest.status in (ManifestStatus.UPLOADED, ManifestStatus.CHECKED)
        name = "cases:manifest_columns" if unknown and waits else "cases:manifest_check"
        return reverse(name, args=[manifest.pk])

    def _page(self, arrival: Any, form: UploadForm, status: int = 200) -> HttpResponse:
        manifests = Manifest.objects.visible_to(self.profile).filter(arrival=arrival).select_related("accepted_by")
        return self.page(
            "cases/manifest_upload.html", arrival, "manifest", form=form, manifests=manifests, status=status
        )


class ManifestView(PolicyView):
    """What the pages of one manifest have in common."""

    def page(self, template: str, manifest: Manifest, status: int = 200, **context: Any) -> HttpResponse:
        shared = {
            "manifest": manifest, "arrival": manifest.arrival, "counts": manifest.counts,
            "rights": {name: may(self.profile, "manifest", name) for name in ("import", "accept", "undo")},
        }  # fmt: skip
        return render(self.request, template, {**shared, **context}, status=status)


class ManifestColumnsView(ManifestView):
    """The mapping step: which column holds what."""

    policy = ("manifest", "import")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest = manifest_for(self.profile, pk)
        return self._page(manifest, ColumnsForm(titles=manifest.titles, mapping=manifest.columns))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest = manifest_for(self.profile, pk)
        form = ColumnsForm(request.POST, titles=manifest.titles, mapping=manifest.columns)
        if form.is_valid():
            try:
                manifest_map(manifest, chosen=form.chosen(), by=self.profile)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                return redirect("cases:manifest_check", pk)
        return self._page(manifest, form, status=422)

    def _page(self, manifest: Manifest, form: ColumnsForm, status: int = 200) -> HttpResponse:
        return self.page("cases/manifest_columns.html", manifest, form=form, status=status)


class ManifestCheckView(ManifestView):
    """The sheet as uploaded, wrong cells marked in place."""

    policy = ("manifest", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest = manifest_for(self.profile, pk)
        if manifest.status == ManifestStatus.UPLOADED:
            return redirect("cases:manifest_columns", pk)
        if not self.request.htmx:
            access_log(self.profile, AccessKind.MANIFEST, object_id=manifest.pk)
        rows = list(manifest.rows.order_by("number").select_related("case"))
        show = request.GET.get("show", "")
        if show not in _SHOWS:
            show = "error" if manifest.counts.get("error") else "all"
        chosen = [row for row in rows if show == "all" or _kind(row) == show or (show == "good" and _good(row))]
        page = Paginator(chosen, _PAGE).get_page(request.GET.get("page", "1"))
        edit = request.GET.get("edit", "")
        columns = _columns(manifest, list(page))
        return self.page(
            "cases/manifest_check.html", manifest, show=show, page=page, progress=manifest_progress(manifest),
            columns=[FIELD_LABELS[name] for name in columns],
            rows=self._lines(manifest, list(page), columns, int(edit) if edit.isdigit() else None),
            shows=self._counters(rows), dropped=[
                title for index, title in enumerate(manifest.titles) if title and index not in manifest.columns
            ],
            undo_until=manifest.accepted_at + timedelta(hours=24) if manifest.accepted_at else None,
            editable=manifest.status in (ManifestStatus.CHECKED, ManifestStatus.ACCEPTED),
        )  # fmt: skip

    def _counters(self, rows: list[ManifestRow]) -> list[dict[str, Any]]:
        words = {
            "error": _("Need mending"), "warning": _("Good, with a remark"), "good": _("Good"),
            "skipped": _("Left out, blank or total"), "all": _("All rows"),
        }  # fmt: skip
        count = {code: sum(_kind(row) == code for row in rows) for code in ("error", "warning", "skipped")}
        count |= {"good": sum(_good(row) for row in rows), "all": len(rows)}
        return [{"code": code, "label": words[code], "count": count[code]} for code in _SHOWS]

    def _lines(
        self, manifest: Manifest, rows: list[ManifestRow], columns: list[str], edit: int | None
    ) -> list[dict[str, Any]]:
        found = row_matches(manifest, rows)
        keys = {key for several in found.values() for key in several}
        matches = {
            case.person_id: case
            for case in Case.objects.visible_to(self.profile).filter(person__in=keys).select_related("person")
        }
        return [
            _line(row, columns, [matches[key] for key in found.get(row.number, []) if key in matches], edit)
            for row in rows
        ]


def _columns(manifest: Manifest, rows: list[ManifestRow]) -> list[str]:
    """The mapped columns, without those in which none of these rows tells anything."""
    told = {name for row in rows for name in (*row.cells, *row.mended, *(field for _code, field in row.problems))}
    return [name for name in FIELDS if name in manifest.columns.values() and name in told]


def _kind(row: ManifestRow) -> str:
    if row.outcome == Outcome.ACCEPTED:
        return "warning" if row.problems else "fine"
    return str(row.outcome)


def _good(row: ManifestRow) -> bool:
    return row.outcome == Outcome.ACCEPTED


def _line(row: ManifestRow, columns: list[str], matches: list[Case], edit: int | None) -> dict[str, Any]:
    """A row as its template shows it: each cell with what is wrong about it and what may have been meant."""
    cells, today = {**row.cells, **row.mended}, timezone.localdate()
    wrong = {field: code for code, field in row.problems if field}
    waits = bool(row.cells) and not row.fate
    out = []
    for name in columns:
        code = wrong.get(name, "")
        out.append({
            "name": name, "label": FIELD_LABELS[name], "text": cells.get(name, ""),
            "reason": Code(code).label if code else "", "error": code in ERRORS,
            "proposal": propose(code, name, cells, today=today) if code and waits else "",
            "mended": name in row.mended and row.mended[name] != row.cells.get(name, ""),
            "as_sent": row.cells.get(name, ""),
            "open": waits and (edit == row.number or (code in ERRORS and not row.excluded)),
        })  # fmt: skip
    whole = [Code(code).label for code, field in row.problems if not field or field not in columns]
    return {
        "row": row, "cells": out, "whole": whole, "matches": matches, "waits": waits, "edit": edit == row.number,
        "nameless": "missing_name" in row.codes, "blank": not row.cells,
        "has_open": any(cell["open"] for cell in out),
    }  # fmt: skip


class RowDecideView(ManifestView):
    """Mend a row, leave it out, take it in again, or say that the name is unknown."""

    policy = ("manifest", "import")

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        manifest = manifest_for(self.profile, pk)
        act = request.POST.get("act", "save")
        use, _sep, value = request.POST.get("use", "").partition("=")
        cells = {name: request.POST[f"cell-{name}"] for name in FIELDS if f"cell-{name}" in request.POST}
        decision: dict[str, Any] = {
            "exclude": {"excluded": True}, "include": {"excluded": False}, "unknown": {"name_unknown": True},
        }.get(act, {"cells": cells})  # fmt: skip
        if use:
            decision = {"cells": {use: value}}
        manifest_decide(manifest, row=number, by=self.profile, **decision)
        query = request.POST.get("back", "")
        back = f"?{query}" if query.replace("=", "").replace("&", "").isalnum() else ""
        return redirect(f"{reverse('cases:manifest_check', args=[pk])}{back}")


class ManifestAcceptView(ManifestView):
    """Let a job accept the good rows."""

    policy = ("manifest", "accept")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest_accept_start(manifest_for(self.profile, pk), by=self.profile)
        return redirect("cases:manifest_check", pk)


class ManifestProgressView(ManifestView):
    """How far accepting is, asked again and again by the bar."""

    policy = ("manifest", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest = manifest_for(self.profile, pk)
        progress = manifest_progress(manifest)
        answer = self.page("cases/_manifest_progress.html", manifest, progress=progress)
        if progress.state == "done":
            note_success(request, _("Accepted: %(count)s people are registered.") % {"count": manifest.counts["made"]})
            answer["HX-Redirect"] = reverse("cases:arrival_detail", args=[manifest.arrival_id])
        elif progress.state in ("failed", "idle"):
            answer["HX-Refresh"] = "true"
        return answer


class ManifestUndoView(ManifestView):
    """Take back what accepting made."""

    policy = ("manifest", "undo")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest = manifest_undo(manifest_for(self.profile, pk), by=self.profile)
        note_success(request, _("Undone: nobody of this manifest is registered any more."))
        return redirect("cases:arrival_detail", manifest.arrival_id)


class ManifestCompareView(ManifestView):
    """What a revised manifest adds, changes and removes."""

    policy = ("manifest", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        manifest = manifest_for(self.profile, pk)
        access_log(self.profile, AccessKind.MANIFEST, object_id=manifest.pk)
        found = manifest_compare(manifest)
        changes = [
            {"change": one, "name": _name(one.row),
             "fields": [(FIELD_LABELS[field], old, new) for field, (old, new) in one.fields.items()]}
            for one in found.changed
        ]  # fmt: skip
        return self.page(
            "cases/manifest_compare.html", manifest, found=found, changes=changes,
            added=[(row, _name(row)) for row in found.added], removed=[(row, _name(row)) for row in found.removed],
        )  # fmt: skip


def _name(row: ManifestRow) -> str:
    told = {**row.cells, **row.mended}
    parts = [told.get(name, "") for name in ("surname", "given_name", "patronymic")]
    return " ".join(filter(None, parts)) or told.get("full_name", "") or _("Name unknown")
