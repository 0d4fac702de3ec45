"""What the pages stand on: each view names its policy pair; errors of services become messages at fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from . import requestid
from .enums import AGENCY_ROLES, AccessKind
from .errors import HamrohError, NotAllowed, NotFound
from .freshness import ask_again, is_fresh, page_of
from .models import Profile
from .policy import FRESH, may, may_look
from .rest.pagination import Page


class PolicyView(View):
    """Signed in, and allowed by the table: else the sign-in page, or 404 (a role that has nothing to look for here
    learns nothing, and an agency never does), or 403 where the role may look but not do."""

    policy: ClassVar[tuple[str, str]]
    request: Any

    @property
    def profile(self) -> Profile:
        found: Profile = self.request.profile
        return found

    def asks_fresh(self, **keys: Any) -> bool:
        """Must she have shown lately who she is? The policy's table says it."""
        return self.policy in FRESH

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        profile = getattr(request, "profile", None)
        if profile is None:
            # A part of a page cannot become the sign-in page: the script goes there and comes back.
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            return redirect_to_login(page_of(request))
        resource, action = self.policy
        if not may(profile, resource, action):
            looks = profile.role not in AGENCY_ROLES and may_look(profile, resource)
            raise PermissionDenied if looks else Http404
        if self.asks_fresh(**kwargs) and not is_fresh(request):
            return ask_again(request)
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotFound:
            raise Http404 from None
        except NotAllowed:
            raise PermissionDenied from None
        except HamrohError as error:
            return refusal(request, error)


def refusal(request: HttpRequest, error: HamrohError) -> HttpResponse:
    """A page that says why a step was refused, for errors that no form could show."""
    context = {"message": error.message or _("This is not possible."), "fields": error.fields}
    return render(request, "refused.html", context, status=error.status)


def form_refuse(form: BaseForm, error: HamrohError) -> None:
    """Put a service's refusal at the fields of a form."""
    for name, text in error.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if error.message or not error.fields:
        form.add_error(None, str(error.message or _("This is not possible.")))


def form_saves(
    form: BaseForm,
    service: Callable[..., object],
    *rows: object,
    values: Callable[[], Mapping[str, Any]] | None = None,
    **known: object,
) -> bool:
    """Call a service with what a valid form holds; what it refuses stands at the fields. False: show the form again.

    ``values`` makes of a valid form what the service takes, where that is not what was typed.
    """
    if not form.is_valid():
        return False
    try:
        service(*rows, **known, **(values() if values else form.cleaned_data))
    except HamrohError as error:
        form_refuse(form, error)
        return False
    return True


def note_success(request: HttpRequest, text: Any) -> None:
    """A message on the next page."""
    messages.success(request, text)


def access_log(
    profile: Profile, kind: AccessKind, *, case_id: int | None = None, object_id: int | None = None, count: int = 1
) -> None:
    """Record a reading. Plain SQL, because Django's INSERT returns the key and no reader may read the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_access (at, actor_id, kind, case_id, object_id, request_id, count) "
            "VALUES (clock_timestamp(), %s, %s, %s, %s, %s, %s)",
            [profile.pk, kind.value, case_id, object_id, requestid.current(), count],
        )


def access_log_cases(profile: Profile, case_ids: Iterable[int]) -> None:
    """Record that parts of several cases were read on one page, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_access (at, actor_id, kind, case_id, object_id, request_id, count) "
            "SELECT clock_timestamp(), %s, %s, key, NULL, %s, 1 FROM unnest(%s::bigint[]) key",
            [profile.pk, AccessKind.CASE.value, requestid.current(), sorted(set(case_ids))],
        )


def pager(request: HttpRequest, page: Page) -> dict[str, str]:
    """The addresses around a keyset page, for components/pager.html; filters stay in them."""
    out = {}
    for name, cursor in (("previous_url", page.previous), ("next_url", page.next)):
        query = request.GET.copy()
        if cursor:
            query["cursor"] = cursor
        out[name] = f"?{query.urlencode()}" if cursor else ""
    return out
