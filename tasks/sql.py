"""Functions and triggers of the owner: the day a case's next task is due, and who may receive one."""

from __future__ import annotations

#: How much a user carries, for the administrator, who sees no case: two numbers.
CARRIED_BY = """
CREATE OR REPLACE FUNCTION tasks_carried_by(who bigint) RETURNS TABLE (cases bigint, tasks bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM cases_case c WHERE c.worker_id = who AND c.status <> 'closed'),
         (SELECT count(*) FROM tasks_task t WHERE t.assignee_id = who AND t.state IN ('open', 'postponed'))
$$;
REVOKE ALL ON FUNCTION tasks_carried_by(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tasks_carried_by(bigint) TO hamroh_admin, hamroh_system;
"""

_ACTIVE = "('open', 'postponed')"

#: cases_case.next_due_at follows the tasks, whoever changes them. One statement of a sweep changes thousands of
#: tasks, so the triggers work on sets; rows are locked in the order of their keys, so that no two transactions wait
#: for each other.
NEXT_DUE = """
CREATE OR REPLACE FUNCTION tasks_due_refresh(touched bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE stale bigint[];
BEGIN
  SELECT array_agg(c.id ORDER BY c.id) INTO stale
  FROM cases_case c
  LEFT JOIN (
    SELECT t.case_id, min(t.due_on) AS day FROM tasks_task t
    WHERE t.case_id = ANY (touched) AND t.family_id IS NULL AND t.state IN ('open', 'postponed') GROUP BY 1
  ) own ON own.case_id = c.id
  LEFT JOIN (
    SELECT t.family_id, min(t.due_on) AS day FROM tasks_task t
    WHERE t.family_id IN (SELECT o.family_id FROM cases_case o WHERE o.id = ANY (touched))
      AND t.state IN ('open', 'postponed') GROUP BY 1
  ) shared ON shared.family_id = c.family_id
  WHERE c.id = ANY (touched) AND c.next_due_at IS DISTINCT FROM least(own.day, shared.day);
  IF stale IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM cases_case c WHERE c.id = ANY (stale) ORDER BY c.id FOR NO KEY UPDATE;
  UPDATE cases_case c SET next_due_at = tasks_due_of(c.id, c.family_id) WHERE c.id = ANY (stale);
END $$;
REVOKE ALL ON FUNCTION tasks_due_refresh(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tasks_due_refresh(bigint[]) TO hamroh_system;

CREATE OR REPLACE FUNCTION tasks_due_after_insert() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM tasks_due_refresh(ARRAY(
    SELECT f.case_id FROM fresh f WHERE f.family_id IS NULL
    UNION SELECT c.id FROM fresh f JOIN cases_case c ON c.family_id = f.family_id));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION tasks_due_after_insert() FROM PUBLIC;

CREATE OR REPLACE FUNCTION tasks_due_after_update() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM tasks_due_refresh(ARRAY(
    WITH moved AS (
      SELECT f.case_id, f.family_id, g.case_id AS case_before, g.family_id AS family_before
      FROM fresh f JOIN gone g USING (id)
      WHERE (f.due_on, f.state, f.case_id, f.family_id) IS DISTINCT FROM (g.due_on, g.state, g.case_id, g.family_id)
    )
    SELECT case_id FROM moved WHERE family_id IS NULL
    UNION SELECT case_before FROM moved WHERE family_before IS NULL
    UNION SELECT c.id FROM moved m JOIN cases_case c ON c.family_id = m.family_id
    UNION SELECT c.id FROM moved m JOIN cases_case c ON c.family_id = m.family_before
      WHERE m.family_before IS DISTINCT FROM m.family_id));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION tasks_due_after_update() FROM PUBLIC;

DROP TRIGGER IF EXISTS due_after_insert ON tasks_task;
CREATE TRIGGER due_after_insert AFTER INSERT ON tasks_task REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION tasks_due_after_insert();
DROP TRIGGER IF EXISTS due_after_update ON tasks_task;
CREATE TRIGGER due_after_update AFTER UPDATE ON tasks_task REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION tasks_due_after_update();
"""

#: Plain SQL without SECURITY DEFINER: it is only called by the function above, as the owner.
DUE_OF = f"""
CREATE OR REPLACE FUNCTION tasks_due_of(one bigint, family bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT least(
    (SELECT min(t.due_on) FROM tasks_task t
      WHERE t.case_id = one AND t.family_id IS NULL AND t.state IN {_ACTIVE}),
    (SELECT min(t.due_on) FROM tasks_task t WHERE t.family_id = family AND t.state IN {_ACTIVE}))
$$;
"""

#: May this user see that case? Nobody may read another user's rows of cases_caseaccess; a task handed to somebody
#: who cannot see its case would be lost. Answers only those who see the case themselves.
MAY_RECEIVE = """
CREATE OR REPLACE FUNCTION tasks_sees(who bigint, one bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.user_id = who AND a.case_id = one
                 AND (a.until IS NULL OR a.until > statement_timestamp()))
    OR EXISTS (SELECT 1 FROM accounts_profile p JOIN cases_case c ON c.region_id = p.region_id AND NOT c.restricted
               WHERE p.user_id = who AND p.role = 'supervisor' AND c.id = one)
$$;
CREATE OR REPLACE FUNCTION tasks_may_receive(who bigint, one bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT tasks_sees(app_user(), one) AND tasks_sees(who, one)
$$;
REVOKE ALL ON FUNCTION tasks_sees(bigint, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION tasks_may_receive(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tasks_may_receive(bigint, bigint) TO hamroh_caseworker, hamroh_specialist, hamroh_supervisor;
GRANT EXECUTE ON FUNCTION tasks_sees(bigint, bigint) TO hamroh_system;
"""

#: Planning fills temporary tables; only the logins may make some by themselves.
TEMPORARY = """
DO $$ BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO hamroh_system', current_database());
END $$
"""
