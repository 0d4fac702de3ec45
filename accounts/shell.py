"""The frame around every page: which entries of the navigation a role sees, and where it starts.

The table below is the one in the house's screens: five entries at most for each role. An entry whose address does
not exist (yet) is left out. Hiding an entry protects nothing; accounts/policy.py decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .enums import Role
from .gates import second_factor_needed
from .sessions import seconds_left


class Entry(NamedTuple):
    """One entry: its word, the name of its address, its icon, and the key that follows ``g``."""

    label: Promise
    url_name: str
    icon: str
    key: str
    count_url_name: str = ""  # gives the badge beside the word
    also: tuple[str, ...] = ()  # where else its pages stand


MY_DAY = Entry(_("My day"), "tasks:my_day", "calendar-check", "d")
CASES = Entry(_("Cases"), "cases:case_list", "folders", "c", also=("/openings/",))
FAMILIES = Entry(_("Families"), "cases:family_list", "users", "f")
MESSAGES = Entry(_("Messages"), "cases:message_list", "messages", "m", "cases:message_count")
HELP = Entry(_("Help"), "accounts:help", "help-circle", "h")
GROUPS = Entry(_("Groups"), "rehabilitation:group_list", "users-group", "g")
TEAM = Entry(_("Team"), "insights:team", "users-group", "t", also=("/caseloads/", "/grants/", "/restrictions/"))
ARRIVALS = Entry(_("Arrivals"), "cases:arrival_list", "plane-arrival", "a", also=("/manifests/", "/transfers/"))
APPROVALS = Entry(_("Approvals"), "insights:approvals", "clipboard-check", "p", also=("/openings/",))
FIGURES = Entry(_("Figures"), "insights:figures", "chart-bar", "i")
OPERATIONS = Entry(_("Operations"), "cases:operation_list", "world", "o")
RULES = Entry(_("Rules"), "tasks:rule_list", "checklist", "r")
AGENCIES = Entry(_("Agencies"), "sharing:agency_list", "building-community", "y")
REPORTS = Entry(_("Reports"), "insights:reports", "report-analytics", "e")
OVERVIEW = Entry(
    _("Overview"), "insights:protection", "shield-check", "v", "cases:opening_count",
    also=("/openings/", "/restrictions/"),
)  # fmt: skip
DISCLOSURES = Entry(_("Disclosures"), "sharing:disclosure_list", "share-2", "s")
ACCESSES = Entry(_("Accesses"), "accounts:access_list", "eye", "a")
REQUESTS = Entry(_("Requests"), "sharing:request_list", "inbox", "q")
RETENTION = Entry(_("Retention"), "cases:retention", "archive", "r")
USERS = Entry(_("Users"), "accounts:user_list", "users", "u")
OFFICES = Entry(_("Offices"), "accounts:office_list", "building", "o")
JOBS = Entry(_("Jobs"), "tasks:job_list", "settings", "j")
HEALTH = Entry(_("System health"), "config:health", "activity", "h")
RECEIVED = Entry(_("Received"), "sharing:received_list", "inbox", "r")
REFERRALS = Entry(_("Referrals"), "sharing:referral_list", "transfer", "f")
ACCOUNT = Entry(_("Account"), "accounts:account", "user-circle", "k")

#: The first entry is where the role starts.
NAVIGATION: Mapping[str, tuple[Entry, ...]] = {
    Role.SOCIAL_WORKER: (MY_DAY, CASES, FAMILIES, MESSAGES, HELP),
    Role.SPECIALIST: (MY_DAY, CASES, GROUPS, HELP),
    Role.SUPERVISOR: (TEAM, ARRIVALS, CASES, APPROVALS, FIGURES),
    Role.NATIONAL: (FIGURES, OPERATIONS, RULES, AGENCIES, REPORTS),
    Role.DPO: (OVERVIEW, DISCLOSURES, ACCESSES, REQUESTS, RETENTION),
    Role.ADMIN: (USERS, OFFICES, AGENCIES, JOBS, HEALTH),
    Role.AGENCY: (RECEIVED, REFERRALS, ACCOUNT),
    Role.AGENCY_CLIENT: (ACCOUNT,),
}
#: Who searches for persons; the search box is not for those who see no case.
SEARCHERS = (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR, Role.NATIONAL)


def find_url(name: str) -> str:
    """The address of a name, or an empty text where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def navigation(role: str, path: str) -> list[dict[str, Any]]:
    """The entries of a role as the template shows them; the one with the longest matching address is active."""
    entries: list[dict[str, Any]] = [
        {"label": entry.label, "url": url, "icon": entry.icon, "key": entry.key, "active": False,
         "places": (url, *entry.also),
         "count_url": find_url(entry.count_url_name) if entry.count_url_name else ""}
        for entry in NAVIGATION.get(role, ())
        if (url := find_url(entry.url_name))
    ]
    matching = [
        (len(place), index)
        for index, entry in enumerate(entries)
        for place in entry.pop("places")
        if path == place or path.startswith(place.rstrip("/") + "/")
    ]
    if matching:
        entries[max(matching)[1]]["active"] = True
    return entries


def home_url(role: str) -> str:
    """Where a role starts: the first entry of its navigation that exists."""
    return next((url for entry in NAVIGATION.get(role, ()) if (url := find_url(entry.url_name))), "")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what base.html shows on every page."""
    profile = getattr(request, "profile", None)
    role = profile.role if profile else ""
    return {
        "nav": navigation(role, request.path) if role else [],
        "role_label": Role(role).label if role else "",
        "home_url": home_url(role) if role else "/",
        "search_url": find_url("cases:person_search") if role in SEARCHERS else "",
        "search_text": request.GET.get("q", ""),
        "second_factor_needed": second_factor_needed(profile) if profile else False,
        "session_left": seconds_left(request) if profile else 0,
        "session_whole": settings.SESSION_IDLE_SECONDS,
        "oidc_name": settings.OIDC_NAME,
        "test_mode": settings.TEST_MODE_BANNER,
        "interface_languages": settings.LANGUAGES,
        "interface_language": get_language() or settings.LANGUAGE_CODE,
        "language_url": find_url("accounts:language") or reverse("set_language"),
    }
