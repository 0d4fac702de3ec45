"""The same list with both walls and without any (python -m bench.walls PEOPLE_JSON). Prints JSON: name → milliseconds.

As hamroh_web it takes on the user's role and reads through the row rules; as the owner it asks for the same rows, and
nothing stands in the way.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402

from accounts.acting import acting_as  # noqa: E402
from accounts.dbroles import DatabaseRole  # noqa: E402
from accounts.models import Profile  # noqa: E402
from cases.models import Case  # noqa: E402
from cases.serializers.cases import PERSON_OF_CASE, ROW  # noqa: E402

from .measure import median  # noqa: E402

WALLED = os.environ["HAMROH_PROCESS"] == "web"


def _list(profile: Profile) -> None:
    inside: AbstractContextManager[Any] = acting_as(profile, to_the_end=True) if WALLED else nullcontext()
    with transaction.atomic(), inside:
        found = Case.objects.listed_for(profile)
        list(found.order_by("-updated_at", "-id").values(*ROW, *PERSON_OF_CASE)[:51])


def main() -> None:
    people, out = json.loads(sys.argv[1]), {}
    for who in ("worker", "region"):
        with acting_as(DatabaseRole.IDENTITY) if WALLED else transaction.atomic():
            profile = Profile.objects.get(pk=people[who]["id"])
        out[f"{who} list {'walled' if WALLED else 'bare'}"] = median(partial(_list, profile))
    print(json.dumps(out))


main()
