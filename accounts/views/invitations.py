"""Invitations: the administrator sends, shows and withdraws them; whoever is invited sets her password."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.forms import SetPasswordForm
from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.invitations import invitation_accept, invitation_create, invitation_end, invitation_find, link_of
from accounts.jobs import mail_invitations
from accounts.models import Invitation, Profile
from accounts.queue import enqueue
from accounts.web import PolicyView, form_saves, note_success

_KEPT = "invitation"


def _invited(pk: int) -> Profile:
    return get_object_or_404(Profile.objects.select_related("user"), pk=pk)


class InvitationSendView(PolicyView):
    """Mail a user her link."""

    policy = ("invitation", "create")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation_create(_invited(pk), by_email=True, by=self.profile)
        enqueue(mail_invitations)
        note_success(request, _("The invitation is on its way."))
        return redirect("accounts:user_edit", pk)


class InvitationShowView(PolicyView):
    """A link to be printed and handed over, for whoever has no mailbox; in her language, and shown once."""

    policy = ("invitation", "create")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = invitation_create(_invited(pk), by_email=False, by=self.profile)
        link = link_of(invitation)
        picture = "data:image/svg+xml;utf8," + quote(get_adapter().build_totp_svg(link))
        context = {"invitation": invitation, "invited": invitation.profile, "link": link, "picture": picture}
        return render(request, "accounts/invitation_print.html", context)


class InvitationEndView(PolicyView):
    """Withdraw a user's link."""

    policy = ("invitation", "end")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation_end(_invited(pk), by=self.profile)
        note_success(request, _("The invitation was withdrawn."))
        return redirect("accounts:user_edit", pk)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: Any) -> HttpResponseBase:
    """Behind the link: her password. The link's text goes into the session and out of the address at once."""
    text = request.GET.get("link", "")
    if text:
        request.session[_KEPT] = text
        return redirect("invitation")
    found = invitation_find(request.session.get(_KEPT, ""))
    if found is None:
        return render(request, "account/invitation.html", status=404)
    form = SetPasswordForm(data=request.POST or None, user=found.profile.user)
    if request.method == "POST" and form_saves(form, _accept, found):
        del request.session[_KEPT]
        note_success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    context = {"form": form, "email": found.profile.user.email}
    return render(request, "account/invitation.html", context, status=422 if form.errors else 200)


def _accept(found: Invitation, *, password1: str, password2: str) -> None:
    invitation_accept(found, password=password1)
