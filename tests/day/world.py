"""A region that receives a flight: a centre, two districts with a worker each, a clinic; and another region."""

from __future__ import annotations

from django.utils import timezone

from accounts.enums import AgencyKind, OfficeKind, Role
from accounts.tokens import token_issue
from cases.services.arrivals import operation_create
from tests.factories import make_agency, make_office, make_profile, make_region

#: Four families of ten people, one of them a child alone. The fourth line has a date that never was.
MANIFEST = """\
family_no,relation,surname,given_name,sex,birth_date,citizenship,unaccompanied,destination_region,destination_district,\
health_note
1,mother,Qodirova,Malika,F,1991-05-14,UZB,no,{region},{near},anaemia
1,son,Qodirov,Jasur,M,2013-09-02,UZB,no,{region},{near},
1,daughter,Qodirova,Zebiniso,F,31.02.2016,UZB,no,{region},{near},
1,daughter,Qodirova,Muslima,F,2021,UZB,no,{region},{near},asthma
2,mother,Rustamova,Shahnoza,F,1988-03-08,UZB,no,{region},{far},
2,son,Rustamov,Islom,M,2011-06-17,UZB,no,{region},{far},
3,grandmother,Haydarova,Robiya,F,around 1957,UZB,no,{region},{far},diabetes
3,granddaughter,Haydarova,Nigina,F,2014-02-28,UZB,no,{region},{far},
3,grandson,Haydarov,Temur,M,2017-10-10,UZB,no,{region},{far},
4,head,,Abdulloh,M,2015,UZB,yes,{region},{near},
"""
#: Who goes to the worker, and who to her colleague.
HERS = {"Qodirova Malika", "Qodirov Jasur", "Qodirova Zebiniso", "Qodirova Muslima", "Abdulloh"}
COLLEAGUES = {"Rustamova Shahnoza", "Rustamov Islom", "Haydarova Robiya", "Haydarova Nigina", "Haydarov Temur"}


class World:
    """Made as the owner: offices and people. All else is done by them, through the doors that they have."""

    def __init__(self, *, region: str, code: str, near: str, far: str) -> None:
        self.region = make_region(region, code)
        self.centre = make_office(self.region, OfficeKind.CENTRE, f"{region} adaptation centre")
        self.near = make_office(self.region, OfficeKind.DISTRICT, near)
        self.far = make_office(self.region, OfficeKind.DISTRICT, far)
        self.elsewhere = make_region(f"Beside {region}")
        self.supervisor = make_profile(Role.SUPERVISOR, self.region, name="Barno Aliyeva")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.near, name="Dilnoza Yusupova")
        self.colleague = make_profile(Role.SOCIAL_WORKER, self.far, name="Gulchehra Nazarova")
        self.stranger = make_profile(Role.SOCIAL_WORKER, self.elsewhere, name="Ra’no Hamidova")
        self.clinic = make_agency(AgencyKind.HEALTH, f"{region} family clinic")
        self.doctor = make_profile(Role.AGENCY, agency=self.clinic, name="Dr Sevara Ismoilova")
        self.operation = f"Day of {region}"
        self.today = timezone.localdate()
        self.manifest = MANIFEST.format(region=region, near=near, far=far)

    def token(self, who: str) -> str:
        """A token for the API."""
        return token_issue(user=getattr(self, who).user, name="day")

    def announce(self) -> None:
        """The operation as the national coordinator has made it; browsers choose it from the list."""
        operation_create(by=None, name=self.operation)
