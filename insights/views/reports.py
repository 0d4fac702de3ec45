"""The month in numbers, for print and as a file."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.enums import AccessKind
from accounts.web import PolicyView, access_log
from insights.queries.freshness import freshness
from insights.queries.reports import months, report_of, table_of


def _month(text: str) -> date:
    """One of the months that can be had; this one where none is named. Raises Http404."""
    offered = months()
    if not text:
        return offered[0]
    for one in offered:
        if f"{one:%Y-%m}" == text:
            return one
    raise Http404


class ReportsView(PolicyView):
    """The monthly report."""

    policy = ("report", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        report = report_of(self.profile, _month(request.GET.get("month", "")))
        context = {"report": report, "months": months(), "fresh": freshness()}
        return render(request, "insights/reports.html", context)


class ReportExportView(PolicyView):
    """The same as CSV, in UTF-8 with a mark that spreadsheets look for. Each export is logged."""

    policy = ("report", "export")

    def get(self, request: HttpRequest) -> HttpResponse:
        month = _month(request.GET.get("month", ""))
        rows = list(table_of(report_of(self.profile, month)))
        access_log(self.profile, AccessKind.EXPORT, count=len(rows) - 1)
        out = StringIO()
        csv.writer(out).writerows(rows)
        answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="hamroh-report-{month:%Y-%m}.csv"'
        return answer
