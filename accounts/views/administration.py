"""The administrator's users and offices, and the data protection officer's log of accesses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.conduct import conduct_until
from accounts.enums import AccessKind, Role
from accounts.errors import HamrohError
from accounts.forms import PERSON_ROLES, OfficeForm, UserForm
from accounts.invitations import invitable, invitation_of
from accounts.models import AccessLog, Office, Profile
from accounts.oversight import on_day, recent
from accounts.rest.pagination import Page
from accounts.services import office_create, user_create, user_update
from accounts.web import PolicyView, form_refuse, note_success, pager

_KEPT = "users_text"


class UserSearchView(PolicyView):
    """Keeps the text of a search for the list that follows: a name stands in no address (docs/decisions/0007)."""

    policy = ("user", "list")

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session[_KEPT] = request.POST.get("q", "").strip()[:200]
        role = request.POST.get("role", "")
        query = "?" + urlencode({"role": role}) if role in Role.values else ""
        return redirect(reverse("accounts:user_list") + query)


class UserListView(PolicyView):
    """Who has an account, filtered by role and text."""

    policy = ("user", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        role, text = request.GET.get("role", ""), request.session.get(_KEPT, "")
        users = Profile.objects.exclude(role=Role.AGENCY_CLIENT).select_related("office", "agency", "user")
        if role in Role.values:
            users = users.filter(role=role)
        if text:
            users = users.filter(Q(name__icontains=text) | Q(user__email__icontains=text))
        try:
            page = Page(users, keyset=("name", "user_id"), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        context = {"page": page, "roles": PERSON_ROLES, "role": role, "q": text, **pager(request, page)}
        return render(request, "accounts/user_list.html", context)


class UserEditView(PolicyView):
    """Add a user, or change one."""

    policy = ("user", "update")

    def _load(self, pk: int | None) -> tuple[Profile | None, str]:
        if pk is None:
            return None, ""
        profile = get_object_or_404(Profile.objects.exclude(role=Role.AGENCY_CLIENT).select_related("user"), pk=pk)
        return profile, profile.user.email

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        profile, email = self._load(pk)
        return self._page(UserForm(profile=profile, email=email), profile)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        profile, email = self._load(pk)
        form = UserForm(request.POST, profile=profile, email=email)
        if form.is_valid():
            try:
                saved = self._save(profile, dict(form.cleaned_data))
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Saved."))
                return redirect("accounts:user_edit", saved.pk) if profile is None else redirect("accounts:user_list")
        return self._page(form, profile, status=422)

    def _save(self, profile: Profile | None, data: dict[str, Any]) -> Profile:
        if profile is None:
            return user_create(by=self.profile, **data)
        data.pop("email")
        return user_update(profile, by=self.profile, **data)

    def _page(self, form: UserForm, profile: Profile | None, status: int = 200) -> HttpResponse:
        invites = profile is not None and invitable(profile)
        context = {
            "form": form, "edited": profile, "invites": invites,
            "invitation": invitation_of(profile) if profile is not None and invites else None,
            "conduct_until": conduct_until(profile.pk) if profile is not None else None,
        }  # fmt: skip
        return render(self.request, "accounts/user_edit.html", context, status=status)


class OfficeListView(PolicyView):
    """The tree of offices, and the form that adds one."""

    policy = ("office", "create")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(OfficeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OfficeForm(request.POST)
        if form.is_valid():
            try:
                office_create(by=self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("The office was added."))
                return redirect("accounts:office_list")
        return self._page(form, status=422)

    def _page(self, form: OfficeForm, status: int = 200) -> HttpResponse:
        offices = list(Office.objects.order_by("name"))
        tops = [one for one in offices if one.parent_id is None or one.kind == "region"]
        below: dict[int | None, list[Office]] = {}
        for one in offices:
            if one.kind in ("district", "centre"):
                below.setdefault(one.parent_id, []).append(one)
        tree = [{"office": top, "below": below.get(top.pk, [])} for top in tops]
        return render(self.request, "accounts/office_list.html", {"form": form, "tree": tree}, status=status)


class AccessListView(PolicyView):
    """Who opened what, newest first. Numbers only: the officer sees no case content."""

    policy = ("access_log", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        log = AccessLog.objects.all()
        kind, who = request.GET.get("kind", ""), request.GET.get("who", "")
        if kind in AccessKind.values:
            log = log.filter(kind=kind)
        if who.isdigit():
            log = log.filter(actor_id=int(who))
        log = on_day(recent(log, request.GET.get("days", "")), request.GET.get("on", ""))
        try:
            page = Page(log, keyset=("-id",), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        names = Profile.objects.in_bulk([row.actor_id for row in page.rows])
        rows = [{"entry": row, "actor": names.get(row.actor_id)} for row in page.rows]
        context = {"rows": rows, "kinds": AccessKind.choices, "kind": kind, "who": who, **pager(request, page)}
        return render(request, "accounts/access_list.html", context)

