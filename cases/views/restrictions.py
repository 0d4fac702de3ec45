"""Restricted cases: restricted from the case's page, listed for those named and for the officer, more people named,
lifted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.policy import may
from accounts.web import PolicyView, form_saves, note_success
from cases.forms import access as forms
from cases.models import Case, Restriction
from cases.services.restrictions import (
    Named,
    named_on,
    restriction_for,
    restriction_lift,
    restriction_make,
    restriction_name,
)

from .common import CaseFormView

_SHOWN = 200


class RestrictView(CaseFormView):
    """Restrict the case to named people."""

    policy = ("restriction", "create")
    tab: ClassVar[str] = "access"
    form_class = forms.RestrictForm
    title: ClassVar[Any] = _("Restrict the case")
    submit: ClassVar[Any] = _("Restrict")
    intro: ClassVar[Any] = _(
        "Nobody else sees it then, in lists, search and figures neither. All other access to it ends now. Its worker "
        "keeps it: if she is the reason, assign the case first."
    )
    done: ClassVar[Any] = _("The case is restricted.")
    danger = True
    in_drawer = False

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        people = list(data["people"])
        restriction_make(case, reason=data["reason"], people=people, by=self.profile)
        return people

    def next_url(self, case: Case, result: Any) -> str:
        if self.profile in result:
            return reverse("cases:grant_list", args=[case.number])
        return reverse("cases:case_list")

    def cancel_url(self, case: Case) -> str:
        return reverse("cases:grant_list", args=[case.number])


class RestrictionListView(PolicyView):
    """The restricted cases that she may open; for the officer all of them, by number, with those named."""

    policy = ("restriction", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        found = Restriction.objects.visible_to(self.profile).in_force().select_related("region", "made_by")
        restrictions = list(found.order_by("-pk")[:_SHOWN])
        named = named_on(restrictions)
        rows = [{"restriction": one, "named": named.get(one.pk, Named())} for one in restrictions]
        context = {
            "rows": rows, "opens": self.profile.role == Role.SUPERVISOR,
            "may_name": may(self.profile, "restriction", "name"),
        }  # fmt: skip
        return render(request, "cases/restriction_list.html", context)


class RestrictionNameView(PolicyView):
    """Name more people."""

    policy = ("restriction", "name")
    title: ClassVar[Any] = _("Name people")
    intro: ClassVar[Any] = _("Whom you name sees the whole case, as far as her role goes, until it is lifted.")
    done: ClassVar[Any] = _("Named.")
    service: ClassVar[Any] = staticmethod(restriction_name)

    def form(self, restriction: Restriction, data: Any = None) -> Any:
        known = [one.pk for one in named_on([restriction]).get(restriction.pk, Named()).people]
        return forms.NameForm(data, region_id=restriction.region_id, profile=self.profile, known=known)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        restriction = restriction_for(self.profile, pk)
        return self._page(restriction, self.form(restriction))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        restriction = restriction_for(self.profile, pk)
        form = self.form(restriction, request.POST)
        if not form_saves(form, self.service, restriction, by=self.profile):
            return self._page(restriction, form, status=422)
        note_success(request, self.done)
        return redirect("cases:restriction_list")

    def _page(self, restriction: Restriction, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": self.title, "subtitle": restriction.number, "intro": self.intro,
            "submit": self.title, "back_url": reverse("cases:restriction_list"), "back_label": _("Restricted cases"),
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class RestrictionLiftView(RestrictionNameView):
    """Show the case to the region again."""

    policy = ("restriction", "lift")
    title: ClassVar[Any] = _("Lift the restriction")
    intro: ClassVar[Any] = _("The region's supervisors see the case again; access by name ends.")
    done: ClassVar[Any] = _("The case is no longer restricted.")
    service: ClassVar[Any] = staticmethod(restriction_lift)

    def form(self, restriction: Restriction, data: Any = None) -> Any:
        return forms.LiftForm(data)
