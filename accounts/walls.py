"""The row rules of the accounts room (see accounts/rowrules.py)."""

from __future__ import annotations

from .levels import narrowed
from .rowrules import CARRIERS, CASE_KINDS, DatabaseRole, Rule, public, register, roles

R = DatabaseRole
_EVERY = tuple(k for k in R if k is not R.RETENTION)
_STAFF = tuple(k for k in _EVERY if k is not R.AGENCY)
_SELF = "user_id = app_user()"
_CASE_OF_EVENT = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = history_event.case_id)"


def _events(kind: DatabaseRole) -> str:
    """What changed in a case, for who sees the case; of a table with rows that not all may read, the changes of those
    that she may: the row itself answers. A protected note's history is for nobody."""
    few = [one for one in narrowed(kind) if one != "rehabilitation_sessionnote"]
    never = ", ".join(f"'{table}'" for table in (*few, "rehabilitation_sessionnote"))
    rows = "".join(
        f" OR (table_name = '{table}' AND EXISTS (SELECT 1 FROM {table} r WHERE r.id = history_event.row_id))"
        for table in few
    )
    # Of the case, or of the person whom a case is about: not of kin, who are seen by name alone.
    return (
        f"(case_id IS NOT NULL AND (table_name NOT IN ({never}){rows}) AND {_CASE_OF_EVENT}) "
        "OR (table_name = 'cases_person' AND "
        "EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = history_event.row_id))"
    )


#: Every user's kind, her own rows.
_OWN = roles([k for k in _EVERY if k not in (R.IDENTITY, R.SYSTEM)], _SELF)

#: Sign-in works with these alone; no other kind may read them.
_IDENTITY_TABLES = (
    "django_session", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
    "usersessions_usersession", "socialaccount_socialaccount", "socialaccount_socialtoken",
)  # fmt: skip

for _table in _IDENTITY_TABLES:
    _all = {R.IDENTITY: "true"}
    register(Rule(_table, read=_all, insert=_all, update=_all, delete=_all))

register(
    # Applications of identity services are configured, not stored; allauth looks nevertheless.
    Rule("socialaccount_socialapp", read={R.IDENTITY: "true"}, open=True),
    Rule(
        "accounts_user",
        read={R.IDENTITY: "true", R.ADMIN: "true"},
        insert={R.ADMIN: "true"},
        update={R.IDENTITY: "true", R.ADMIN: "true"},
    ),
    Rule("accounts_user_groups", read={R.IDENTITY: "true"}),
    Rule("accounts_user_user_permissions", read={R.IDENTITY: "true"}),
    Rule("auth_group", read={R.IDENTITY: "true"}),
    Rule("auth_group_permissions", read={R.IDENTITY: "true"}),
    public("auth_permission"),
    public("django_content_type"),
    Rule("django_migrations", open=True, system=False),
    # guardian's generic grants are not used: ours has a direct key (cases.CaseGrant).
    Rule("guardian_userobjectpermission", system=False),
    Rule("guardian_groupobjectpermission", system=False),
    Rule(
        "accounts_profile",
        read={**roles(_STAFF), R.AGENCY: _SELF},
        insert={R.ADMIN: "true"},
        update={**roles([k for k in _EVERY if k not in (R.IDENTITY, R.SYSTEM)], _SELF), R.ADMIN: "true"},
        update_columns=dict.fromkeys(
            [k for k in _EVERY if k not in (R.IDENTITY, R.SYSTEM, R.ADMIN)], ("language", "time_zone")
        ),
    ),
    Rule(
        "accounts_apitoken",
        read={R.IDENTITY: "true"},
        insert={R.IDENTITY: "true"},
        update={R.IDENTITY: "true"},
        update_columns={R.IDENTITY: ("expires_at",)},
    ),
    public("accounts_office", read=_STAFF, write=(R.ADMIN,)),
    public("accounts_agency", read=_EVERY, write=(R.ADMIN, R.NATIONAL)),
    Rule(
        "history_event",
        read={
            **{kind: _events(kind) for kind in CARRIERS},
            R.RETENTION: "true",
        },
        update={R.RETENTION: "true"},
        columns={R.RETENTION: ("id", "case_id", "table_name", "row_id", "erased_at")},
        update_columns={R.RETENTION: ("data", "salt", "erased_at", "erased_rule")},
    ),
    # Programs of agencies: read at the door, kept by the administrator; the data protection officer sees that they are.
    Rule(
        "accounts_agencyclient",
        read={R.IDENTITY: "true", R.ADMIN: "true", R.DPO: "true"},
        insert={R.ADMIN: "true"},
        update={R.ADMIN: "true"},
        columns={R.DPO: ("profile_id", "client_id", "previous_until", "expires_at", "ended_at", "created_at",
                         "created_by_id")},
    ),
    # Accepted at the door, never changed; the administrator and the data protection officer see who has.
    Rule(
        "accounts_conductacceptance",
        read={R.IDENTITY: "true", R.ADMIN: "true", R.DPO: "true"},
        insert={R.IDENTITY: "true"},
    ),
    # Made by the administrator, used at the door.
    Rule(
        "accounts_invitation",
        read={R.IDENTITY: "true", R.ADMIN: "true"},
        insert={R.ADMIN: "true"},
        update={R.IDENTITY: "true", R.ADMIN: "true"},
        update_columns={R.IDENTITY: ("used_at",), R.ADMIN: ("ended_at",)},
    ),
    # Written at the door, by nobody in particular; read by the data protection officer.
    Rule("accounts_signinfailure", read={R.DPO: "true"}, insert={R.IDENTITY: "true"}),
    Rule("accounts_jobrun", read={R.ADMIN: "true"}, open=True),
    Rule("accounts_lease", open=True),
    Rule("history_seal", read={R.DPO: "true"}),
    Rule("history_anchor", read={R.DPO: "true"}),
    Rule(
        "accounts_idempotentanswer",
        read=_OWN, insert=_OWN, update=_OWN,
    ),
    Rule(
        "history_access",
        read={R.DPO: "true"},
        insert=roles([*CASE_KINDS, R.NATIONAL, R.DPO, R.ADMIN, R.AGENCY], "actor_id = app_user()"),
    ),
)
