"""The search box: who is she?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.enums import AccessKind
from accounts.policy import may
from accounts.web import PolicyView, access_log
from cases.finding import HOW, find

LIMIT = 20


class SearchView(PolicyView):
    """``?q=`` with a name, a case number, a family's number, or the number of a paper. Every search is logged, its
    text is not."""

    policy = ("person", "search")

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:200]
        found = find(text, by=self.profile, limit=LIMIT)
        if text:
            access_log(self.profile, AccessKind.SEARCH, count=len(found))
        if len(found) == 1 and found[0].how == "number":
            return redirect("cases:case_detail", found[0].case.number)
        rows = [{"case": one.case, "how": HOW[one.how]} for one in found]
        context = {"q": text, "search_text": text, "rows": rows, "full": len(found) == LIMIT}
        context["may_register"] = may(self.profile, "case", "create")
        return render(request, "cases/search.html", context)
