"""The page of messages, its badge, and the button that says they were seen."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.rest.pagination import Page
from accounts.web import PolicyView, note_success, pager
from cases.messages import COUNTED, messages_for, new_count, seen_up_to
from cases.services.messages import messages_seen
from cases.templatetags.case_page import entry_row

PAGE = 50


class MessageListView(PolicyView):
    """What others did in my cases that I should know of, newest first."""

    policy = ("message", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            page = Page(
                messages_for(self.profile), keyset=("-recorded_at", "-id"), size=PAGE,
                cursor=request.GET.get("cursor", ""),
            )  # fmt: skip
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        seen = seen_up_to(self.profile)
        lines = [
            {**entry_row(entry, entry.case), "case": entry.case, "new": seen is None or entry.recorded_at > seen}
            for entry in page.rows
        ]
        context = {
            "lines": lines, "any_new": any(line["new"] for line in lines),
            "newest": lines[0]["entry"].recorded_at.isoformat() if lines else "", **pager(request, page),
        }  # fmt: skip
        return render(request, "cases/message_list.html", context)


class MessagesSeenView(PolicyView):
    """Everything on the page was seen."""

    policy = ("message", "seen")

    def post(self, request: HttpRequest) -> HttpResponse:
        up_to = parse_datetime(request.POST.get("up_to", ""))
        if up_to is None or up_to.tzinfo is None:
            raise Http404
        messages_seen(by=self.profile, up_to=up_to)
        note_success(request, _("All messages are marked as seen."))
        return redirect("cases:message_list")


class MessageCountView(PolicyView):
    """The badge beside the entry of the navigation; empty where nothing is new."""

    policy = ("message", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        count = new_count(self.profile)
        return render(request, "cases/_message_badge.html", {"count": count, "more": count >= COUNTED})
