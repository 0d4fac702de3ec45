"""Everything that is held about somebody, for herself: as data and as a document, third parties left out.

Names of relatives, witnesses, interpreters and of whoever wrote a row are not hers. Free notes may tell of others:
they are counted here, and read through with her.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import clock
from accounts.enums import Level
from accounts.models import Profile
from accounts.templatetags.face import day
from cases.access import reaches
from cases.models import Case, Consent, Document, Identifier, Note, ServiceConsent
from rehabilitation.specs import MODULES

from .models import Summary
from .pdf import compile_document
from .registry import FIELDS, SharedField

_FROM_THE_DOCTOR = gettext_lazy("Handed over by a doctor of the case, where there are any.")
#: What tells of others.
THIRD_PARTIES = frozenset({"caregivers", "household"})


def _person(case: Case) -> list[tuple[SharedField, Any]]:
    own = [one for code, one in FIELDS.items() if code not in THIRD_PARTIES]
    return [(one, value) for one in own if (value := one.value(case)) is not None]


def _records(case: Case, by: Profile) -> list[tuple[str, list[str]]]:
    found = []
    for module in MODULES:
        for spec in module.records:
            rows: Any = spec.model.objects.visible_to(by).filter(case=case).order_by("on", "id")
            lines = [f"{day(row.on)}: {row.summary}" for row in rows]
            if lines:
                found.append((str(spec.model._meta.verbose_name_plural), lines))
    return found


def _consent_line(consent: Consent) -> str:
    decided = f"{consent.get_purpose_display()}, {consent.get_decision_display()}"
    return f"{consent.agency}: {decided}, {day(consent.given_on)}"


def _summary_line(summary: Summary) -> str:
    ends = day(summary.ended_at or summary.expires_at)
    return f"{summary.agency}: {summary.get_purpose_display()}, {day(summary.released_at)} – {ends}"


def _sections(case: Case, by: Profile, person: list[tuple[SharedField, Any]]) -> list[tuple[str, list[str]]]:
    """Label and lines of all that the reader may see of this person, in the reader's language."""
    papers = Identifier.objects.filter(person=case.person_id)
    consents = Consent.objects.filter(case=case).select_related("agency")
    words = ServiceConsent.objects.filter(case=case)
    shared = Summary.objects.filter(case=case, released_at__isnull=False).select_related("agency").defer("sealed")
    rows: list[tuple[Any, list[Any]]] = [
        (_("Case"), [f"{case.number}, {case.get_status_display()}, {day(case.created_at)}"]),
        *[(str(one.label), one.show(value)) for one, value in person],
        (_("Identity papers"), [f"{one.get_kind_display()}: {one.value}" for one in papers]),
        *_records(case, by),
        *([] if reaches(by, case, Level.PROTECTED) else [(_("Protected findings"), [_FROM_THE_DOCTOR])]),
        (_("Casework and services"), [f"{one}, {day(one.decided_on)}" for one in words]),
        (_("Consents"), [_consent_line(one) for one in consents]),
        (_("Shared with agencies"), [_summary_line(one) for one in shared]),
        (_("Documents"), [str(one) for one in Document.objects.visible_to(by).filter(case=case)]),
        (_("Notes, read through with her"), [str(Note.objects.filter(case=case).count())]),
    ]
    return [(label, [str(line) for line in lines]) for label, lines in rows if lines]


def held_data(case: Case, *, by: Profile) -> dict[str, Any]:
    """For a program: codes and values of the fields, and the lines of everything."""
    person = _person(case)
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "fields": {one.code: value for one, value in person},
        "sections": [{"label": label, "lines": lines} for label, lines in _sections(case, by, person)],
    }


def held_pdf(case: Case, *, by: Profile) -> bytes:
    """The same as a document to hand over."""
    moment = date_format(clock.today(), "j E Y")
    return compile_document({
        "lang": (get_language() or "en").split("-")[0], "title": _("What is held about you"),
        "heading": _("What is held about you"), "confidential": _("Confidential"), "purpose": "",
        "reference": case.number, "sender_line": f"{_('From')}: {case.region.name}",
        "facts": [[_("Case"), case.number], [_("Date"), moment], ["", ""]], "request_label": "", "request": "",
        "rows": _sections(case, by, _person(case)), "watermark": "",
        "printed": _("Printed by %(reader)s, %(agency)s, %(moment)s")
        % {"reader": by.name, "agency": case.region.name, "moment": moment},
        "code_label": _("Case"), "code": case.number,
        "duty": _("You may ask that this be corrected, that its use be restricted, or that it be erased."),
    })  # fmt: skip
