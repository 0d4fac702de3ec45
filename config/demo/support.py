"""Records of the five kinds of support."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.acting import acting_as
from cases.models import Case
from rehabilitation.services.psychological import alert_raise, instruction_agree
from rehabilitation.services.records import record_create
from rehabilitation.specs import EDUCATION, EMPLOYMENT, HOUSING, MEDICAL, PSYCHOLOGICAL, ModuleSpec

from .people import case_of, day, user


def support_load() -> None:
    worker, specialist = user("worker"), user("specialist")
    mother, bilol = case_of("Eshonqulova", "Dilfuza"), case_of("Eshonqulov", "Bilol")
    mubina, imona = case_of("Eshonqulova", "Mubina"), case_of("Eshonqulova", "Imona")
    firdavs = case_of("Sobirov", "Firdavs")

    def add(case: Case, module: ModuleSpec, record: str, **values: Any) -> None:
        record_create(case, spec=module.record(record), by=worker, **values)

    with acting_as(worker):
        for case in (mother, bilol, mubina, imona):
            add(case, HOUSING, "placement", on=day(-20), kind="rented", tenure="contract",
                address="Chilonzor 9, house 12, flat 40", people=4, rooms=2)
        for case in (mother, bilol, mubina, imona, firdavs):
            add(case, MEDICAL, "screening", on=day(-31), occasion="arrival", finding="follow_up",
                provider="Family Clinic No. 14", findings="Blood count and lungs to be checked again.")
        add(mubina, MEDICAL, "condition", on=day(-31), kind="condition", name="Asthma", code_system="icd10", code="J45")
        add(imona, MEDICAL, "growth", on=day(-30), weight_kg=Decimal("10.4"), height_cm=Decimal("84.0"),
            position="standing", muac_mm=119)
        for vaccine in ("mmr", "opv"):
            add(imona, MEDICAL, "vaccination", on=day(-18), vaccine=vaccine, dose=1, source="given",
                provider="Family Clinic No. 14")
        add(bilol, EDUCATION, "enrolment", on=day(-12), kind="school", school="School No. 114", grade=4, language="uz")
        add(mother, EMPLOYMENT, "skills", on=day(-15), wish="training", profession="Seamstress",
            languages="Uzbek, Arabic", needs_childcare=True)
    with acting_as(specialist):
        screening = PSYCHOLOGICAL.record("result")
        record_create(firdavs, spec=screening, by=specialist, on=day(-6), instrument="cries8", total=24)
        instruction_agree(firdavs, instruction="seen_alone", by=specialist)
        alert_raise(firdavs, kind="other", by=specialist, description="Nightmares every night, withdrawn by day.")
