"""Who may do what, written by hand a second time: accounts/policy.py is held against this and not the other way round.

One line for each resource and action, one column for each kind of reader:

    W social worker   S specialist (education)   P specialist (psychological)   V supervisor   N national coordinator
    D data protection officer   A administrator   G agency user   C agency client (machine)

    +  may, within her scope            (HTML 200 or a redirect after a write, API 200/201; 422/409 for an empty write)
    x  may look here, but not do this   (HTML 403, API 403)
    .  has nothing to look for here     (HTML 404, API 403; an agency at a row's address 404)
"""

from __future__ import annotations

COLUMNS = "WSPVNDAGC"

GRID = """
resource        action          W S P V N D A G C
me              view            + + + + + + + + +
me              update          + + + + + + + + x
user            list            . . . . . . + . .
user            view            . . . . . . + . .
user            create          . . . . . . + . .
user            update          . . . . . . + . .
office          list            + + + + + + + . .
office          view            + + + + + + + . .
office          create          x x x x x x + . .
agency          list            + + + + + + + . .
agency          view            + + + + + + + . .
agency          create          x x x x + x + . .
agency          update          x x x x + x + . .
access_log      list            . . . . . + . . .
sign_in_failure list            . . . . . + . . .
message         list            + + + + . . . . .
message         seen            + + + + . . . . .
system          view            . . . . . . + . .
operation       list            + . . + + . . . .
operation       view            + . . + + . . . .
operation       create          x . . + + . . . .
operation       update          x . . + + . . . .
arrival         list            . . . + . . . . .
arrival         view            . . . + . . . . .
arrival         create          . . . + . . . . .
arrival         update          . . . + . . . . .
arrival         rollcall        . . . + . . . . .
arrival         triage          . . . + . . . . .
arrival         assign          . . . + . . . . .
manifest        list            . . . + . . . . .
manifest        view            . . . + . . . . .
manifest        import          . . . + . . . . .
manifest        accept          . . . + . . . . .
manifest        undo            . . . + . . . . .
case            list            + + + + + . . . .
case            view            + + + + x . . . .
case            create          + x x + x . . . .
case            update          + x x + x . . . .
case            assign          x x x + x . . . .
case            close           + x x + x . . . .
case            approve_close   x x x + x . . . .
case            reopen          + x x + x . . . .
case            hold            + x x + x . . . .
case            risk            + x x + x . . . .
case            status          + x x + x . . . .
person          list            + + + + . . . . .
person          view            + + + + . . . . .
person          update          + x x + . . . . .
person          search          + + + + . . . . .
identifier      view            + . . + . . . . .
identifier      create          + . . + . . . . .
family          list            + + + + . . . . .
family          view            + + + + . . . . .
family          create          + x x + . . . . .
family          update          + x x + . . . . .
visit           list            + . . + . . . . .
visit           view            + . . + . . . . .
visit           create          + . . + . . . . .
transfer        list            + . . + . . . . .
transfer        view            + . . + . . . . .
transfer        create          + . . + . . . . .
transfer        accept          x . . + . . . . .
note            list            + + + + . . . . .
note            view            + + + + . . . . .
note            create          + + + + . . . . .
document        list            + . . + . . . . .
document        view            + . . + . . . . .
document        create          + . . + . . . . .
plan            list            + + + + . . . . .
plan            view            + + + + . . . . .
plan            create          + x x + . . . . .
plan            update          + x x + . . . . .
plan            submit          + x x + . . . . .
plan            approve         x x x + . . . . .
plan            return          x x x + . . . . .
plan            review          + x x + . . . . .
goal            list            + + + + . . . . .
goal            view            + + + + . . . . .
goal            create          + x x + . . . . .
goal            update          + x x + . . . . .
life_event      list            + . . + . . . . .
life_event      view            + . . + . . . . .
life_event      create          + . . + . . . . .
grant           list            + . . + . . . . .
grant           create          x . . + . . . . .
grant           extend          x . . + . . . . .
grant           end             x . . + . . . . .
need_to_know    list            + . . + . . . . .
need_to_know    create          x . . + . . . . .
need_to_know    end             x . . + . . . . .
implication     list            + . . + . . . . .
implication     create          + . . + . . . . .
implication     end             + . . + . . . . .
restriction     list            . . . + . + . . .
restriction     create          . . . + . x . . .
restriction     name            . . . + . + . . .
restriction     lift            . . . + . x . . .
caseload        view            . . . + . . . . .
caseload        cover           . . . + . . . . .
caseload        handover        . . . + . . . . .
history         view            + . . + . . . . .
consent         list            + . . + . . . . .
consent         view            + . . + . . . . .
consent         create          + . . + . . . . .
consent         withdraw        + . . + . . . . .
consent         approve         x . . + . . . . .
medical         list            + + + + . . . . .
medical         view            + + + + . . . . .
medical         create          + x x + . . . . .
medical         update          + x x + . . . . .
psychological   list            + . + + . . . . .
psychological   view            + . + + . . . . .
psychological   create          + . + + . . . . .
psychological   update          + . + + . . . . .
education       list            + + + + . . . . .
education       view            + + + + . . . . .
education       create          + + x + . . . . .
education       update          + + x + . . . . .
housing         list            + + + + . . . . .
housing         view            + + + + . . . . .
housing         create          + x x + . . . . .
housing         update          + x x + . . . . .
employment      list            + + + + . . . . .
employment      view            + + + + . . . . .
employment      create          + x x + . . . . .
employment      update          + x x + . . . . .
session_note    view            . . + . . . . . .
session_note    create          . . + . . . . . .
safety_alert    list            + . + + . . . . .
safety_alert    view            + . + + . . . . .
safety_alert    create          + . + + . . . . .
safety_alert    update          + . + + . . . . .
instruction     list            + + + + . . . . .
instruction     view            + + + + . . . . .
instruction     create          + x + + . . . . .
instruction     update          + x + + . . . . .
service         list            + + + + . . . . .
service         view            + + + + . . . . .
service         create          + + + + . . . . .
service         update          + + + + . . . . .
task            list            + + + + . . . . .
task            view            + + + + . . . . .
task            create          + x x + . . . . .
task            complete        + + + + . . . . .
task            postpone        + + + + . . . . .
task            extend          x x x + . . . . .
task            handover        + x x + . . . . .
task_rule       list            . . . + + . . . .
task_rule       view            . . . + + . . . .
task_rule       update          . . . x + . . . .
job             list            . . . . . . + . .
agreement       list            + . . + + + . . .
agreement       view            + . . + + + . . .
agreement       create          x . . + + x . . .
agreement       update          x . . + + x . . .
summary         list            + . . + . . . + +
summary         view            + . . + . . . + +
summary         build           + . . + . . . x x
summary         release         x . . + . . . x x
summary         withdraw        + . . + . . . x x
summary         handover        + . . + . . . x x
received        list            . . . . . . . + +
received        view            . . . . . . . + +
received        answer          . . . . . . . + +
disclosure      list            . . . . . + . . .
person_request  list            + . . + . + . . .
person_request  create          + . . + . x . . .
person_request  decide          x . . x . + . . .
person_request  export          + . . + . x . . .
demand          list            . . . . . + . . .
demand          create          . . . . . + . . .
demand          decide          . . . . . + . . .
complaint       list            . . . . . . . + .
complaint       close           . . . . . . . + .
agency_client   list            . . . . . + + . .
agency_client   create          . . . . . x + . .
agency_client   rotate          . . . . . x + . .
agency_client   end             . . . . . x + . .
invitation      create          . . . . . . + . .
invitation      end             . . . . . . + . .
opening         list            + . . + + + . . .
opening         view            + . . + + + . . .
opening         create          + . . + + x . . .
opening         review          x . . + x + . . .
opened_case     view            . . . . + . . . .
service_consent list            + . . + . . . . .
service_consent view            + . . + . . . . .
service_consent create          + . . + . . . . .
retention       list            . . . . + + . . .
retention       view            . . . . + + . . .
retention       create          . . . . x + . . .
retention       approve         . . . . + + . . .
retention       due             . . . . x + . . .
legal_hold      list            . . . . . + . . .
legal_hold      create          . . . . . + . . .
legal_hold      end             . . . . . + . . .
dashboard       view            . . . + + . . . .
team            view            . . . + . . . . .
approvals       view            . . . + . . . . .
approvals       decide          . . . + . . . . .
figures         view            . . . + + . . . .
figures         refresh         . . . + + . . . .
target          update          . . . . + . . . .
report          list            . . . + + . . . .
report          export          . . . + + . . . .
protection      view            . . . . . + . . .
odd_pattern     list            . . . . . + . . .
odd_pattern     review          . . . . . + . . .
"""

#: Pairs of the policy that have no address yet, each with its reason.
WITHOUT_ADDRESS = {
    ("api_token", "create"): "a page of sign-in, before a role is taken on (tests/accounts/test_second_factor.py)",
    ("api_token", "end"): "the same",
    ("case", "export"): "asked inside the list of cases: without it no export is offered",
    ("person", "create"): "a person is made together with her case",
    ("office", "update"): "offices are made and switched off through their list",
    ("demand", "view"): "the list shows all there is",
    ("person_request", "view"): "the page of a case and the officer's list show all there is",
    ("report", "view"): "the page of reports shows them all",
}

#: Whose case it is, seen from the reader: which of them she may open. "team" is a case she was let into, "office" a
#: colleague's of the same office, "region" another office's of the region, "abroad" another region's.
RELATIONS = ("own", "team", "office", "region", "abroad", "restricted", "closed")
SCOPE = """
reader  own team office region abroad restricted closed
W       +   +    .      .      .      .          +
S       +   +    .      .      .      .          +
P       +   +    .      .      .      .          +
V       +   +    +      +      .      .          +
"""

#: The resources whose rows hang on a case: out of scope each of them is 404, by page and by API.
OF_CASE = """
    case person identifier family visit note document plan goal life_event grant history consent medical
    psychological education housing employment session_note safety_alert instruction service task person_request
    service_consent need_to_know implication
""".split()  # noqa: SIM905


#: What is for those in charge of a case (accounts/levels.py): a case worker who came by a grant of the team sees the
#: case, and is refused here. A resource, or one action of it.
IN_CHARGE = {
    "psychological", "safety_alert", "need_to_know", "implication", ("instruction", "create"),
    ("instruction", "update"), ("person_request", "export"),
}  # fmt: skip

#: Where the house is narrower than the grid's line: start of the address, readers, status, reason. Every entry is a
#: refusal; none opens anything.
NARROWER = (
    ("api/v1/cases/(?P<pk>[0-9]+)/closures/", "SP", "404", "why a case was closed is for those who carry it"),
    ("api/v1/medical/protected/", "SPV", "404", "for doctors and people named for it"),
    ("cases/<str:number>/support/medical/protected/", "SPV", "404", "for doctors and people named for it"),
    ("api/v1/services/", "SP", "403", "the service is medical: a specialist changes those of her own discipline"),
    ("cases/<str:number>/support/services/", "SP", "403", "the same on the pages"),
    ("api/v1/tasks/(?P<pk>[0-9]+)/undo/", "SP", "403", "somebody else completed the task"),
    ("tasks/<int:pk>/undo/", "SP", "403", "somebody else completed the task"),
    ("my-account/", "C", "403", "a machine changes no settings"),
    ("cases/<str:number>/share/", "GC", "404", "an agency has nothing to look for on the page of a case"),
    ("cases/<str:number>/requests/", "D", "404", "the data protection officer opens no page of a case"),
    ("complaints/", "G", "404", "only the Ombudsman's office reads complaints; this agency is a clinic"),
    ("api/v1/complaints/", "G", "404", "the same by program"),
    ("agreements/<int:pk>/paper/", "WVND", "404", "the planted agreement has no document"),
    ("api/v1/agreements/(?P<pk>[0-9]+)/paper/", "WVND", "404", "the planted agreement has no document"),
    ("api/v1/documents/(?P<pk>[0-9]+)/download/", "WV", "404", "the planted paper has no file"),
    ("api/v1/documents/(?P<pk>[0-9]+)/small/", "WV", "404", "the planted paper has no file"),
    ("cases/<str:number>/documents/<int:pk>/", "WV", "404", "the planted paper has no file"),
    ("cases/<str:number>/share/", "WV", "404", "an empty question names no agency"),
    ("api/v1/openings/(?P<pk>[0-9]+)/", "N", "404", "the planted opening is somebody else's"),
    ("openings/<int:pk>/", "N", "404", "the planted opening is somebody else's"),
    ("opened/<str:number>/", "N", "404", "nothing is open to her"),
    ("manifests/<int:pk>/rows/", "V", "404", "the manifest has no such row"),
)


def narrower(path: str, reader: str, status: str) -> bool:
    """True where the list says that the address refuses this reader."""
    return any(path.startswith(start) and reader in readers and status == s for start, readers, s, _why in NARROWER)


def grid() -> dict[tuple[str, str], dict[str, str]]:
    """(resource, action) → column → cell."""
    rows = [line.split() for line in GRID.strip().splitlines()[1:]]
    return {(resource, action): dict(zip(COLUMNS, cells, strict=True)) for resource, action, *cells in rows}


def scope() -> dict[str, dict[str, bool]]:
    """Column → relation → in scope."""
    rows = [line.split() for line in SCOPE.strip().splitlines()[1:]]
    return {reader: {r: c == "+" for r, c in zip(RELATIONS, cells, strict=True)} for reader, *cells in rows}
