"""One arrival, a month ago: its manifest, roll-call, triage, and who got which family."""

from __future__ import annotations

from django.db import connection

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.models import Office, Profile
from cases.enums import Risk
from cases.models import Arrival, Case, Transfer
from cases.services.arrivals import arrival_create, operation_create, phase_create, roll_call, triage
from cases.services.manifests import manifest_accept, manifest_upload
from cases.services.transfers import Placement, households_of, transfer_accept, transfers_request
from tasks.services.planning import plan_for_cases

from .operations import NAME
from .people import day, user

#: Days since the flight landed.
AGO = 33

_HEAD = (
    "family_no,relation,surname,given_name,patronymic,sex,birth_date,birth_place,citizenship,document_type,document_no,"
    "unaccompanied,destination_region,destination_district,health_note"
)
MANIFEST = f"""{_HEAD}
1,mother,Eshonqulova,Dilfuza,Anvarovna,F,1993-02-11,Toshkent,UZB,passport,AD1003021,no,Toshkent shahri,Chilonzor,anaemia
1,son,Eshonqulov,Bilol,,M,2014-10-02,Raqqa,UZB,,,no,Toshkent shahri,Chilonzor,
1,daughter,Eshonqulova,Mubina,,F,2018-07-21,Al-Hol camp,UZB,,,no,Toshkent shahri,Chilonzor,asthma
1,daughter,Eshonqulova,Imona,,F,2023-05-09,Al-Hol camp,UZB,,,no,Toshkent shahri,Chilonzor,malnutrition
2,mother,Sobirova,Gavhar,Tohirovna,F,1989-11-30,Toshkent,UZB,passport,AD1003022,no,Toshkent shahri,Chilonzor,
2,son,Sobirov,Firdavs,,M,2010-03-17,Mosul,UZB,,,no,Toshkent shahri,Chilonzor,"shrapnel wound, left hand"
2,daughter,Sobirova,Sabrina,,F,2013-01-25,Mosul,UZB,,,no,Toshkent shahri,Chilonzor,
3,grandmother,Madaminova,Oyniso,,F,around 1958,Xorazm,UZB,,,no,Toshkent shahri,Chilonzor,diabetes
3,grandson,Madaminov,Temur,,M,2012-09-14,Raqqa,UZB,,,no,Toshkent shahri,Chilonzor,
3,granddaughter,Madaminova,Laylo,,F,2016-12-03,Raqqa,UZB,,,no,Toshkent shahri,Chilonzor,
4,mother,Otaboyeva,Feruza,,F,1996-06-18,Toshkent,UZB,passport,AD1003024,no,Toshkent shahri,Yunusobod,pregnant
4,daughter,Otaboyeva,Hadicha,,F,2019-08-08,Al-Hol camp,UZB,,,no,Toshkent shahri,Yunusobod,
4,son,Otaboyev,Yunus,,M,2021-11-11,Al-Hol camp,UZB,,,no,Toshkent shahri,Yunusobod,
5,mother,Xudoyberdiyeva,Nafisa,,F,1991-04-04,Samarqand,UZB,passport,AD1003025,no,Samarqand,Urgut,
5,son,Xudoyberdiyev,Sarvar,,M,2011-05-27,Mosul,UZB,,,no,Samarqand,Urgut,hearing loss
5,daughter,Xudoyberdiyeva,Rayhona,,F,2015-02-19,Raqqa,UZB,,,no,Samarqand,Urgut,
6,mother,Sattorova,Barchinoy,,F,1994-09-01,Samarqand,UZB,passport,AD1003026,no,Samarqand,Urgut,
6,daughter,Sattorova,Komila,,F,2020-12-12,Al-Hol camp,UZB,,,no,Samarqand,Urgut,malnutrition
7,head,,Ilyos,,M,2013,,UZB,,,yes,Toshkent shahri,Chilonzor,
8,head,,Salmon,,M,2017,,UZB,,,yes,Toshkent shahri,Yunusobod,
9,mother,Norqulova,Zilola,,F,1987-07-07,Toshkent,UZB,passport,AD1003029,no,Toshkent shahri,Yunusobod,
9,son,Norqulov,Shohruh,,M,2009-04-30,Raqqa,UZB,,,no,Toshkent shahri,Yunusobod,asthma
9,daughter,Norqulova,Madinabonu,,F,2017-03-03,Raqqa,UZB,,,no,Toshkent shahri,Yunusobod,
"""
HIGH = {("", "Ilyos"), ("", "Salmon"), ("Sobirov", "Firdavs"), ("Eshonqulova", "Imona")}
LOW = {("Norqulova", "Zilola"), ("Norqulov", "Shohruh"), ("Norqulova", "Madinabonu")}


def _arrival(supervisor: Profile, national: Profile) -> Arrival:
    with acting_as(national):
        operation = operation_create(by=national, name=NAME, country="UZ")
        phase = phase_create(operation=operation, by=national)
    with acting_as(supervisor):
        return arrival_create(
            by=supervisor, phase=phase, kind="flight", date=day(-AGO), departed_from="Qamishli",
            place="Toshkent", reception_centre=Office.objects.get(code="TK-centre"),
        )  # fmt: skip


def _level(case: Case) -> str:
    name = (case.person.surname, case.person.given_name)
    return Risk.HIGH if name in HIGH else Risk.LOW if name in LOW else Risk.MEDIUM


def _place(arrival: Arrival, supervisor: Profile) -> None:
    """Each family to its destination; Samarqand's supervisor accepts one of two, the other waits for her."""
    cases = list(
        Case.objects.filter(arrival=arrival).select_related("person", "family", "office").order_by("family_id", "pk")
    )
    workers = {"Chilonzor": user("worker"), "Yunusobod": user("worker3"), "Urgut": user("worker2")}
    placements = []
    for household in households_of(cases):
        worker = workers[household.cases[0].destination_district]
        assert worker.office is not None
        placements.append(Placement(household.cases, worker.office, worker))
    transfers_request(placements, by=supervisor, arrival=arrival, note="From the centre to the family's home.")


def _hand_over() -> None:
    receiver = user("supervisor2")
    with acting_as(receiver):
        first = Transfer.objects.filter(state="pending").order_by("pk").first()
        if first is not None:
            transfer_accept(first, by=receiver, worker=user("worker2"))


def _registered_then(arrival: Arrival) -> None:
    """Everything above was written now; the demonstration says that it was registered on the day after landing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET created_at = created_at - %s * interval '1 day' WHERE arrival_id = %s",
            [AGO - 1, arrival.pk],
        )
        cursor.execute(
            "UPDATE cases_timelineentry t SET at = at - %s * interval '1 day' FROM cases_case c "
            "WHERE c.id = t.case_id AND c.arrival_id = %s",
            [AGO - 1, arrival.pk],
        )


def caseload_load() -> None:
    supervisor, national = user("supervisor"), user("national")
    arrival = _arrival(supervisor, national)
    with acting_as(supervisor):
        manifest = manifest_upload(
            arrival=arrival, data=MANIFEST.encode(), file_name="manifest-demonstration.csv", by=supervisor
        )
        manifest_accept(manifest, by=supervisor)
        cases = list(Case.objects.filter(arrival=arrival).select_related("person"))
        roll_call(arrival, marks=dict.fromkeys((case.pk for case in cases), "present"), by=supervisor)
        triage(arrival, levels={case.pk: _level(case) for case in cases}, by=supervisor)
        _place(arrival, supervisor)
    _hand_over()
    _registered_then(arrival)
    with acting_as(DatabaseRole.SYSTEM):
        plan_for_cases(Case.objects.filter(arrival=arrival).values_list("pk", flat=True))
