"""Tokens of the API that a user makes for her own programs. Under /account/: tokens belong to the identity role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.errors import HamrohError
from accounts.forms import TokenForm
from accounts.tokens import LIFETIME, token_end, token_issue, tokens_of
from accounts.web import PolicyView, form_refuse, note_success


class TokenListView(PolicyView):
    """My tokens, and the form that makes one; its text is shown once."""

    policy = ("api_token", "create")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST)
        if form.is_valid():
            try:
                text = token_issue(user=self.request.user, name=form.cleaned_data["name"])
            except HamrohError as error:
                form_refuse(form, error)
            else:
                return self._page(TokenForm(), text=text)
        return self._page(form, status=422)

    def _page(self, form: TokenForm, *, text: str = "", status: int = 200) -> HttpResponse:
        tokens = tokens_of(self.request.user)
        context = {"form": form, "tokens": tokens, "text": text, "days": LIFETIME.days}
        return render(self.request, "accounts/tokens.html", context, status=status)


class TokenEndView(PolicyView):
    """End one of my tokens."""

    policy = ("api_token", "end")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        token_end(user=self.request.user, pk=pk)
        note_success(request, _("The token has ended."))
        return redirect("tokens")
