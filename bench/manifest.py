"""Run as hamroh_jobs (python -m bench.manifest): a list of 2,000 people to cases with workers and tasks.

Everything happens in one transaction that is taken back, so that the seeded world stays as it was and each run measures
the same. Prints JSON: milliseconds and the megabytes of the process.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.acting import acting_as  # noqa: E402
from accounts.dbroles import DatabaseRole  # noqa: E402
from accounts.enums import Role  # noqa: E402
from accounts.models import Office, Profile  # noqa: E402
from cases.models import Arrival, Case  # noqa: E402
from cases.services.arrivals import arrival_find  # noqa: E402
from cases.services.manifests import manifest_accept, manifest_upload  # noqa: E402
from cases.services.transfers import Placement, arrival_proposal, transfers_request  # noqa: E402
from tasks.models import Task  # noqa: E402
from tasks.services.planning import plan_for_cases  # noqa: E402

FAMILIES, CHILDREN = 400, 4
_HEAD = ["family_no", "relation", "surname", "given_name", "sex", "birth_date", "citizenship"]
_SURNAMES = ("Karimov", "Yusupov", "Rahimov", "Saidov", "Nazarov", "Umarov", "Ergashev", "Toshev", "Aliyev", "Boboyev")
_MOTHERS = ("Dilnoza", "Gulnora", "Malika", "Nigora", "Zulfiya", "Feruza", "Shahnoza", "Kamola")
_CHILDREN = ("Ibrohim", "Oysha", "Sumayya", "Yusuf", "Maryam", "Bilol", "Amina", "Hamza", "Safiya")


def sheet() -> bytes:
    """400 families of five as a CSV; without a destination they stay in the region of arrival."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_HEAD)
    for family in range(FAMILIES):
        surname = _SURNAMES[family % len(_SURNAMES)] + "-" + _SURNAMES[family // 10 % len(_SURNAMES)]
        mother = _MOTHERS[family % len(_MOTHERS)]
        born = f"{1980 + family % 20}-{1 + family % 12:02}-{1 + family % 28:02}"
        rows.writerow([family + 1, "mother", surname + "a", mother, "F", born, "UZB"])
        for child in range(CHILDREN):
            name, sex = _CHILDREN[(family + child) % len(_CHILDREN)], "FM"[child % 2]
            day = f"{2008 + child * 3}-{1 + (family + child) % 12:02}-{1 + family % 28:02}"
            rows.writerow([family + 1, "daughter" if sex == "F" else "son", surname, name, sex, day, "UZB"])
    return text.getvalue().encode()


def receive(centre: Office, supervisor: Profile) -> None:
    """The list goes in; everybody gets a worker; every case gets its tasks."""
    with acting_as(DatabaseRole.SYSTEM):
        arrival: Arrival = arrival_find(operation="Bench", on=timezone.localdate(), by=None, centre=centre)
        manifest = manifest_upload(arrival=arrival, data=sheet(), file_name="bench.csv", by=None)
        manifest = manifest_accept(manifest, by=None)
        problems = {code for row in manifest.rows.all() for code in row.codes}
    assert manifest.counts["made"] == FAMILIES * (1 + CHILDREN), problems
    with acting_as(supervisor):
        households, _loads = arrival_proposal(arrival, by=supervisor)
        transfers_request(
            [Placement(one.cases, one.office or centre, one.worker) for one in households],
            by=supervisor, arrival=arrival, note="As proposed.",
        )  # fmt: skip
    with acting_as(DatabaseRole.SYSTEM):
        cases = Case.objects.filter(arrival=arrival)
        plan_for_cases(list(cases.values_list("pk", flat=True)))
        assert not cases.filter(worker=None).exists()
        assert not cases.exclude(pk__in=Task.objects.filter(case__arrival=arrival).values("case")).exists()


def main() -> None:
    with transaction.atomic():
        with acting_as(DatabaseRole.SYSTEM):
            supervisor = Profile.objects.filter(role=Role.SUPERVISOR, region__isnull=False).select_related("region")[0]
            centre = Office.objects.filter(region=supervisor.region, kind="centre").first() or supervisor.region
        assert centre is not None
        start = time.perf_counter()
        receive(centre, supervisor)
        took = (time.perf_counter() - start) * 1000
        transaction.set_rollback(True)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"manifest of 2,000": round(took, 1), "manifest memory": round(megabytes, 1)}))


main()
