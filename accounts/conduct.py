"""The code of conduct: everybody who works here accepts it at the first sign-in, each year, and when it changes.

A year is counted in days of the installation. Programs accept nothing; a token of a person does not outlive her
acceptance (accounts/tokens.py).
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .clock import today
from .errors import Conflict
from .models import ConductAcceptance, Profile

#: Changes whenever RULES change: then everybody is asked again. A test holds the two together.
VERSION = "2026-1"
RULES = (
    _("The best interests of the child and the dignity of every person come first in what I do here."),
    _("I open only what my work needs. I know that every opening is recorded."),
    _(
        "What I learn here stays here. I speak of it only with those who work on the case, and not after I leave "
        "either."
    ),
    _(
        "Data leave only by the ways that Hamroh has for it, with consent or on another basis that is written down. I "
        "take no pictures of the screen and send nothing through private mail or messengers."
    ),
    _(
        "I write down facts, what was said and by whom, and what was agreed. I ask nobody about guilt, belief or the "
        "affiliation of relatives, and I label nobody."
    ),
    _("I treat everybody alike, whatever the origin, religion, nationality, language, disability or past."),
    _(
        "I neither ask for nor take money, gifts or favours from those whom we help, and have no intimate relation "
        "with any of them. Violence, exploitation and harassment are not tolerated; I report a suspicion at once."
    ),
    _("If a child or a woman is in danger, I tell my supervisor at once, whatever the hour."),
    _("I decide nothing about relatives, friends or myself. I say that I am involved and hand the case over."),
    _(
        "My password and my second factor are mine alone. I lock the screen when I leave it, and report a lost device "
        "at once."
    ),
    _("If I make a mistake with data, I tell the data protection officer at once. Nobody is punished for telling."),
)


def valid_until(acceptance: ConductAcceptance) -> date:
    """The day on which it is asked again: the same day a year later."""
    day = today(acceptance.accepted_at)
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def conduct_until(user_id: int) -> date | None:
    """The day until which somebody's acceptance of the code counts; None where it counts no more, or never did."""
    newest = ConductAcceptance.objects.filter(profile=user_id, version=VERSION).order_by("-accepted_at").first()
    until = valid_until(newest) if newest else None
    return until if until and today() < until else None


@transaction.atomic
def conduct_accept(profile: Profile, *, version: str) -> ConductAcceptance:
    """Record that she accepted the code, in the language in which she read it. Raises Conflict where it has changed."""
    if version != VERSION:
        raise Conflict(_("The code of conduct has changed. Please read it again."))
    return ConductAcceptance.objects.create(profile=profile, version=version, language=get_language() or "")
