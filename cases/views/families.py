"""Families: the list, one household side by side, and what changes who lives in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AccessKind
from accounts.errors import HamrohError, Invalid, NotFound
from accounts.policy import may
from accounts.rest.pagination import Page
from accounts.web import PolicyView, access_log, form_refuse, note_success, pager
from cases.access import case_for, family_for
from cases.enums import Risk
from cases.finding import HOW, possible_matches
from cases.forms.families import JoinForm, LeaveForm, MergeForm, SplitForm
from cases.forms.persons import NewbornForm, RelativeForm
from cases.genogram import genogram
from cases.household import Household, household_of, kin_among, kin_lines
from cases.implicated import implicated_ids
from cases.listing import UNSEEN_DAYS, families_filter, family_lines
from cases.models import Case, Family, Visit
from cases.panels import family_rows
from cases.services.families import family_leave, family_merge, family_move, family_split, member_of
from cases.services.households import newborn_register, relative_add

PAGE_SIZE = 50
_VISITS_SHOWN = 5


class FamilyFilterForm(forms.Form):
    """The filters of the list; all of them stay in the address."""

    risk = forms.ChoiceField(
        label=gettext_lazy("Risk"), required=False, choices=[("", gettext_lazy("Any")), *Risk.choices]
    )
    due = forms.ChoiceField(
        label=gettext_lazy("Due"), required=False,
        choices=[("", gettext_lazy("Any")), ("late", gettext_lazy("Something overdue"))],
    )  # fmt: skip
    unseen = forms.ChoiceField(
        label=gettext_lazy("Visit"), required=False,
        choices=[("", gettext_lazy("Any")), ("1", gettext_lazy("Somebody unseen for 30 days"))],
    )  # fmt: skip
    mine = forms.ChoiceField(
        label=gettext_lazy("Case worker"), required=False,
        choices=[("", gettext_lazy("Anybody")), ("1", gettext_lazy("Me"))],
    )  # fmt: skip


class FamilyListView(PolicyView):
    """The families of the reader's cases, the newest first."""

    policy = ("family", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        families = families_filter(self.profile, request.GET)
        try:
            page = Page(families, keyset=("-id",), size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        context = {
            "lines": family_lines(page.rows, self.profile), "form": FamilyFilterForm(request.GET),
            "filtered": any(request.GET.get(name) for name in FamilyFilterForm.base_fields),
            "may_register": may(self.profile, "case", "create"), **pager(request, page),
        }  # fmt: skip
        return render(request, "cases/family_list.html", context)


class FamilyView(PolicyView):
    """Is everyone in this household looked after?"""

    policy = ("family", "view")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        family = family_for(self.profile, number)
        household = household_of(family, self.profile)
        access_log(self.profile, AccessKind.FAMILY, object_id=family.pk)
        links = kin_among(household.persons, implicated_ids(household.cases, self.profile))
        changes = may(self.profile, "family", "update")
        rows = [*_own_rows(household.cases), *family_rows(family, household.cases, self.profile)]
        context = {
            "family": family, "household": household, "drawing": genogram(household, links),
            "kin": kin_lines(household.persons, links), "rows": rows, "columns": _columns(household, rows),
            "visits": self._visits(family), "may_change": changes,
            "may_register": changes and may(self.profile, "case", "create"),
            "may_visit": may(self.profile, "visit", "create") and any(c.is_open for c in household.cases),
        }  # fmt: skip
        return render(request, "cases/family.html", context)

    def _visits(self, family: Family) -> list[Visit]:
        if not may(self.profile, "visit", "list"):
            return []
        found = Visit.objects.visible_to(self.profile).filter(family=family).select_related("created_by")
        return list(found[:_VISITS_SHOWN])


def _own_rows(cases: list[Case]) -> list[dict[str, Any]]:
    """What stands on the case itself: status, next due, last seen."""
    today = timezone.localdate()
    due = [
        {"on": case.next_due_at, "tone": "danger" if case.next_due_at < today else "",
         "icon": "alert-triangle" if case.next_due_at < today else "",
         "note": _("overdue") if case.next_due_at < today else ""}
        if case.next_due_at else {"text": _("Nothing planned"), "gap": case.is_open}
        for case in cases
    ]  # fmt: skip
    seen = [
        {"on": case.last_visit_on, "gap": case.is_open and (today - case.last_visit_on).days > UNSEEN_DAYS}
        if case.last_visit_on else {"text": _("Never"), "gap": case.is_open}
        for case in cases
    ]  # fmt: skip
    return [
        {"label": _("Status"), "cells": [{"text": case.get_status_display()} for case in cases]},
        {"label": _("Next due"), "cells": due},
        {"label": _("Last seen"), "cells": seen},
    ]


def _columns(household: Household, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same turned round, for a phone: one card for each member."""
    return [
        {"member": member, "cells": [{"label": row["label"], "cell": row["cells"][place]} for row in rows]}
        for place, member in enumerate(household.members)
    ]


class FamilyFormView(PolicyView):
    """A form about one household; afterwards back to the family."""

    policy = ("family", "update")
    template = "cases/family_form.html"
    title: Any = ""
    lead: Any = ""
    submit: Any = gettext_lazy("Save")
    columns = False

    def make(self, household: Household, data: Any = None) -> forms.Form:
        """The form, bound where ``data`` is not None."""
        raise NotImplementedError

    def save(self, household: Household, form: Any) -> Family:
        """Do it; returns the family that the page goes to."""
        raise NotImplementedError

    def load(self, number: str) -> Household:
        return household_of(family_for(self.profile, number), self.profile)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        household = self.load(number)
        return self.page(household, self.make(household))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        household = self.load(number)
        form = self.make(household, request.POST)
        if form.is_valid():
            try:
                family = self.save(household, form)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                return self.leave(family)
        return self.page(household, form, status=422)

    def leave(self, family: Family) -> HttpResponse:
        """To the family, or to the list where it is out of sight now."""
        try:
            family_for(self.profile, family.pk)
        except NotFound:
            return redirect("cases:family_list")
        return redirect("cases:family_detail", family.number)

    def page(self, household: Household, form: forms.Form, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "family": household.family, "household": household, "form": form, "title": self.title, "lead": self.lead,
            "submit": self.submit, "columns": self.columns, **more,
        }  # fmt: skip
        return render(self.request, self.template, context, status=status)


def person_in(household: Household, pk: int) -> Any:
    """A member's person. Raises Invalid for somebody else's key."""
    found = next((one.person for one in household.members if one.person.pk == pk), None)
    if found is None:
        raise Invalid(_("Choose a member of this family."))
    return found


class NewbornView(FamilyFormView):
    """A child was born."""

    policy = ("case", "create")
    title = gettext_lazy("A child was born")
    lead = gettext_lazy("The child gets a case of its own with the mother's case worker, and is linked to its family.")
    submit = gettext_lazy("Register the child")
    columns = True

    def make(self, household: Household, data: Any = None) -> forms.Form:
        return NewbornForm(data, household=household)

    def save(self, household: Household, form: Any) -> Family:
        values = dict(form.cleaned_data)
        mother = person_in(household, values.pop("mother"))
        case = newborn_register(household.family, mother=mother, by=self.profile, **values)
        note_success(self.request, _("The child was registered under %(number)s.") % {"number": case.number})
        return household.family


class RelativeView(FamilyFormView):
    """A relative who is not here yet. Who may already be here is proposed first."""

    policy = ("case", "create")
    title = gettext_lazy("Add a relative")
    lead = gettext_lazy("For somebody who has no case yet. Who has one joins the family by its number.")
    submit = gettext_lazy("Add")
    columns = True

    def make(self, household: Household, data: Any = None) -> forms.Form:
        return RelativeForm(data, household=household)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        household = self.load(number)
        form = RelativeForm(request.POST, household=household)
        if form.is_valid() and not request.POST.get("confirmed"):
            data = form.cleaned_data
            matches = possible_matches(name=form.name, by=self.profile, sex=data["sex"], birth=data["birth"])
            if matches:
                rows = [{"case": m.case, "how": [HOW[reason] for reason in m.reasons]} for m in matches]
                return self.page(household, form, matches=rows)
        return super().post(request, number)

    def save(self, household: Household, form: Any) -> Family:
        data = form.cleaned_data
        case = relative_add(
            household.family, values=form.values(), relative=person_in(household, data["relative"]),
            relation=data["relation"], is_caregiver=data["is_caregiver"], by=self.profile,
        )  # fmt: skip
        note_success(self.request, _("The relative was registered under %(number)s.") % {"number": case.number})
        return household.family


class JoinView(FamilyFormView):
    """Somebody with a case comes into this family."""

    title = gettext_lazy("Bring somebody into this family")
    lead = gettext_lazy("For somebody who has a case. She leaves the family that she is in now.")
    submit = gettext_lazy("Bring in")

    def make(self, household: Household, data: Any = None) -> forms.Form:
        return JoinForm(data)

    def save(self, household: Household, form: Any) -> Family:
        values = dict(form.cleaned_data)
        try:
            case = case_for(self.profile, values.pop("number"))
        except NotFound:
            raise Invalid(fields={"number": _("There is no such case, or it is not yours to see.")}) from None
        family_move(household.family, person=case.person, by=self.profile, **values)
        note_success(self.request, _("Now in this family."))
        return household.family


class LeaveView(FamilyFormView):
    """Somebody leaves the family and lives alone."""

    title = gettext_lazy("Somebody leaves the family")
    submit = gettext_lazy("Take out of the family")

    def make(self, household: Household, data: Any = None) -> forms.Form:
        return LeaveForm(data, household=household)

    def save(self, household: Household, form: Any) -> Family:
        data = form.cleaned_data
        member = member_of(household.family, data["person"])
        family_leave(member, by=self.profile, on=data["on"], reason=data["reason"])
        note_success(self.request, _("No longer in this family. The kinship stays."))
        return household.family


class SplitView(FamilyFormView):
    """Some members move into a family of their own."""

    title = gettext_lazy("Split the family")
    lead = gettext_lazy("Those who move out together become a family of their own. Siblings stay together.")
    submit = gettext_lazy("Split")

    def make(self, household: Household, data: Any = None) -> forms.Form:
        return SplitForm(data, household=household)

    def save(self, household: Household, form: Any) -> Family:
        persons = [person_in(household, pk) for pk in form.cleaned_data["persons"]]
        fresh = family_split(household.family, persons=persons, reason=form.cleaned_data["reason"], by=self.profile)
        note_success(self.request, _("The new family is %(number)s.") % {"number": fresh.number})
        return fresh


class MergeView(FamilyFormView):
    """Two families become one."""

    title = gettext_lazy("Join another family with this one")
    lead = gettext_lazy("Everybody of the other family comes into this one.")
    submit = gettext_lazy("Join")

    def make(self, household: Household, data: Any = None) -> forms.Form:
        return MergeForm(data)

    def save(self, household: Household, form: Any) -> Family:
        try:
            other = family_for(self.profile, form.cleaned_data["number"])
        except NotFound:
            raise Invalid(fields={"number": _("There is no such family, or it is not yours to see.")}) from None
        family_merge(household.family, other=other, reason=form.cleaned_data["reason"], by=self.profile)
        note_success(self.request, _("The two families are one."))
        return household.family
