"""Filters of the case list that this room adds: the cases that a figure counted, as it counted them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from accounts.models import Profile
from cases.filters import CaseFilter, case_filter_add

from .indicators import FLAGS
from .models import CaseFlag


def _flagged(cases: QuerySet[Any], yes: bool, profile: Profile, *, flag: str) -> QuerySet[Any]:
    found = CaseFlag.objects.filter(flag=flag).values("case_id")
    return cases.filter(pk__in=found) if yes else cases.exclude(pk__in=found)


#: The flags are kept for who reads figures; nobody else's database role may read them.
_NEEDS = ("figures", "view")

for _flag in FLAGS:
    case_filter_add(CaseFilter(_flag.code, _flag.label, "flag", partial(_flagged, flag=_flag.code), needs=_NEEDS))
