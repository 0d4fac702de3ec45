"""Who may read what is protected in a case, named and ended by its supervisor."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from accounts.errors import NotFound
from accounts.policy import may
from cases.access import ensure_reach
from cases.forms.case_work import NeedForm
from cases.models import Case, NeedToKnow
from cases.services.needtoknow import need_end, need_name

from .common import CaseFormView, CasePostView, CaseView


def need_url(case: Case) -> str:
    return reverse("cases:need_list", args=[case.number])


class NeedListView(CaseView):
    """Who besides the doctors of the case may read what is protected, why and until when?"""

    policy = ("need_to_know", "list")
    tab: ClassVar[str] = "access"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        ensure_reach(self.profile, case, Level.CHARGE)
        rows = NeedToKnow.objects.visible_to(self.profile).filter(case=case).select_related("user", "named_by")[:100]
        can = case.is_open and may(self.profile, "need_to_know", "create")
        return self.page("cases/need_list.html", case, rows=rows, can_name=can)


class NeedCreateView(CaseFormView):
    """Name a colleague who needs to know."""

    policy = ("need_to_know", "create")
    form_class = NeedForm
    title: ClassVar[Any] = _("Name somebody who needs to know")
    intro: ClassVar[Any] = _("HIV, pregnancy, sexual violence, DNA: only for who cannot help without knowing.")
    done: ClassVar[Any] = _("She may read it now.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        end = timezone.make_aware(datetime.combine(data.pop("until"), time(23, 59, 59)))
        return need_name(case, until=end, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return need_url(case)

    def cancel_url(self, case: Case) -> str:
        return need_url(case)


class NeedEndView(CasePostView):
    """She need no longer know."""

    policy = ("need_to_know", "end")
    done: ClassVar[Any] = _("She may no longer read it.")

    def act(self, case: Case, **keys: Any) -> Any:
        found = NeedToKnow.objects.visible_to(self.profile).filter(case=case, pk=keys["pk"]).first()
        if found is None:
            raise NotFound
        return need_end(found, by=self.profile)

    def next_url(self, case: Case) -> str:
        return need_url(case)
