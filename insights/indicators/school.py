"""Children of school age who are not enrolled.

Of school age: certainly 7 to 17 years old on 1 September of the running school year (grades 1 to 11). Enrolled: a valid
enrolment that holds on the cut-off day, at any kind of school but a kindergarten. Open cases only.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.enums import Better

from .base import OPEN, Flag, Indicator, Measure, flagged

_OF_AGE = (
    "SELECT c.id AS case_id FROM cases_case c JOIN cases_person p ON p.id = c.person_id "
    f"WHERE {OPEN} AND p.died_on IS NULL AND p.birth_latest <= %(school_day)s::date - interval '7 years' "
    "AND p.birth_earliest > %(school_day)s::date - interval '18 years'"
)
NOT_ENROLLED = Flag(
    "school_age_not_enrolled",
    _("Of school age, not enrolled"),
    f"SELECT c.id, c.region_id, c.restricted FROM cases_case c JOIN ({_OF_AGE}) d ON d.case_id = c.id "
    "WHERE NOT EXISTS (SELECT 1 FROM rehabilitation_enrolment e WHERE e.case_id = c.id AND e.state = 'valid' "
    "AND e.kind <> 'kindergarten' AND e.\"on\" <= %(day)s AND (e.until IS NULL OR e.until > %(day)s))",
)
MEASURE = Measure("not_enrolled", flagged("school_age_not_enrolled", _OF_AGE), weekly=True)
INDICATOR = Indicator(
    "not_enrolled",
    _("Children of school age not enrolled"),
    _("Children from 7 to 17 (on 1 September) with no place at a school today."),
    _("of the children of school age"),
    measure="not_enrolled",
    target=5,
    better=Better.LOW,
    cases={"school_age_not_enrolled": "1"},
)
