"""What this room shows on the case page: who may see what until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Profile
from accounts.policy import may
from cases.models import Case, Consent
from cases.panels import CasePanel, CaseTab, case_panel_add, case_tab_add

from .queries import shared_for_case


def sharing_panel(case: Case, profile: Profile) -> Mapping[str, Any]:
    """Running consents and open summaries. Two queries."""
    consents = Consent.objects.filter(case=case).in_force(clock.today()).select_related("agency")
    return {
        "shared": shared_for_case(case), "consents": list(consents.order_by("until", "id")[:10]),
        "may_share": may(profile, "summary", "build"),
    }  # fmt: skip


case_tab_add(CaseTab("sharing", _("Consent and sharing"), "sharing:consent_list", ("consent", "list")))
case_panel_add(CasePanel("side", "sharing/panel_side.html", sharing_panel, ("summary", "list"), order=10))
