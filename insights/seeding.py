"""A million cases in plausible spread, for ``make bench``: as the owner, by COPY and by set-based SQL.

Triggers are off while it loads (no history for invented people), so what they keep (access rows) is written here.
Everything derives from the row's number, so two runs of one size give the same world.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction

from cases.numbers import ALPHABET, _check

REGIONS, DISTRICTS = 14, 10
#: Cases for each worker; most are closed, so that about 25 are open.
PER_WORKER = 40
GRANTS_PER_WORKER = 25
FAMILY = 3.4

_SURNAMES = (
    "Yoʻldoshev", "Karimov", "Rahimov", "Toʻrayev", "Gʻofurov", "Ismoilov", "Nazarov", "Qodirov", "Xolmatov",
    "Saidov", "Tursunov", "Ergashev", "Hamidov", "Jalolov", "Mirzayev", "Normatov", "Olimov", "Poʻlatov",
    "Sharipov", "Usmonov", "Yusupov", "Zokirov", "Abdullayev", "Boboyev", "Choriyev",
)  # fmt: skip
_WOMEN = (
    "Ozoda", "Shahnoza", "Nargiza", "Xurshida", "Robiya", "Mohira", "Muhayyo", "Yulduz", "Nilufar", "Lola",
    "Kamola", "Shirin", "Umida", "Iroda", "Saodat", "Oysha", "Sumayya", "Asma", "Maryam", "Zuhra", "Fotima",
    "Amina", "Zaynab", "Madina", "Safiya", "Hafsa", "Nigora", "Durdona", "Shahlo", "Ruqiya",
)  # fmt: skip
_MEN = (
    "Ibrohim", "Bekzod", "Abdulloh", "Jasur", "Hamza", "Usmon", "Rustam", "Zafar", "Sardor", "Nodir", "Davron",
    "Yusuf", "Umar", "Otabek", "Ali", "Muhammad", "Islom",
)  # fmt: skip

Step = tuple[str, Callable[[int], None]]


def _number(serial: int) -> str:
    """A valid case number that is different for each serial: an affine walk through all 29^7 bodies."""
    space = len(ALPHABET) ** 7
    value = (serial * 7_777_777_777 + 1_234_567) % space
    signs = []
    for _ in range(7):
        value, rest = divmod(value, len(ALPHABET))
        signs.append(ALPHABET[rest])
    text = "".join(signs)
    text += _check(text)
    return f"{text[:4]}-{text[4:]}"


def _run(statement: str, *values: int | float | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def offices(cases: int) -> None:
    """Fourteen regions of ten districts, and one case worker for each forty cases."""
    workers = max(cases // PER_WORKER, 2 * REGIONS)
    _run(
        "INSERT INTO accounts_office (kind, name, names, code, region_code, is_active) "
        "SELECT 'region', 'Region ' || n, '{}', 'S' || n, 'S' || n, true FROM generate_series(1, %s) n",
        REGIONS,
    )
    _run("UPDATE accounts_office SET region_id = id WHERE code ~ '^S[0-9]+$'")
    _run(
        "INSERT INTO accounts_office (kind, name, names, code, region_code, is_active, parent_id, region_id) "
        "SELECT 'district', r.name || ' district ' || n, '{}', r.code || '-' || n, r.code, true, r.id, r.id "
        "FROM accounts_office r, generate_series(1, %s) n WHERE r.code ~ '^S[0-9]+$'",
        DISTRICTS,
    )
    _run(
        "WITH fresh AS (INSERT INTO accounts_user (email, password, is_superuser, is_active, date_joined) "
        "SELECT 'scale' || n || '@example.org', '!', false, true, now() FROM generate_series(1, %s) n "
        "RETURNING id, email), d AS (SELECT id, region_id, row_number() OVER (ORDER BY id) - 1 AS k "
        "FROM accounts_office WHERE code ~ '^S[0-9]+-') "
        "INSERT INTO accounts_profile (user_id, name, role, disciplines, office_id, region_id, language, time_zone, "
        "is_active) SELECT f.id, 'Worker ' || f.id, CASE WHEN substr(f.email, 6, strpos(f.email, '@') - 6)::int "
        "<= %s THEN 'supervisor' ELSE 'social_worker' END, '{}', d.id, d.region_id, 'en', 'Asia/Tashkent', true "
        "FROM fresh f JOIN d ON d.k = (substr(f.email, 6, strpos(f.email, '@') - 6)::int * 10 + "
        "substr(f.email, 6, strpos(f.email, '@') - 6)::int / %s) %% %s",
        workers, REGIONS, REGIONS, REGIONS * DISTRICTS,
    )  # fmt: skip


def _people(cases: int) -> Iterator[tuple[object, ...]]:
    dice = random.Random(1)
    today = date.today()
    for serial in range(cases):
        adult = serial % 4 == 0
        woman = adult or dice.random() < 0.5
        born = today - timedelta(days=dice.randint(20 * 365, 55 * 365) if adult else dice.randint(30, 17 * 365))
        surname = dice.choice(_SURNAMES) + ("a" if woman else "")
        yield (surname, dice.choice(_WOMEN if woman else _MEN), "F" if woman else "M", born, born)


def persons(cases: int) -> None:
    with connection.cursor() as cursor, cursor.copy(
        "COPY seed_person (surname, given_name, sex, birth_earliest, birth_latest) FROM STDIN"
    ) as copy:
        for row in _people(cases):
            copy.write_row(row)
    _run(
        "INSERT INTO cases_person (created_at, updated_at, surname, given_name, patronymic, name_unknown, script, sex, "
        "birth_earliest, birth_latest, birth_precision, birth_place, citizenship, languages, made_in) "
        "SELECT now(), now(), surname, given_name, '', false, 'latin', sex, birth_earliest, birth_latest, 'day', '', "
        "'UZB', '{}', 0 FROM seed_person ORDER BY n"
    )
    _run("UPDATE seed_person s SET person_id = p.first + s.n - 1 FROM (SELECT max(id) - %s + 1 AS first "
         "FROM cases_person) p", cases)


def families(cases: int) -> None:
    total = int(cases / FAMILY)
    with connection.cursor() as cursor, cursor.copy("COPY seed_family (number) FROM STDIN") as copy:
        for serial in range(total):
            copy.write_row((_number(10_000_000_000 + serial),))
    _run("INSERT INTO cases_family (created_at, updated_at, number, made_in) "
         "SELECT now(), now(), number, 0 FROM seed_family ORDER BY n")
    _run("UPDATE seed_family s SET family_id = f.first + s.n - 1 FROM (SELECT max(id) - %s + 1 AS first "
         "FROM cases_family) f", total)
    _run("INSERT INTO cases_familymember (created_at, updated_at, relation, is_caregiver, family_id, person_id) "
         "SELECT now(), now(), CASE WHEN p.n %% 4 = 1 THEN 'mother' WHEN p.sex = 'F' THEN 'daughter' ELSE 'son' END, "
         "p.n %% 4 = 1, f.family_id, p.person_id FROM seed_person p JOIN seed_family f "
         "ON f.n = 1 + ((p.n - 1) / %s)::bigint %% %s", FAMILY, total)


def cases_(cases: int) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY seed_number (number) FROM STDIN") as copy:
        for serial in range(cases):
            copy.write_row((_number(serial),))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE seed_person, seed_family, seed_number")
        cursor.execute("SELECT count(*) FROM accounts_profile WHERE role = 'social_worker' AND name LIKE 'Worker %'")
        workers = cursor.fetchone()[0]
    _run(
        "WITH w AS MATERIALIZED (SELECT user_id, office_id, region_id, "
        "row_number() OVER (ORDER BY user_id) - 1 AS k FROM accounts_profile "
        "WHERE role = 'social_worker' AND name LIKE 'Worker %%') "
        "INSERT INTO cases_case (created_at, updated_at, number, person_id, family_id, office_id, region_id, "
        "worker_id, status, risk, restricted, unaccompanied, historic, on_hold_reason, destination_region, "
        "destination_district, arrived_on, arrival_presence, next_due_at, last_visit_on, closed_at) "
        "SELECT now() - interval '900 days' + p.n * interval '70 seconds', now() - ((p.n * 7919) %% 31536000) * "
        "interval '1 second', s.number, p.person_id, f.family_id, w.office_id, w.region_id, w.user_id, "
        "CASE WHEN p.n %% 8 < 3 THEN 'closed' WHEN p.n %% 8 = 3 THEN 'assessment' WHEN p.n %% 8 = 4 THEN 'plan' "
        "ELSE 'implementation' END, (ARRAY['low','low','medium','medium','high'])[1 + p.n %% 5], p.n %% 500 = 0, "
        "p.n %% 97 = 0, false, '', '', '', current_date - 400, 'present', "
        "current_date - 20 + (p.n %% 60)::int, current_date - (p.n %% 45)::int, "
        "CASE WHEN p.n %% 8 < 3 THEN now() - (p.n %% 700) * interval '1 day' END "
        "FROM seed_person p JOIN seed_number s USING (n) "
        "JOIN seed_family f ON f.n = 1 + ((p.n - 1) / %s)::bigint %% %s JOIN w ON w.k = f.n %% %s ORDER BY p.n",
        FAMILY, int(cases / FAMILY), workers,
    )  # fmt: skip


def access(cases: int) -> None:
    """The workers' own access, and 25 grants for every twentieth worker."""
    _run("INSERT INTO cases_caseaccess (user_id, case_id, purpose) SELECT worker_id, id, 'worker' FROM cases_case c "
         "WHERE worker_id IS NOT NULL AND NOT EXISTS ("
         "SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.grant_id IS NULL)")
    _run(
        "WITH w AS (SELECT user_id, row_number() OVER (ORDER BY user_id) AS k FROM accounts_profile "
        "WHERE role = 'social_worker' AND name LIKE 'Worker %%'), fresh AS ("
        "INSERT INTO cases_casegrant (permission_id, user_id, content_object_id, purpose, reason, given_by_id, "
        "created_at, until) SELECT (SELECT id FROM auth_permission WHERE codename = 'view_case'), w.user_id, c.id, "
        "'cover', 'scale', w.user_id, now(), now() + interval '30 days' FROM w CROSS JOIN generate_series(1, %s) g "
        "JOIN cases_case c ON c.id = (SELECT min(id) FROM cases_case) + (w.k * 7919 + g * 104729) %% %s "
        "WHERE w.k %% 20 = 0 RETURNING id, user_id, content_object_id, until) "
        "INSERT INTO cases_caseaccess (user_id, case_id, purpose, until, grant_id) "
        "SELECT user_id, content_object_id, 'cover', until, id FROM fresh",
        GRANTS_PER_WORKER, cases,
    )  # fmt: skip


def tokens(cases: int) -> None:
    from cases import names

    spellings = {name: names.tokens(name) for name in {*_WOMEN, *_MEN, *_SURNAMES, *(s + "a" for s in _SURNAMES)}}
    _run("CREATE TEMP TABLE seed_token (name text, token text)")
    with connection.cursor() as cursor, cursor.copy("COPY seed_token FROM STDIN") as copy:
        for name, found in spellings.items():
            for token in found:
                copy.write_row((name, token))
    _run("INSERT INTO cases_nametoken (person_id, token, region_id, restricted) "
         "SELECT DISTINCT p.person_id, t.token, c.region_id, c.restricted "
         "FROM seed_person p JOIN cases_case c ON c.person_id = p.person_id "
         "JOIN seed_token t ON t.name IN (p.surname, p.given_name)")


def timeline(cases: int) -> None:
    _run("INSERT INTO cases_timelineentry (case_id, at, recorded_at, kind, audience, author_id, details) "
         "SELECT c.id, c.created_at + g * interval '9 days', now(), "
         "(ARRAY['case_opened','status_changed','risk_set'])[g], "
         "(ARRAY['core','core','carriers'])[g], c.worker_id, '{}' FROM cases_case c CROSS JOIN generate_series(1, 3) g")


#: What stands in each case, by its status: code, kind, share of the cases, state, days after registration.
_TASKS = """
WITH spec (code, kind, risk, who, state, period, due) AS (VALUES
  ('first_response', 'first_response', true, 'c.status <> closed', 'done', 1, 7),
  ('assessment', 'assessment', true, 'c.status <> closed', 'done', 1, 14),
  ('identity', 'document', false, 'c.status <> closed', 'done', 1, 90),
  ('vaccination', 'vaccination', false, 'child', 'done', 1, 90),
  ('birth_certificate', 'document', false, 'child', 'done', 1, 60),
  ('plan', 'plan', true, 'planned', 'done', 1, 28),
  ('plan', 'plan', true, 'planning', 'open', 1, 28),
  ('plan_review', 'plan_review', true, 'planned', 'open', 1, 120),
  ('closure_check', 'closure_check', false, 'closed', 'open', 1, 90)
)
INSERT INTO tasks_task (created_at, updated_at, case_id, kind, title, rule_id, rule_version, code, period, counts_from,
  due_on, first_due_on, region_id, assignee_id, handed_over, priority, state, reason_code, reason, outcome,
  outcome_note, done_on, done_by_id, entered_at, extension_reason, extension_answer)
SELECT c.created_at, c.created_at, c.id, s.kind, '', r.id, r.version, s.code, s.period,
  CASE WHEN s.state = 'done' THEN d.opened ELSE d.day - r.first_due END,
  CASE WHEN s.state = 'done' THEN d.opened + s.due ELSE d.day END,
  CASE WHEN s.state = 'done' THEN d.opened + s.due ELSE d.day END,
  c.region_id, c.worker_id, false, r.priority, s.state, '', '', CASE WHEN s.state = 'done' THEN 'done' ELSE '' END, '',
  CASE WHEN s.state = 'done' THEN d.opened + s.due - (c.id %% 5)::int END,
  CASE WHEN s.state = 'done' THEN c.worker_id END, CASE WHEN s.state = 'done' THEN c.created_at + interval '3 days' END,
  '', ''
FROM cases_case c
JOIN cases_person p ON p.id = c.person_id
CROSS JOIN spec s
CROSS JOIN LATERAL (SELECT current_date - 10 + (c.id %% 90)::int AS day,
  (c.created_at AT TIME ZONE 'Asia/Tashkent')::date AS opened) d
JOIN tasks_taskrule r ON r.code = s.code AND r.risk = CASE WHEN s.risk THEN c.risk ELSE 'any' END
WHERE CASE s.who
  WHEN 'closed' THEN c.status = 'closed'
  WHEN 'child' THEN c.status <> 'closed' AND p.birth_latest > current_date - interval '18 years'
  WHEN 'planning' THEN c.status = 'plan'
  WHEN 'planned' THEN c.status = 'implementation'
  ELSE c.status <> 'closed' END
"""
_VISITS = """
WITH lead AS (
  SELECT DISTINCT ON (c.family_id) c.family_id, c.id, c.region_id, c.worker_id, min(c.created_at) OVER w AS opened,
    max(CASE c.risk WHEN 'low' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END) OVER w AS risk,
    max(c.last_visit_on) OVER w AS seen
  FROM cases_case c WHERE c.family_id IS NOT NULL AND c.status <> 'closed'
  WINDOW w AS (PARTITION BY c.family_id) ORDER BY c.family_id, c.id
)
INSERT INTO tasks_task (created_at, updated_at, case_id, family_id, kind, title, rule_id, rule_version, code, period,
  counts_from, due_on, first_due_on, region_id, assignee_id, handed_over, priority, state, reason_code, reason, outcome,
  outcome_note, done_on, done_by_id, entered_at, extension_reason, extension_answer)
SELECT l.opened, l.opened, l.id, l.family_id, 'visit', '', r.id, r.version, 'visit', g,
  CASE WHEN g = 3 THEN l.seen ELSE l.seen - 30 * (3 - g) END, v.due, v.due, l.region_id, l.worker_id, false, r.priority,
  CASE WHEN g = 3 THEN 'open' ELSE 'done' END, '', '', CASE WHEN g = 3 THEN '' ELSE 'recorded' END, '',
  CASE WHEN g < 3 THEN l.seen - 30 * (2 - g) END, CASE WHEN g < 3 THEN l.worker_id END,
  CASE WHEN g < 3 THEN now() END, '', ''
FROM lead l CROSS JOIN generate_series(1, 3) g
JOIN tasks_taskrule r ON r.code = 'visit' AND r.risk = (ARRAY['low', 'medium', 'high'])[l.risk]
CROSS JOIN LATERAL (SELECT (CASE WHEN g = 3 THEN l.seen ELSE l.seen - 30 * (3 - g) END
  + make_interval(weeks => CASE r.first_unit WHEN 'weeks' THEN r.first_due::int ELSE 0 END,
                  months => CASE r.first_unit WHEN 'months' THEN r.first_due::int ELSE 0 END))::date AS due) v
"""


@contextmanager
def _bare(table: str) -> Iterator[None]:
    """Take foreign keys and plain indexes away while a table is filled: checked and built at once, they cost a
    tenth of what they cost row by row."""
    with connection.cursor() as cursor:
        # What was deferred until now is checked, or ALTER TABLE would refuse.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype = 'f'", [table],
        )  # fmt: skip
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary", [table],
        )  # fmt: skip
        indexes = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def tasks(cases: int) -> None:
    """About five for each case: what is done, the next of each rule, three rounds of visits for each family."""
    with _bare("tasks_task"):
        _run(_TASKS)
        _run(_VISITS)
    _run("ANALYZE tasks_task")
    _run(
        "UPDATE cases_case c SET next_due_at = d.day FROM (SELECT id, min(due_on) AS day FROM ("
        "SELECT case_id AS id, due_on FROM tasks_task WHERE family_id IS NULL AND state = 'open' UNION ALL "
        "SELECT c.id, t.due_on FROM cases_case c JOIN tasks_task t USING (family_id) WHERE t.state = 'open') a "
        "GROUP BY 1) d WHERE d.id = c.id"
    )


#: Rooms on the left; sharing adds its own.
STEPS: list[Step] = [
    ("offices and workers", offices),
    ("persons", persons),
    ("families", families),
    ("cases", cases_),
    ("access and grants", access),
    ("name tokens", tokens),
    ("timeline", timeline),
    ("tasks", tasks),
]
_TABLES = (
    "cases_case", "cases_person", "cases_family", "cases_familymember", "cases_casegrant", "accounts_office",
    "accounts_profile", "tasks_task",
)  # fmt: skip


@transaction.atomic
def seed(cases: int, *, say: Callable[[str], None]) -> None:
    """Fill an empty database. Raises RuntimeError where cases stand already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT 1 FROM cases_case LIMIT 100000) c")
        if cursor.fetchone()[0] > 10_000:
            raise RuntimeError("this database holds many cases already")
        for name in ("seed_person", "seed_family", "seed_number"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(
            "CREATE TEMP TABLE seed_person (n bigserial PRIMARY KEY, surname text, given_name text, sex text, "
            "birth_earliest date, birth_latest date, person_id bigint);"
            "CREATE TEMP TABLE seed_family (n bigserial PRIMARY KEY, number text, family_id bigint);"
            "CREATE TEMP TABLE seed_number (n bigserial PRIMARY KEY, number text)"
        )
        for table in _TABLES:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    for label, step in STEPS:
        say(label)
        step(cases)
    with connection.cursor() as cursor:
        # Deferred foreign keys are checked now, or ALTER TABLE would refuse.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
