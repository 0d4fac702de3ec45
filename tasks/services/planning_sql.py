"""The statements of planning (tasks/services/planning.py). Parameters: ids, today, zone, retry.

``plan_member`` are the cases in question with the open ones of their families (keys in ``plan_wanted``);
``plan_subject`` is what a rule speaks of: a case by itself, or a family by its lead case, at the highest risk of its
members; ``plan_task`` are their tasks. They are temporary tables of the session, filled once and emptied at the
end of the transaction, because the planner of PostgreSQL knows the size of a table and guesses that of a subquery. A
case without a triage runs on the high-risk clock. The ``key`` of a subject is minus the family's number, or the case's.
"""

from __future__ import annotations

TABLES = """
CREATE TEMP TABLE IF NOT EXISTS plan_wanted (id bigint) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS plan_member (id bigint, person_id bigint, family_id bigint, worker_id bigint,
  region_id bigint, historic boolean, risk smallint, opened_on date, last_visit_on date, running boolean,
  closed boolean, on_hold_until date, on_hold boolean, closed_on date, plan_on date, reviewed_on date, paused_on date,
  offer_on date, lost_on date, reassess_on date, child boolean, refused text[], refuses boolean) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS plan_subject (key bigint, case_id bigint, family_id bigint, worker_id bigint,
  region_id bigint, historic boolean, running boolean, closed boolean, on_hold boolean, on_hold_until date, risk text,
  opened_on date, closed_on date, plan_on date, reviewed_on date, paused_on date, offer_on date, lost_on date,
  reassess_on date, child boolean, person_id bigint, single boolean, last_visit_on date,
  refused text[]) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS plan_task (key bigint, id bigint, case_id bigint, family_id bigint, kind text,
  code text, period int, counts_from date, due_on date, first_due_on date, state text, reason_code text,
  rule_id bigint, rule_version int, region_id bigint, assignee_id bigint, handed_over boolean, done_on date,
  outcome text, service text, owed boolean) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS plan_change (id bigint, day date, why text, rule_id bigint, rule_version int,
  priority int, due_on date, first_due_on date, held boolean, released boolean, case_id bigint, region_id bigint,
  assignee_id bigint, handed_over boolean) ON COMMIT DELETE ROWS;
TRUNCATE plan_wanted, plan_member, plan_subject, plan_task, plan_change;
SET LOCAL random_page_cost = 1.1;
-- A merge would walk an index from its beginning for every chunk.
SET LOCAL enable_mergejoin = off
"""
#: A small sample tells the sizes, and that is what matters.
ANALYZE_WANTED = "SET LOCAL default_statistics_target = 10; ANALYZE plan_wanted"
ANALYZE = "ANALYZE plan_member, plan_subject, plan_task"

WANTED = """
INSERT INTO plan_wanted (id)
SELECT c.id FROM unnest(%(ids)s::bigint[]) AS given (id) JOIN cases_case c USING (id)
UNION
SELECT c.id FROM unnest(%(ids)s::bigint[]) AS given (id)
JOIN cases_case o USING (id) JOIN cases_case c ON c.family_id = o.family_id AND c.status <> 'closed'
"""

MEMBERS = """
WITH plan AS (
  SELECT p.case_id, max((p.approved_at AT TIME ZONE %(zone)s)::date) AS plan_on,
    max((p.reviewed_at AT TIME ZONE %(zone)s)::date) AS reviewed_on
  FROM cases_plan p JOIN plan_wanted w ON w.id = p.case_id WHERE p.status IN ('approved', 'reviewed') GROUP BY 1
),
event AS (
  -- Clocks start when the event is told, which may be long after it happened.
  SELECT e.case_id, max(e.happened_on) FILTER (WHERE e.effect IN ('pause', 'trace')) AS paused_on,
    max((e.created_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE e.effect = 'pause') AS offer_on,
    max((e.created_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE e.effect = 'trace') AS lost_on,
    max((e.created_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE e.effect = 'reassess') AS reassess_on,
    bool_or(e.effect = 'end_all') AS ended
  FROM cases_lifeevent e JOIN plan_wanted w ON w.id = e.case_id GROUP BY 1
),
reopening AS (
  SELECT o.case_id, max((o.reopened_at AT TIME ZONE %(zone)s)::date) AS reopened_on
  FROM cases_closure o JOIN plan_wanted w ON w.id = o.case_id WHERE o.reopened_at IS NOT NULL GROUP BY 1
),
plain AS (
  SELECT c.id, c.person_id, c.family_id, c.worker_id, c.region_id, c.historic, c.status, c.last_visit_on,
    c.on_hold_until, c.unaccompanied, c.refused::text[] AS refused,
    p.birth_latest, (c.closed_at AT TIME ZONE %(zone)s)::date AS closed_on,
    CASE c.risk WHEN 'low' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END AS risk,
    p.died_on IS NOT NULL OR coalesce(e.ended, false) AS ended,
    greatest((c.created_at AT TIME ZONE %(zone)s)::date, r.reopened_on) AS opened_on,
    l.plan_on, l.reviewed_on, e.paused_on, e.offer_on, e.lost_on, e.reassess_on
  FROM plan_wanted w
  JOIN cases_case c ON c.id = w.id
  JOIN cases_person p ON p.id = c.person_id
  LEFT JOIN plan l ON l.case_id = c.id
  LEFT JOIN event e ON e.case_id = c.id
  LEFT JOIN reopening r ON r.case_id = c.id
)
INSERT INTO plan_member (id, person_id, family_id, worker_id, region_id, historic, risk, opened_on, last_visit_on,
  running, closed, on_hold_until, on_hold, closed_on, plan_on, reviewed_on, paused_on, offer_on, lost_on, reassess_on,
  child, refused, refuses)
SELECT c.id, c.person_id, c.family_id, c.worker_id, c.region_id, c.historic, c.risk, c.opened_on, c.last_visit_on,
  c.status <> 'closed' AND NOT c.ended AND NOT 'casework' = ANY (c.refused), c.status = 'closed', c.on_hold_until,
  coalesce(c.on_hold_until >= %(today)s, false),
  CASE WHEN NOT c.ended THEN c.closed_on END,
  CASE WHEN c.plan_on >= c.opened_on THEN c.plan_on END, c.reviewed_on,
  CASE WHEN p.paused THEN c.paused_on END, CASE WHEN p.paused THEN c.offer_on END,
  CASE WHEN p.paused THEN c.lost_on END,
  CASE WHEN c.reassess_on >= c.opened_on THEN c.reassess_on END,
  coalesce(c.birth_latest > %(today)s - interval '18 years', c.unaccompanied),
  c.refused, c.status <> 'closed' AND NOT c.ended AND 'casework' = ANY (c.refused)
FROM plain c, LATERAL (
  -- A visit ends a pause.
  SELECT c.paused_on IS NOT NULL AND greatest(c.offer_on, c.lost_on) >= c.opened_on
    AND coalesce(c.last_visit_on, '-infinity'::date) <= c.paused_on AS paused) p
"""

SUBJECTS = """
WITH lead AS (
  SELECT DISTINCT ON (m.family_id) m.family_id, m.id, m.worker_id, m.region_id
  FROM plan_member m
  LEFT JOIN cases_familymember f ON f.person_id = m.person_id AND f.left_on IS NULL
  WHERE m.family_id IS NOT NULL AND m.running
  ORDER BY m.family_id, m.worker_id IS NULL, NOT coalesce(f.is_caregiver, false), m.id
),
found AS (
  SELECT m.id AS key, m.id AS case_id, NULL::bigint AS family_id, m.worker_id, m.region_id, m.historic, m.running,
    m.closed, m.on_hold, m.on_hold_until, m.risk, m.opened_on, m.closed_on, m.plan_on, m.reviewed_on, m.paused_on,
    m.offer_on, m.lost_on, m.reassess_on, m.child, m.person_id, m.family_id IS NULL AS single, m.last_visit_on,
    m.refused
  FROM plan_member m
  UNION ALL
  SELECT -l.family_id, l.id, l.family_id, l.worker_id, l.region_id, bool_or(m.historic), true, false,
    bool_and(m.on_hold), min(m.on_hold_until), max(m.risk), min(m.opened_on), NULL, NULL, NULL,
    CASE WHEN bool_and(m.paused_on IS NOT NULL) THEN max(m.paused_on) END, NULL, NULL, NULL, false, NULL, true,
    max(m.last_visit_on), NULL::text[]
  FROM lead l JOIN plan_member m ON m.family_id = l.family_id AND m.running
  GROUP BY l.id, l.family_id, l.worker_id, l.region_id
)
INSERT INTO plan_subject (key, case_id, family_id, worker_id, region_id, historic, running, closed, on_hold,
  on_hold_until, risk, opened_on, closed_on, plan_on, reviewed_on, paused_on, offer_on, lost_on, reassess_on, child,
  person_id, single, last_visit_on, refused)
SELECT key, case_id, family_id, worker_id, region_id, historic, running, closed, on_hold, on_hold_until,
  CASE risk WHEN 1 THEN 'low' WHEN 2 THEN 'medium' ELSE 'high' END, opened_on, closed_on, plan_on, reviewed_on,
  paused_on, offer_on, lost_on, reassess_on, child, person_id, single, last_visit_on, refused
FROM found
"""

_COLUMNS = (
    "t.id, t.case_id, t.family_id, t.kind, t.code, t.period, t.counts_from, t.due_on, t.first_due_on, t.state, "
    "t.reason_code, t.rule_id, t.rule_version, t.region_id, t.assignee_id, t.handed_over, t.done_on, t.outcome, "
    "t.service, t.code = '' AND t.created_by_id IS NULL"
)
_ACTIVE = "t.state IN ('open', 'postponed')"
_FAMILIES = "(SELECT DISTINCT family_id FROM plan_member WHERE family_id IS NOT NULL)"
TASKS = f"""
INSERT INTO plan_task (key, id, case_id, family_id, kind, code, period, counts_from, due_on, first_due_on, state,
  reason_code, rule_id, rule_version, region_id, assignee_id, handed_over, done_on, outcome, service, owed)
SELECT t.case_id, {_COLUMNS} FROM plan_member m JOIN tasks_task t ON t.case_id = m.id WHERE t.family_id IS NULL
UNION ALL
SELECT -t.family_id, {_COLUMNS} FROM {_FAMILIES} m JOIN tasks_task t ON t.family_id = m.family_id
"""

#: She changed her mind: what her refusal stopped goes on, with the days that were left then.
RESUME = """
INSERT INTO plan_change (id)
SELECT t.id FROM plan_task t JOIN plan_member m ON m.id = t.case_id
LEFT JOIN (SELECT family_id, bool_or(running) AS running FROM plan_member GROUP BY 1) h ON h.family_id = t.family_id
WHERE t.state = 'cancelled' AND t.reason_code = 'refused' AND NOT m.closed
  AND CASE WHEN t.family_id IS NULL THEN NOT m.refuses AND NOT t.service = ANY (m.refused) ELSE h.running END
  AND NOT EXISTS (SELECT 1 FROM plan_task o WHERE t.code <> '' AND o.code = t.code AND o.key = t.key AND o.id <> t.id
    AND (o.state IN ('open', 'postponed') OR o.period > t.period))
"""
RESUME_APPLY = """
UPDATE tasks_task t SET state = 'open', reason_code = '', updated_at = now(), escalated_at = NULL,
  escalated_to_id = NULL, due_on = greatest(t.due_on + w.away, w.today),
  first_due_on = greatest(t.first_due_on + w.away, w.today)
FROM plan_change c JOIN tasks_task g ON g.id = c.id,
LATERAL (SELECT %(today)s::date AS today,
  greatest(%(today)s::date - (g.updated_at AT TIME ZONE %(zone)s)::date, 0) AS away) w
WHERE c.id = t.id
"""
RESUME_NOTE = """
UPDATE plan_task t SET state = 'open', reason_code = '', due_on = k.due_on, first_due_on = k.first_due_on
FROM plan_change c JOIN tasks_task k ON k.id = c.id WHERE c.id = t.id
"""

#: The case itself shows that the work was done, whoever forgot the task. The day is the day of the work.
SETTLE = f"""
WITH paper AS (
  SELECT i.person_id, CASE i.kind WHEN 'birth_certificate' THEN 'birth_certificate' ELSE 'identity' END AS code,
    min((i.created_at AT TIME ZONE %(zone)s)::date) AS since
  FROM cases_identifier i JOIN plan_member m ON m.person_id = i.person_id
  WHERE i.kind IN ('birth_certificate', 'pinfl', 'id_card', 'passport', 'iin') GROUP BY 1, 2
),
shown AS (
  SELECT t.id, t.kind, t.period, t.counts_from, CASE
    WHEN t.kind IN ('visit', 'first_response', 'trace') THEN s.last_visit_on
    -- One that lies far before the asked month is another visit.
    WHEN t.kind = 'reunification_visit' AND s.last_visit_on >= t.due_on - 14 THEN s.last_visit_on
    WHEN t.kind = 'plan' THEN s.plan_on
    WHEN t.kind = 'plan_review' THEN greatest(s.reviewed_on, s.plan_on)
    WHEN t.kind = 'assessment' THEN s.plan_on
    WHEN t.kind = 'document' THEN p.since
  END AS day
  FROM plan_task t
  JOIN plan_subject s ON s.key = t.key
  LEFT JOIN paper p ON p.person_id = s.person_id AND p.code = t.code
  WHERE t.code <> '' AND {_ACTIVE}
)
INSERT INTO plan_change (id, day)
SELECT w.id, w.day FROM shown w WHERE w.day > w.counts_from
  -- On the day on which the clock started a visit counts, unless that very visit started it.
  OR w.day = w.counts_from AND w.kind <> 'plan_review' AND (w.period = 1 OR w.kind = 'document')
"""
SETTLE_APPLY = """
UPDATE tasks_task t SET state = 'done', outcome = 'recorded', done_on = c.day, entered_at = now(), updated_at = now(),
  extension_until = NULL
FROM plan_change c WHERE c.id = t.id
"""

#: Tasks whose reason is gone.
END = f"""
WITH household AS (
  SELECT family_id, bool_or(running) AS running, bool_or(running AND paused_on IS NULL) AS visited,
    bool_or(refuses) AS refuses
  FROM plan_member WHERE family_id IS NOT NULL GROUP BY 1
),
ended AS (
  SELECT t.id, CASE
    WHEN t.family_id IS NULL AND m.closed AND t.kind <> 'closure_check' THEN 'case_closed'
    WHEN t.family_id IS NULL AND NOT m.closed AND t.kind = 'closure_check' THEN 'case_reopened'
    -- A danger is seen to, and what the house owes is done, whatever was refused.
    WHEN t.family_id IS NULL AND m.refuses AND (t.kind = 'safety' OR t.owed) THEN NULL
    WHEN t.family_id IS NULL AND (m.refuses OR t.service = ANY (m.refused) AND NOT t.owed) THEN 'refused'
    WHEN NOT h.running AND h.refuses THEN CASE WHEN t.kind <> 'safety' AND NOT t.owed THEN 'refused' END
    WHEN t.family_id IS NULL AND NOT m.closed AND NOT m.running THEN 'life_event'
    WHEN t.family_id IS NULL AND m.family_id IS NOT NULL AND r.per_family THEN 'family'
    WHEN t.family_id IS NULL AND m.paused_on IS NOT NULL AND t.kind IN ('visit', 'reunification_visit')
      THEN 'life_event'
    WHEN t.kind = 'offer' AND m.offer_on IS NULL THEN 'undone'
    WHEN NOT h.running THEN 'case_closed'
    WHEN NOT h.visited AND t.kind IN ('visit', 'reunification_visit') THEN 'life_event'
  END AS why
  FROM plan_task t
  LEFT JOIN plan_member m ON m.id = t.case_id
  LEFT JOIN household h ON h.family_id = t.family_id
  LEFT JOIN tasks_taskrule r ON r.id = t.rule_id
  WHERE {_ACTIVE}
)
INSERT INTO plan_change (id, why) SELECT id, why FROM ended WHERE why IS NOT NULL
"""
END_APPLY = """
UPDATE tasks_task t SET state = 'cancelled', reason_code = c.why, updated_at = now()
FROM plan_change c WHERE c.id = t.id
"""
#: The same in the temporary table, so that what follows sees it.
SETTLE_NOTE = """
UPDATE plan_task t SET state = 'done', outcome = 'recorded', done_on = c.day FROM plan_change c WHERE c.id = t.id
"""
END_NOTE = "UPDATE plan_task t SET state = 'cancelled' FROM plan_change c WHERE c.id = t.id"
EMPTY = "TRUNCATE plan_change"

_STEP = """make_interval(
  hours => CASE {unit} WHEN 'hours' THEN {amount}::int ELSE 0 END,
  days => CASE {unit} WHEN 'days' THEN {amount}::int ELSE 0 END,
  weeks => CASE {unit} WHEN 'weeks' THEN {amount}::int ELSE 0 END,
  months => CASE {unit} WHEN 'months' THEN {amount}::int ELSE 0 END)"""
_FIRST = _STEP.format(unit="r.first_unit", amount="r.first_due")
_AGAIN = _STEP.format(unit="r.repeat_unit", amount="r.repeat_every")

#: A change of risk, or of the rule, recomputes the open due dates; a hold moves them behind its end. Nobody becomes
#: late by it: a day that would lie in the past is today, unless the task was overdue before. A granted extension is
#: only ever shortened.
MOVE = f"""
WITH matched AS (
  SELECT t.id, r.id AS rule_id, r.version, r.priority, s.on_hold_until,
    (t.rule_id, t.rule_version) IS DISTINCT FROM (r.id, r.version) AS changed,
    t.due_on AS due_before, t.first_due_on AS first_before, t.state AS state_before,
    t.reason_code = 'on_hold' AND NOT s.on_hold AND t.due_on > %(today)s AS released,
    s.on_hold AND t.due_on < s.on_hold_until AS held,
    (t.counts_from + CASE WHEN r.repeat_every IS NOT NULL AND t.period > 1 AND t.counts_from > s.opened_on
      THEN {_AGAIN} ELSE {_FIRST} END)::date AS due
  FROM plan_task t
  JOIN plan_subject s ON s.key = t.key
  JOIN tasks_taskrule r ON r.code = t.code AND r.risk IN ('any', s.risk)
  WHERE t.code <> '' AND {_ACTIVE}
),
moved AS (
  SELECT *,
    CASE
      WHEN held THEN on_hold_until
      WHEN released THEN greatest(due, %(today)s)
      WHEN NOT changed THEN first_before
      ELSE greatest(due, least(due_before, %(today)s))
    END AS first_due_on,
    CASE
      WHEN held THEN on_hold_until
      WHEN released THEN greatest(due, %(today)s)
      WHEN NOT changed THEN due_before
      WHEN state_before = 'postponed' THEN least(due_before, greatest(due, %(today)s))
      ELSE greatest(due, least(due_before, %(today)s))
    END AS due_on
  FROM matched WHERE changed OR held OR released
)
INSERT INTO plan_change (id, rule_id, rule_version, priority, due_on, first_due_on, held, released)
SELECT id, rule_id, version, priority, due_on, first_due_on, held, released FROM moved
"""
MOVE_APPLY = """
UPDATE tasks_task t SET rule_id = c.rule_id, rule_version = c.rule_version, priority = c.priority, due_on = c.due_on,
  first_due_on = c.first_due_on, updated_at = now(),
  state = CASE WHEN c.held THEN 'postponed' WHEN c.released THEN 'open' ELSE t.state END,
  reason_code = CASE WHEN c.held THEN 'on_hold' WHEN c.released THEN '' ELSE t.reason_code END
FROM plan_change c WHERE c.id = t.id
"""

#: Open tasks go with their case: its lead, region and worker. What was handed to a colleague by hand stays with her
#: as long as the case stays in the region.
FOLLOW = f"""
WITH followed AS (
  SELECT t.id, s.case_id, s.region_id,
    CASE WHEN t.handed_over AND t.region_id = s.region_id AND tasks_sees(t.assignee_id, t.case_id)
      THEN t.assignee_id ELSE s.worker_id END AS assignee_id,
    t.handed_over AND t.region_id = s.region_id AS handed_over,
    t.case_id AS case_before, t.region_id AS region_before, t.assignee_id AS assignee_before
  FROM plan_task t JOIN plan_subject s ON s.key = t.key
  WHERE {_ACTIVE}
)
INSERT INTO plan_change (id, case_id, region_id, assignee_id, handed_over)
SELECT id, case_id, region_id, assignee_id, handed_over FROM followed
WHERE (case_id, region_id, assignee_id) IS DISTINCT FROM (case_before, region_before, assignee_before)
"""
FOLLOW_APPLY = """
UPDATE tasks_task t SET case_id = c.case_id, region_id = c.region_id, assignee_id = c.assignee_id,
  handed_over = c.handed_over, updated_at = now()
FROM plan_change c WHERE c.id = t.id
"""

#: The next round of each rule where none runs. The clock starts with the rule's event and never before registration;
#: a repeated one goes on from the day on which the last was done. Where nobody was met, the next try is soon.
ADD = f"""
WITH known AS MATERIALIZED (
  SELECT code, key, max(period) AS period, bool_or(state IN ('open', 'postponed')) AS running,
    max(counts_from) AS counts_from, max(done_on) FILTER (WHERE state = 'done') AS last_on,
    max(done_on) FILTER (WHERE state = 'done' AND outcome <> 'nobody_met') AS reached_on
  FROM plan_task WHERE code <> '' GROUP BY 1, 2
),
papers AS MATERIALIZED (
  SELECT i.person_id, bool_or(i.kind = 'birth_certificate') AS birth,
    bool_or(i.kind IN ('pinfl', 'id_card', 'passport', 'iin')) AS identity
  FROM cases_identifier i JOIN plan_member m ON m.person_id = i.person_id GROUP BY 1
),
rule AS MATERIALIZED (
  SELECT r.*, v.level FROM tasks_taskrule r
  JOIN (VALUES ('low'), ('medium'), ('high')) AS v (level) ON r.risk IN ('any', v.level) WHERE r.is_active
),
assessed AS (SELECT key, reached_on FROM known WHERE code = 'assessment' AND reached_on IS NOT NULL),
planned AS (SELECT key, reached_on FROM known WHERE code = 'plan' AND reached_on IS NOT NULL),
due AS (
  SELECT s.*, r.id AS rule_id, r.version, r.code, r.kind, r.priority, k.period, k.running AS has_open, k.counts_from,
    k.last_on, k.reached_on, r.repeat_every IS NOT NULL AS repeats, {_FIRST} AS first_step,
    CASE WHEN r.repeat_every IS NOT NULL THEN {_AGAIN} END AS again_step,
    CASE r.starts
      WHEN 'registration' THEN greatest(s.opened_on, CASE r.kind WHEN 'assessment' THEN s.reassess_on END)
      WHEN 'assessment' THEN CASE WHEN a.reached_on >= s.opened_on THEN greatest(a.reached_on, s.opened_on) END
      WHEN 'plan' THEN coalesce(s.plan_on, CASE WHEN p.reached_on >= s.opened_on THEN p.reached_on END)
      WHEN 'closure' THEN CASE WHEN s.closed THEN s.closed_on END
      WHEN 'lost_contact' THEN s.lost_on
      WHEN 'pause' THEN s.offer_on
    END AS anchor
  FROM plan_subject s
  JOIN rule r ON r.level = s.risk AND (r.per_family AND s.single OR NOT r.per_family AND s.family_id IS NULL)
    AND (r.historic = 'also' OR s.historic = (r.historic = 'only'))
    AND (s.running OR r.starts = 'closure')
  LEFT JOIN known k ON k.code = r.code AND k.key = s.key
  LEFT JOIN assessed a ON a.key = s.key AND r.starts = 'assessment'
  LEFT JOIN planned p ON p.key = s.key AND r.starts = 'plan'
  LEFT JOIN papers d ON d.person_id = s.person_id
  WHERE NOT s.on_hold AND NOT coalesce(k.running, false) AND CASE r.applies_to
    WHEN 'children' THEN s.child
    WHEN 'no_birth_certificate' THEN s.child AND NOT coalesce(d.birth, false)
    WHEN 'no_identity' THEN s.person_id IS NOT NULL AND NOT coalesce(d.identity, false)
    ELSE true END
    AND NOT coalesce(r.kind = 'vaccination' AND 'medical' = ANY (s.refused), false)
    AND NOT (r.kind IN ('visit', 'reunification_visit') AND s.paused_on IS NOT NULL)
    AND NOT (r.kind IN ('assessment', 'plan') AND s.plan_on IS NOT NULL
             AND s.plan_on >= coalesce(s.reassess_on, '-infinity'::date))
),
fresh AS (
  SELECT d.*, d.last_on IS NOT NULL AND d.last_on > coalesce(d.reached_on, '-infinity'::date)
    AND d.last_on >= d.anchor AS missed,
    greatest(d.anchor, CASE WHEN d.repeats THEN d.reached_on END, CASE WHEN d.kind = 'visit' THEN d.last_visit_on END)
      AS base
  FROM due d
  WHERE d.anchor IS NOT NULL
),
dated AS (
  SELECT f.*,
    (f.base + CASE WHEN f.repeats AND f.base > f.anchor THEN f.again_step ELSE f.first_step END)::date AS whole
  FROM fresh f
  WHERE f.repeats OR f.missed OR f.counts_from IS NULL OR f.counts_from < f.anchor
),
timed AS (
  SELECT d.*, CASE WHEN d.missed
    THEN greatest(d.last_on + 1, least(d.whole, d.last_on + %(retry)s)) ELSE d.whole END AS due_day
  FROM dated d
)
INSERT INTO tasks_task (case_id, family_id, kind, title, rule_id, rule_version, code, period, counts_from, due_on,
  first_due_on, region_id, assignee_id, handed_over, priority, state, reason_code, reason, outcome, outcome_note,
  extension_reason, extension_answer, service, created_at, updated_at)
SELECT t.case_id, t.family_id, t.kind, '', t.rule_id, t.version, t.code, coalesce(t.period, 0) + 1, t.base, t.due_day,
  t.due_day, t.region_id, t.worker_id, false, t.priority, 'open', '', '', '', '', '', '',
  CASE t.kind WHEN 'vaccination' THEN 'medical' ELSE '' END, now(), now()
FROM timed t
ON CONFLICT DO NOTHING
"""

#: A case may have joined or left a family without any task changing. Asked where few cases are planned: such a case
#: has just changed, so that the small sweep finds it; else the triggers keep the day.
REFRESH = "SELECT tasks_due_refresh(%(ids)s::bigint[])"
