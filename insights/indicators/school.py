"""Children of school age who are not enrolled.

Of school age: certainly 7 to 17 years old on 1 September of the running school year (grades 1 to 11). Enrolled: a valid
enrolment that holds on the cut-off day, at any kind of school but a kindergarten. Open cases only.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import CaseCount, Indicator

NOT_ENROLLED = CaseCount(
    "school_age_not_enrolled",
    "c.id NOT IN (SELECT e.case_id FROM rehabilitation_enrolment e WHERE e.state = 'valid' "
    "AND e.kind <> 'kindergarten' AND e.\"on\" <= %(day)s AND (e.until IS NULL OR e.until > %(day)s))",
    among="p.died_on IS NULL AND coalesce(p.birth_latest <= %(school_day)s::date - interval '7 years' "
    "AND p.birth_earliest > %(school_day)s::date - interval '18 years', false)",
    label=_("Of school age, not enrolled"),
    weekly=True,
)
INDICATOR = Indicator(
    "not_enrolled",
    _("Children of school age not enrolled"),
    _("Children from 7 to 17 (on 1 September) with no place at a school today."),
    _("of the children of school age"),
    measure="school_age_not_enrolled",
    target=5,
    better=Better.LOW,
    cases={"school_age_not_enrolled": "1"},
)
