"""Codes that stand in timeline entries and states of this room, with the labels that readers see; its
timeline kinds.

Every kind of record has three lines: recorded, ended, entered in error. They derive from the specs.
"""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline, Level
from cases.timeline import LABELS, TimelineKind, kind_add

from . import enums, instruments
from .specs import MODULES

LABELS.update(
    screening_finding=dict(enums.ScreeningFinding.choices),
    condition_kind=dict(enums.ConditionKind.choices),
    vaccine=dict(enums.Vaccine.choices),
    nutrition=dict(enums.Nutrition.choices),
    referral_stage=dict(enums.ReferralStage.choices),
    instrument=dict(instruments.CHOICES),
    band=dict(instruments.BANDS),
    session_kind=dict(enums.SessionKind.choices),
    alert_kind=dict(enums.AlertKind.choices),
    instruction=dict(enums.Instruction.choices),
    schooling=dict(enums.Schooling.choices),
    school_kind=dict(enums.SchoolKind.choices),
    catch_up=dict(enums.CatchUpSubject.choices),
    placement=dict(enums.PlacementKind.choices),
    adequacy=dict(enums.Adequacy.choices),
    wish=dict(enums.WorkWish.choices),
    training_result=dict(enums.CourseResult.choices),
    search_stage=dict(enums.SearchStage.choices),
    contract=dict(enums.Contract.choices),
    benefit=dict(enums.BenefitKind.choices),
    benefit_stage=dict(enums.BenefitStage.choices),
    service_stage=dict(enums.ServiceStage.choices),
    service_outcome=dict(enums.ServiceOutcome.choices),
    module=dict(Discipline.choices),
)


def service_kind(module: str) -> str:
    """The code of the timeline kind of services of one module: audiences differ by module."""
    return f"service_{module}"


for _module in MODULES:
    _group = _module.code.value
    for _spec in _module.records:
        _url = f"rehabilitation:{_spec.code}"
        for _code, _text in (
            (_spec.code, _spec.text),
            (f"{_spec.code}_ended", format_lazy("{}: {}", _spec.label, _("ended"))),
            (f"{_spec.code}_in_error", format_lazy("{}: {}", _spec.label, _("entered in error"))),
        ):
            kind_add(_code, TimelineKind(_text, _spec.icon, _module.level_of(_spec), url=_url, group=_group))
    kind_add(
        service_kind(_group),
        TimelineKind(
            _("Service (%(module)s): %(service_stage)s"),
            "heart-handshake",
            _module.level,
            url="rehabilitation:service",
            group=_group,
        ),
    )

_PSYCHOLOGICAL = Discipline.PSYCHOLOGICAL.value
_ALERT_URL = "rehabilitation:alert"
for _code, _text in (
    ("safety_alert", _("Safety alert: %(alert_kind)s")),
    ("safety_alert_acknowledged", _("Safety alert acknowledged")),
    ("safety_alert_closed", _("Safety alert closed with an outcome")),
):
    kind_add(
        _code,
        TimelineKind(_text, "alert-octagon", Level.PSYCHOLOGICAL, url=_ALERT_URL, group=_PSYCHOLOGICAL),
    )
kind_add(
    "instruction", TimelineKind(_("Agreed for everybody: %(instruction)s"), "shield-check", group="case")
)
kind_add("instruction_ended", TimelineKind(_("No longer holds: %(instruction)s"), "shield", group="case"))
