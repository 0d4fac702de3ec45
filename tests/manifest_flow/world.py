"""A capital that receives flights and a region that receives families."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from accounts.enums import OfficeKind, Role
from accounts.models import Office
from cases.models import Arrival, Operation, Phase
from tests.factories import make_office, make_profile, make_region

SAMPLES = Path(__file__).parent.parent / "samples"
FIRST = (SAMPLES / "manifest-98.csv").read_bytes()
MESSY = (SAMPLES / "manifest-messy.xlsx").read_bytes()
EXPECTED: list[dict[str, Any]] = json.loads((SAMPLES / "manifest-messy.expected.json").read_text())

#: A family of three and an unaccompanied boy; the third row's date is wrong.
SMALL = (
    "family_no,relation,surname,given_name,sex,birth_date,citizenship,pinfl,unaccompanied,destination_region,"
    "health_note,remarks\n"
    "1,mother,Karimova,Zulfiya,F,1988-07-01,UZB,,no,Samarqand,asthma,asks for her sister\n"
    "1,son,Karimov,Ali,M,2015-03-02,UZB,,no,Samarqand,,\n"
    "1,daughter,Karimova,Oysha,F,31.02.2017,UZB,,no,Samarqand,,\n"
    "2,head,,Hamza,M,2012,UZB,,yes,Samarqand,,\n"
)
#: The same flight, told again: Ali is Alisher, Hamza is not on it, Fotima is new; the wrong date is put right.
REVISED = (
    "family_no,relation,surname,given_name,sex,birth_date,citizenship,pinfl,unaccompanied,destination_region\n"
    "1,mother,Karimova,Zulfiya,F,01.07.1988,UZB,,no,Samarqand\n"
    "1,son,Karimov,Alisher,M,2015-03-02,UZB,,no,Samarqand\n"
    "1,daughter,Karimova,Oysha,F,28.02.2017,UZB,,no,Samarqand\n"
    "1,daughter,Karimova,Fotima,F,2019-09-09,UZB,,no,Samarqand\n"
)


class World:
    """``here`` receives the flight; ``there`` is another region."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Toshkent", "TK"), make_region("Samarqand", "SA")
        self.centre = make_office(self.here, OfficeKind.CENTRE, "Centre")
        self.urgut = make_office(self.there, OfficeKind.DISTRICT, "Urgut")
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.colleague = make_profile(Role.SUPERVISOR, self.here)
        self.receiver = make_profile(Role.SUPERVISOR, self.there)
        self.worker = make_profile(Role.SOCIAL_WORKER, self.centre)
        self.far_worker = make_profile(Role.SOCIAL_WORKER, self.urgut)

    def arrival(self, name: str = "Mehr-9", on: str = "2024-05-01", centre: Office | None = None) -> Arrival:
        operation = Operation.objects.get_or_create(name=name)[0]
        phase = Phase.objects.get_or_create(operation=operation, number=1)[0]
        day = date.fromisoformat(on)
        return Arrival.objects.get_or_create(phase=phase, date=day, reception_centre=centre or self.centre)[0]
