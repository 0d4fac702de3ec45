"""The owner's functions that erase. No role of the application has DELETE: each function asks who calls, and whether a
second person has agreed.

What goes is declared in each room's ``holdings.py``; every room has a function ``…_retention_part`` made of it.
"""

from __future__ import annotations

#: A case is settled once it is anonymous; in a dry run also where this run takes it before, or with, the item at hand.
SETTLED = """
CREATE OR REPLACE FUNCTION cases_retention_settled(one bigint, simulated bigint, before boolean DEFAULT false)
RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = one AND c.anonymised_on IS NOT NULL) OR EXISTS (
    SELECT 1 FROM cases_retentionitem me JOIN cases_retentionitem x ON x.run_id = me.run_id
    WHERE me.id = simulated AND x.case_id = one AND x.kind = 'whole' AND x.state = 'waiting'
      AND (x.id < me.id OR (x.id = me.id AND NOT before)))
$$;
REVOKE ALL ON FUNCTION cases_retention_settled(bigint, bigint, boolean) FROM PUBLIC;

CREATE OR REPLACE FUNCTION cases_retention_gone(person bigint, simulated bigint)
RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT simulated IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = person)
    AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = person
                    AND NOT cases_retention_settled(c.id, simulated, true))
$$;
REVOKE ALL ON FUNCTION cases_retention_gone(bigint, bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION cases_retention_persons(wanted bigint, simulated bigint)
RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  -- Her, once no case of hers keeps her name; and those of her house who have no case, once nobody named is theirs.
  WITH her AS (
    SELECT c.person_id AS id FROM cases_case c WHERE c.id = wanted AND NOT EXISTS (
      SELECT 1 FROM cases_case o WHERE o.person_id = c.person_id AND NOT cases_retention_settled(o.id, simulated))
  ), near AS (
    SELECT k.relative_id AS id FROM her JOIN cases_kinship k ON k.person_id = her.id
    UNION SELECT o.person_id FROM her JOIN cases_familymember m ON m.person_id = her.id
      JOIN cases_familymember o ON o.family_id = m.family_id
  )
  SELECT id FROM her
  UNION SELECT near.id FROM near
  WHERE NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = near.id)
    AND NOT EXISTS (SELECT 1 FROM cases_kinship k JOIN cases_case c ON c.person_id = k.person_id
                    WHERE k.relative_id = near.id AND NOT cases_retention_settled(c.id, simulated))
    AND NOT EXISTS (SELECT 1 FROM cases_familymember m JOIN cases_familymember o ON o.family_id = m.family_id
                    JOIN cases_case c ON c.person_id = o.person_id
                    WHERE m.person_id = near.id AND NOT cases_retention_settled(c.id, simulated))
$$;
REVOKE ALL ON FUNCTION cases_retention_persons(bigint, bigint) FROM PUBLIC;
"""

#: ``cases_retention_apply`` erases and is for the owner alone: the two functions below it, and a restored backup.
APPLY = r"""
CREATE OR REPLACE FUNCTION cases_retention_counts(wanted bigint, what text, simulated bigint, rule text)
RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  part text;
  one record;
  counts jsonb := '{}';
BEGIN
  -- Rooms to the right first: they ask the cases room whose rows are whose.
  FOR part IN SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND p.proname LIKE '%\_retention\_part' ORDER BY p.proname DESC
  LOOP
    FOR one IN EXECUTE format('SELECT name, touched FROM %I($1, $2, $3, $4) WHERE touched > 0', part)
      USING wanted, what, simulated, rule
    LOOP
      counts := counts || jsonb_build_object(one.name, coalesce((counts ->> one.name)::bigint, 0) + one.touched);
    END LOOP;
  END LOOP;
  RETURN counts;
END $$;
REVOKE ALL ON FUNCTION cases_retention_counts(bigint, text, bigint, text) FROM PUBLIC;

CREATE OR REPLACE FUNCTION cases_retention_apply(wanted bigint, what text, rule text) RETURNS jsonb LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  files jsonb := '[]';
  counts jsonb;
BEGIN
  PERFORM set_config('app.reason', rule, true);
  IF what IN ('documents', 'whole') THEN
    SELECT coalesce(jsonb_agg(f.name ORDER BY d.id), '[]') INTO files FROM cases_document d
      CROSS JOIN LATERAL unnest(ARRAY[d.key, d.thumb_key]) f (name) WHERE d.case_id = wanted AND f.name <> '';
  END IF;
  IF what = 'whole' THEN
    UPDATE cases_case SET anonymised_on = current_date WHERE id = wanted AND anonymised_on IS NULL;
  END IF;
  counts := cases_retention_counts(wanted, what, NULL, rule);
  IF what = 'whole' THEN
    UPDATE history_event SET data = NULL, salt = NULL, erased_at = statement_timestamp(), erased_rule = rule
      WHERE case_id = wanted AND erased_at IS NULL;
  END IF;
  PERFORM set_config('app.reason', '', true);
  SET CONSTRAINTS ALL IMMEDIATE;
  RETURN jsonb_build_object('counts', counts, 'files', files);
END $$;
REVOKE ALL ON FUNCTION cases_retention_apply(bigint, text, text) FROM PUBLIC;
"""

#: Erase one item of a run: only for the retention role, only what a second person approved, never under a hold, never
#: where the case was opened since. Answers the item's state; a second call does nothing.
ERASE = """
CREATE OR REPLACE FUNCTION cases_retention_erase(wanted bigint) RETURNS text LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  item record;
  done jsonb;
BEGIN
  IF current_setting('role', true) IS DISTINCT FROM 'hamroh_retention' THEN
    RAISE EXCEPTION 'not for this role' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT i.id, i.case_id, i.kind, i.state, i.closed_at, i.rule_id, i.run_id, r.state AS run_state, r.decided_by_id,
    r.created_by_id INTO item
    FROM cases_retentionitem i JOIN cases_retentionrun r ON r.id = i.run_id WHERE i.id = wanted FOR UPDATE OF i;
  IF NOT FOUND OR item.run_state NOT IN ('approved', 'running') OR item.decided_by_id IS NULL
    OR item.decided_by_id = item.created_by_id
  THEN
    RAISE EXCEPTION 'nobody approved this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF item.state <> 'waiting' THEN RETURN item.state; END IF;
  PERFORM 1 FROM cases_case c WHERE c.id = item.case_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM cases_legalhold h WHERE h.case_id = item.case_id AND h.lifted_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = item.case_id AND c.closed_at = item.closed_at)
  THEN
    UPDATE cases_retentionitem SET state = 'skipped' WHERE id = wanted;
    RETURN 'skipped';
  END IF;
  done := cases_retention_apply(item.case_id, item.kind, 'retention run ' || item.run_id || ', term ' || item.rule_id);
  UPDATE cases_retentionitem SET state = 'done', done_at = statement_timestamp(), counts = done -> 'counts',
    files = done -> 'files' WHERE id = wanted;
  RETURN 'done';
END $$;
REVOKE ALL ON FUNCTION cases_retention_erase(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_retention_erase(bigint) TO hamroh_retention;
"""

#: What an item of a dry run would take, by table: the very conditions of the erasure. For jobs.
PREVIEW = """
CREATE OR REPLACE FUNCTION cases_retention_preview(item bigint) RETURNS jsonb LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found record;
BEGIN
  IF current_setting('role', true) IS DISTINCT FROM 'hamroh_system' THEN
    RAISE EXCEPTION 'not for this role' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT i.case_id, i.kind INTO found FROM cases_retentionitem i WHERE i.id = item;
  RETURN cases_retention_counts(found.case_id, found.kind, item, '');
END $$;
REVOKE ALL ON FUNCTION cases_retention_preview(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_retention_preview(bigint) TO hamroh_system;
"""

#: What a data protection officer must know of a case that she cannot see: that it is there, and since when closed.
FACTS = """
CREATE OR REPLACE FUNCTION cases_retention_facts(wanted text)
RETURNS TABLE (case_id bigint, closed_at timestamptz, anonymised_on date) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.closed_at, c.anonymised_on FROM cases_case c WHERE c.number = wanted AND (
    current_setting('role', true) = 'hamroh_system'
    OR (current_setting('role', true) = 'hamroh_dpo' AND EXISTS (
      SELECT 1 FROM accounts_profile p WHERE p.user_id = app_user() AND p.role = 'dpo' AND p.is_active)))
$$;
REVOKE ALL ON FUNCTION cases_retention_facts(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_retention_facts(text) TO hamroh_dpo, hamroh_system;
"""
