"""The row rules of the cases room (see accounts/rowrules.py).

One policy for each database role, so that the planner meets one predicate. The sub-select of granted cases does
not depend on the row: it runs once and its keys are an index condition.
"""

from __future__ import annotations

from dataclasses import replace

from accounts.rowrules import (
    CARRIERS,
    CASE_KINDS,
    DatabaseRole,
    Rule,
    level_reads,
    of_case,
    of_person,
    public,
    register,
    register_sql,
    roles,
)

from .sql import CASE_ACCESS, CASE_KEYS, FAMILY_OF_VISIT

R = DatabaseRole
_GRANTED = (
    "id = ANY (ARRAY(SELECT a.case_id FROM cases_caseaccess a WHERE a.user_id = app_user() "
    "AND (a.until IS NULL OR a.until > statement_timestamp())))"
)
#: The national coordinator sees a person through an opening of hers alone (docs/decisions/0009).
_OPENED = "EXISTS (SELECT 1 FROM cases_case c WHERE c.{column} = {table}.{key} AND c." + _GRANTED + ")"
_REGION = "region_id = app_region() AND NOT restricted"
_MADE_HERE = "made_in = app_transaction()"
_THROUGH_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.{column} = {table}.id)"

_OWN = roles(CASE_KINDS, "user_id = app_user()")

_CASE = {
    # Her own by the column (a case just inserted has no access row yet), others by grant.
    R.CASEWORKER: f"worker_id = app_user() OR {_GRANTED}",
    R.SPECIALIST: _GRANTED,
    R.SUPERVISOR: f"({_REGION}) OR {_GRANTED}",
    R.NATIONAL: "NOT restricted",
}
_PERSON = f"{_THROUGH_CASE.format(column='person_id', table='cases_person')} OR {_MADE_HERE}"
_FAMILY = f"{_THROUGH_CASE.format(column='family_id', table='cases_family')} OR {_MADE_HERE}"
_GRANT_HERE = (
    "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_casegrant.content_object_id AND c.region_id = app_region())"
)
#: What a case worker changes of a case: never whose it is, who else may open it, or who the person is.
WORKED_COLUMNS = (
    "updated_at", "family_id", "arrival_id", "office_id", "status", "risk", "unaccompanied", "refused", "on_hold_until",
    "on_hold_reason", "destination_region", "destination_district", "arrived_on", "arrival_presence", "next_due_at",
    "last_visit_on", "closed_at",
)  # fmt: skip
#: What the national coordinator's lists and figures stand on: no reason in words, no district.
NATIONAL_COLUMNS = (
    "id", "number", "person_id", "family_id", "arrival_id", "office_id", "region_id", "worker_id", "status", "risk",
    "restricted", "unaccompanied", "historic", "on_hold_until", "destination_region", "arrived_on", "arrival_presence",
    "next_due_at", "last_visit_on", "closed_at", "anonymised_on", "created_at", "updated_at",
)  # fmt: skip
#: Whom she sees in an opened case: no telephone.
NATIONAL_PERSON = (
    "id", "surname", "given_name", "patronymic", "name_unknown", "script", "sex", "birth_earliest", "birth_latest",
    "birth_precision", "birth_place", "citizenship", "languages", "died_on", "created_at", "updated_at",
)  # fmt: skip
_ENTRY = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_timelineentry.case_id)"
_NOTE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_note.case_id)"


def _below(rule: Rule, column: str, parent: str, *, optional: bool = False) -> Rule:
    """A row below another of the same case: a key of somebody else's case is refused, not tested for existence."""
    also = f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {rule.table}.{column} AND p.case_id = {rule.table}.case_id)"
    also = f"({rule.table}.{column} IS NULL OR {also})" if optional else also
    insert = {kind: f"{condition} AND {also}" for kind, condition in rule.insert.items()}
    update = {kind: f"{condition} AND {also}" for kind, condition in rule.update.items()}
    return replace(rule, insert=insert, update=update)


_CASE_OF_MEMBER = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_visitmember.case_id)"
_VISIT = (
    "EXISTS (SELECT 1 FROM cases_case c WHERE c.family_id = cases_visit.family_id) OR "
    # Somebody who was seen on it and has moved to another family since.
    "EXISTS (SELECT 1 FROM cases_visitmember m WHERE m.visit_id = cases_visit.id)"
)
_OWN_DRAFT = (
    "author_id = app_user() AND EXISTS (SELECT 1 FROM cases_family f WHERE f.id = cases_visitdraft.family_id)"
)


_NEED = level_reads(
    "cases_needtoknow", "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_needtoknow.case_id)"
)

_IMPLICATION = of_case("cases_implication", read=CARRIERS)
_PERSON_SEEN = "EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_implication.person_id)"

#: The country's coordinator sees that there is a plan and its state, for the list "without a plan"; never its words.
_PLAN = replace(
    of_case("cases_plan", read=(*CASE_KINDS, R.NATIONAL)), columns={R.NATIONAL: ("id", "case_id", "status")}
)

register(
    Rule(
        "cases_case",
        read=_CASE,
        columns={R.NATIONAL: NATIONAL_COLUMNS},
        insert={R.CASEWORKER: "worker_id = app_user() AND region_id = app_region()", R.SUPERVISOR: _REGION},
        # A supervisor who hands a case over to another region no longer sees the row she just wrote; the
        # transfer therefore runs as the system (cases/services/transfers.py).
        update={R.CASEWORKER: _CASE[R.CASEWORKER], R.SUPERVISOR: _CASE[R.SUPERVISOR]},
        update_columns={R.CASEWORKER: WORKED_COLUMNS},
    ),
    Rule(
        "cases_caseaccess",
        read=roles((*CASE_KINDS, R.NATIONAL), "user_id = app_user()"),
    ),
    Rule(
        "cases_casegrant",
        read={
            R.SPECIALIST: "user_id = app_user()",
            # Who may see what until when is for those who carry the case to know. No recursion: the rule of a case
            # reads cases_caseaccess, never the grants.
            **roles(CARRIERS, "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_casegrant.content_object_id)"),
            R.DPO: "true",
        },
        # The officer sees keys and codes, no reason in words.
        columns={
            R.DPO: ("id", "user_id", "content_object_id", "purpose", "given_by_id", "created_at", "until", "ended_at")
        },
        # Access to a case is the region's to give: a supervisor who covers one elsewhere hands out no keys to it.
        # Openings are made by the owner's function alone.
        insert={R.SUPERVISOR: "given_by_id = app_user() AND user_id <> app_user() "
                f"AND purpose NOT IN ('emergency', 'national') AND {_GRANT_HERE}"},
        update={R.SUPERVISOR: _GRANT_HERE},
        update_columns={R.SUPERVISOR: ("ended_at", "until")},
    ),
    Rule(
        "cases_person",
        read={
            **roles(CASE_KINDS, _PERSON),
            R.NATIONAL: _OPENED.format(table="cases_person", column="person_id", key="id"),
        },
        insert=roles(CARRIERS),
        update=roles(CARRIERS, _PERSON),
        columns={R.NATIONAL: NATIONAL_PERSON},
    ),
    Rule(
        "cases_family",
        read=roles(CASE_KINDS, _FAMILY),
        insert=roles(CARRIERS),
        update=roles(CARRIERS, _FAMILY),
    ),
    of_person("cases_personname"),
    Rule(
        "cases_nametoken",
        read={
            **roles(CASE_KINDS, "EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_nametoken.person_id)"),
            # The first arm says the same as the second without two look-ups for each row of a search.
            R.SUPERVISOR: f"({_REGION}) OR "
            "EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_nametoken.person_id)",
        },
        insert=roles(CARRIERS, "EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_nametoken.person_id)"),
        # A folded token repeats a name that history already keeps; it is rebuilt, so it may be deleted.
        delete=roles(CARRIERS, "EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_nametoken.person_id)"),
    ),
    of_person("cases_identifier", read=CARRIERS),
    of_person("cases_kinship", also=("relative_id",)),
    Rule(
        "cases_familymember",
        read=roles(CASE_KINDS, "EXISTS (SELECT 1 FROM cases_family f WHERE f.id = cases_familymember.family_id)"),
        insert=roles(CARRIERS, "EXISTS (SELECT 1 FROM cases_family f WHERE f.id = cases_familymember.family_id) "
                     "AND EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_familymember.person_id)"),
        update=roles(CARRIERS, "EXISTS (SELECT 1 FROM cases_family f WHERE f.id = cases_familymember.family_id) "
                     "AND EXISTS (SELECT 1 FROM cases_person p WHERE p.id = cases_familymember.person_id)"),
    ),
    of_case("cases_riskassessment"),
    _PLAN,
    _below(of_case("cases_goal"), "plan_id", "cases_plan"),
    _below(of_case("cases_step"), "goal_id", "cases_goal"),
    # Written once; what the virus scanner said of it is the system's to write.
    replace(of_case("cases_document", read=CARRIERS), update={}),
    of_case("cases_lifeevent", read=CARRIERS),
    _below(of_case("cases_lifeeventitem", read=CARRIERS), "event_id", "cases_lifeevent"),
    of_case("cases_closure", read=CARRIERS),
    Rule(
        "cases_note",
        read=level_reads("cases_note", _NOTE),
        insert=roles(CASE_KINDS, f"created_by_id = app_user() AND {_NOTE}"),
    ),
    _below(of_case("cases_serviceconsent", read=CARRIERS), "document_id", "cases_document", optional=True),
    _below(of_case("cases_consent", read=CARRIERS), "document_id", "cases_document", optional=True),
    replace(
        _IMPLICATION,
        insert={kind: f"{rule} AND {_PERSON_SEEN}" for kind, rule in _IMPLICATION.insert.items()},
        update_columns=dict.fromkeys(CARRIERS, ("ended_at", "ended_by_id", "end_reason", "updated_at")),
    ),
    # A supervisor names others for what is protected, never herself; she ends it.
    Rule(
        "cases_needtoknow",
        read=_NEED,
        insert={R.SUPERVISOR: f"named_by_id = app_user() AND user_id <> app_user() AND {_NEED[R.SUPERVISOR]}"},
        update={R.SUPERVISOR: f"user_id <> app_user() AND {_NEED[R.SUPERVISOR]}"},
        update_columns={R.SUPERVISOR: ("ended_at", "ended_by_id", "updated_at")},
    ),
    Rule("cases_messagesseen", read=_OWN, insert=_OWN, update=_OWN),
    Rule(
        "cases_timelineentry",
        read={
            **level_reads("cases_timelineentry", _ENTRY),
            R.NATIONAL: "audience = 'core' AND "
            + _OPENED.format(table="cases_timelineentry", column="id", key="case_id"),
        },
        insert=roles(CASE_KINDS, _ENTRY),
    ),
    # A visit is written once and never changed; its notes are for those who carry the cases.
    Rule(
        "cases_visit",
        read=roles(CARRIERS, _VISIT),
        insert=roles(CARRIERS, "EXISTS (SELECT 1 FROM cases_case c WHERE c.family_id = cases_visit.family_id)"),
    ),
    Rule(
        "cases_visitmember",
        read=roles(CARRIERS, _CASE_OF_MEMBER),
        insert=roles(
            CARRIERS,
            # Of the visit's own family: with a row of one's own a stranger's visit would come into sight. Asked of
            # the owner, because the rule of the visit reads this table.
            "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_visitmember.case_id "
            "AND c.family_id = cases_family_of_visit(cases_visitmember.visit_id))",
        ),
    ),
    Rule(
        "cases_visitdraft",
        read=roles(CARRIERS, _OWN_DRAFT),
        insert=roles(CARRIERS, _OWN_DRAFT),
        update=roles(CARRIERS, _OWN_DRAFT),
    ),
    public("cases_operation", read=(*CASE_KINDS, R.NATIONAL), write=(R.SUPERVISOR, R.NATIONAL)),
    public("cases_phase", read=(*CASE_KINDS, R.NATIONAL), write=(R.SUPERVISOR, R.NATIONAL)),
    public("cases_arrival", read=(*CASE_KINDS, R.NATIONAL), write=(R.SUPERVISOR, R.NATIONAL)),
)

register_sql("cases_casegrant", CASE_ACCESS)
register_sql("cases_case", CASE_KEYS)
register_sql("cases_visit", FAMILY_OF_VISIT)
