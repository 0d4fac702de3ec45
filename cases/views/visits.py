"""The visit form, its draft, and a visit as it was written."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind
from accounts.errors import Conflict, HamrohError
from accounts.web import PolicyView, access_log, form_refuse, note_success
from cases.access import case_for, family_for
from cases.forms.visits import VisitForm, draft_of, draft_restore
from cases.household import Household, household_of
from cases.models import Visit, VisitMember
from cases.services.visits import visit_draft_of, visit_draft_save, visit_record
from cases.visit_sections import VisitSection, next_visit_proposed, sections_for


class VisitFormView(PolicyView):
    """What did I see? Phone first; it saves itself."""

    policy = ("visit", "create")

    def _load(self, number: str) -> Household:
        household = household_of(family_for(self.profile, number), self.profile)
        running = [member for member in household.members if member.case.is_open]
        if not running:
            raise Conflict(_("There is no open case in this family."))
        return Household(household.family, running, household.hidden)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        household = self._load(number)
        proposed = next_visit_proposed(household.family, household.cases)
        form = VisitForm(household=household, initial={"next_visit_on": proposed})
        sections = sections_for(household.family, household.cases, self.profile)
        draft = visit_draft_of(household.family, by=self.profile)
        for one in (form, *(part for _section, part in sections)) if draft else ():
            draft_restore(one, draft)
        return self._page(household, form, sections, restored=bool(draft))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        household = self._load(number)
        form = VisitForm(request.POST, household=household)
        sections = sections_for(household.family, household.cases, self.profile, request.POST)
        valid = [form.is_valid(), *(part.is_valid() for _section, part in sections)]
        if all(valid):
            try:
                visit = self._record(household, form, sections)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                seen = sum(member.seen for member in form.seen())
                note_success(request, _seen_text(seen))
                return redirect("cases:family_visit", visit.family.number, visit.pk)
        return self._page(household, form, sections, status=422)

    def _record(self, household: Household, form: VisitForm, sections: list[tuple[VisitSection, Any]]) -> Visit:
        data = form.cleaned_data
        plain = ("on", "place", "safety", "safety_note", "others_present", "note", "next_visit_on")
        return visit_record(
            household.family, members=form.seen(), by=self.profile, **{name: data[name] for name in plain},
            sections={section.code: part.cleaned_data for section, part in sections},
        )  # fmt: skip

    def _page(
        self, household: Household, form: VisitForm, sections: list[tuple[VisitSection, Any]],
        *, restored: bool = False, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        wrong: list[BaseForm] = [one for one in (form, *(part for _section, part in sections)) if one.errors]
        context = {
            "family": household.family, "household": household, "form": form, "members": form.members(),
            "sections": [{"section": section, "form": part} for section, part in sections], "restored": restored,
            "wrong": wrong,
        }  # fmt: skip
        return render(self.request, "cases/visit_form.html", context, status=status)


def _seen_text(count: int) -> str:
    text = ngettext("Visit recorded: %(count)s person seen.", "Visit recorded: %(count)s people seen.", count)
    return text % {"count": count}


class VisitDraftView(PolicyView):
    """Keeps what is typed so far, without judging it."""

    policy = ("visit", "create")
    http_method_names = ["post"]
    most = 100_000

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        family = family_for(self.profile, number)
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.most:
            return JsonResponse({"saved": ""}, status=413)
        visit_draft_save(family, data=draft_of(request.POST), by=self.profile)
        return JsonResponse({"saved": time_format(timezone.localtime(), "H:i")})


class VisitView(PolicyView):
    """A visit as it was written, opened from a case or from the family."""

    policy = ("visit", "view")

    def get(self, request: HttpRequest, number: str, pk: int, of: str = "family") -> HttpResponse:
        found = Visit.objects.visible_to(self.profile).select_related("family", "created_by").filter(pk=pk)
        case = None
        if of == "case":
            case = case_for(self.profile, number)
            found = found.filter(members__case=case)
        else:
            found = found.filter(family=family_for(self.profile, number))
        visit = found.first()
        if visit is None:
            raise Http404
        access_log(self.profile, AccessKind.FAMILY, object_id=visit.family_id)
        members = VisitMember.objects.visible_to(self.profile).filter(visit=visit).select_related("case__person")
        context = {"visit": visit, "family": visit.family, "case": case, "members": members}
        return render(request, "cases/visit.html", context)
