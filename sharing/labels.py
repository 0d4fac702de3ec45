"""The lines of this room on a timeline, and the codes that stand in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from cases.enums import SharingPurpose
from cases.timeline import LABELS, TELLS, TimelineKind, kind_add

from .enums import AnswerKind, RightKind

LABELS.update(
    sharing_purpose=dict(SharingPurpose.choices), agency_answer=dict(AnswerKind.choices),
    right=dict(RightKind.choices),
)  # fmt: skip

_PAGE = "sharing:summary_detail"
for _code, _text, _icon in (
    ("summary_built", _("Summary built for %(agency)s: %(sharing_purpose)s"), "file-text"),
    ("summary_released", _("Summary released to %(agency)s: %(sharing_purpose)s"), "share-2"),
    ("summary_returned", _("Summary for %(agency)s returned"), "rotate-clockwise"),
    ("summary_withdrawn", _("Summary for %(agency)s withdrawn"), "ban"),
    ("summary_expired", _("Summary for %(agency)s ended: its time was over"), "clock"),
    ("summary_superseded", _("Summary for %(agency)s ended: a newer version replaces it"), "refresh"),
    ("destruction_confirmed", _("%(agency)s confirmed that it destroyed the data"), "trash"),
    ("agency_answered", _("%(agency)s answered: %(agency_answer)s"), "message"),
):
    kind_add(_code, TimelineKind(_text, _icon, Level.CARRIERS, _PAGE, "sharing"))
TELLS.update(("summary_released", "summary_returned", "summary_expired", "agency_answered"))

_ASKED = TimelineKind(_("Request by the person: %(right)s"), "inbox", Level.CARRIERS, group="sharing")
kind_add("right_asked", _ASKED)
