"""The search box: who is she?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.enums import AccessKind
from accounts.policy import may
from accounts.web import PolicyView, access_log
from cases.finding import HOW, find
from cases.numbers import number_read

LIMIT = 20
_KEPT = "search_text"


class SearchView(PolicyView):
    """A name, a case number, a family's number, or the number of a paper. It comes in the body and is kept in the
    session for the page that follows: an address (``?q=``) holds a case's or a family's number and nothing else
    (docs/decisions/0007-search-text-stays-out-of-addresses.md). Every search is logged, its text is not."""

    policy = ("person", "search")

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session[_KEPT] = request.POST.get("q", "").strip()[:200]
        return redirect("cases:person_search")

    def get(self, request: HttpRequest) -> HttpResponse:
        text = number_read(request.GET.get("q", "")) or request.session.get(_KEPT, "")
        found = find(text, by=self.profile, limit=LIMIT)
        if text:
            access_log(self.profile, AccessKind.SEARCH, count=len(found))
        if len(found) == 1 and found[0].how == "number":
            return redirect("cases:case_detail", found[0].case.number)
        rows = [{"case": one.case, "how": HOW[one.how]} for one in found]
        context = {"q": text, "search_text": text, "rows": rows, "full": len(found) == LIMIT}
        context["may_register"] = may(self.profile, "case", "create")
        context["may_open"] = may(self.profile, "opening", "create")
        return render(request, "cases/search.html", context)
