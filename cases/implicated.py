"""Who is left out of what is decided for a child, shown or handed over (cases.Implication).

Only those in charge of the case know; whoever records consents, requests and summaries for a child therefore has to be
in charge of her case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from accounts.policy import may

from .models import Case, Implication, Person, PersonName
from .names import tokens

#: What those in charge are told where she is named.
LEFT_OUT = _("This person is left out of what is decided for the child.")


def implicated_ids(cases: Sequence[Case], reader: Profile | None = None) -> set[int]:
    """The keys of persons who are left out for one of these cases, as far as the reader may know. One query; none for
    a reader whose role never knows."""
    if reader is not None and not may(reader, "implication", "list"):
        return set()
    running = Implication.objects.filter(case__in=[case.pk for case in cases], ended_at=None)
    return set(running.values_list("person_id", flat=True))


def is_left_out(case: Case, *names: str) -> bool:
    """Is one of these names, as somebody wrote it down, that of a person who is left out? In any script and spelling:
    her given name, and her surname where one is written."""
    written = [set(tokens(name)) for name in names if name.strip()]
    keys = implicated_ids([case]) if written else set()
    if not keys:
        return False
    hers = [
        (set(tokens(one.given_name)), set(tokens(one.surname)))
        for model, lookup in ((Person, "pk__in"), (PersonName, "person__in"))
        for one in model.objects.filter(**{lookup: keys})
    ]
    return any(_same(name, given, surname) for name in written for given, surname in hers)


def _same(name: set[str], given: set[str], surname: set[str]) -> bool:
    if given:
        return bool(name & given) and (len(name) == 1 or not surname or bool(name & surname))
    return bool(name & surname)


def left_out_problems(case: Case, values: Mapping[str, Any]) -> dict[str, Any]:
    """Refusals by field, where one who is left out is to decide for the child, to witness or to interpret."""
    names = ("giver_name", "witness", "interpreter")
    return {name: LEFT_OUT for name in names if values.get(name) and is_left_out(case, values[name])}


def left_out_names(case: Case) -> list[str]:
    """The names of those who are left out, for those in charge: whom not to ask, and to whom to hand nothing over."""
    return [one.full_name for one in Person.objects.filter(pk__in=implicated_ids([case])).order_by("pk")]
