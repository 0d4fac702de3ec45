"""What the data protection officer sees of signing in."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.enums import FailureReason
from accounts.models import Profile, SignInFailure
from accounts.oversight import recent
from accounts.rest.pagination import Page
from accounts.web import PolicyView, pager


class SignInFailureListView(PolicyView):
    """Failed sign-ins, newest first: when, from where, why, and whose account where there is one."""

    policy = ("sign_in_failure", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        failures = SignInFailure.objects.all()
        reason, who = request.GET.get("reason", ""), request.GET.get("who", "")
        if reason in FailureReason.values:
            failures = failures.filter(reason=reason)
        if who.isdigit():
            failures = failures.filter(user_id=int(who))
        failures = recent(failures, request.GET.get("days", ""))
        try:
            page = Page(failures, keyset=("-id",), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        people = Profile.objects.in_bulk({row.user_id for row in page.rows if row.user_id})
        rows = [{"failure": row, "person": people.get(row.user_id)} for row in page.rows]
        context = {
            "rows": rows, "reasons": FailureReason.choices, "reason": reason, "who": who, **pager(request, page),
        }  # fmt: skip
        return render(request, "accounts/sign_in_failures.html", context)
