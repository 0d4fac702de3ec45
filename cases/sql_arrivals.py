"""Functions of the owner for what a user may not do row by row: each asks itself who calls (app_user, app_region).

SQLSTATE HM404 and HM409 become NotFound and Conflict in cases/services/definers.py; the text is a code, never data.
"""

from __future__ import annotations

#: True for the system, and for a supervisor of the region.
CALLER = """
CREATE OR REPLACE FUNCTION cases_caller_of_region(region bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('role', true) = 'hamroh_system'
    OR (current_setting('role', true) = 'hamroh_supervisor' AND region = app_region())
$$;
"""

#: True for the system, and for an active supervisor of the region that she says she is of.
SUPERVISES = """
CREATE OR REPLACE FUNCTION cases_caller_supervises() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(current_setting('role', true) = 'hamroh_system'
    OR (current_setting('role', true) = 'hamroh_supervisor' AND EXISTS (
      SELECT 1 FROM accounts_profile p WHERE p.user_id = app_user() AND p.role = 'supervisor' AND p.is_active
        AND p.region_id = app_region())), false)
$$;
REVOKE ALL ON FUNCTION cases_caller_supervises() FROM PUBLIC;
"""

#: Deletes rows and, before them, all that points to them, by the catalogue of foreign keys. For the owner alone.
_ROWS_DELETE = """
CREATE OR REPLACE FUNCTION cases_rows_delete(target text, ids bigint[]) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  link record;
  below bigint[];
  key text;
BEGIN
  IF coalesce(array_length(ids, 1), 0) = 0 THEN RETURN; END IF;
  FOR link IN
    SELECT child.relname AS child, a.attname AS col, pk.attname AS key
    FROM pg_constraint c
    JOIN pg_class child ON child.oid = c.conrelid
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisprimary
    JOIN pg_attribute pk ON pk.attrelid = c.conrelid AND pk.attnum = i.indkey[0]
    WHERE c.contype = 'f' AND c.confrelid = target::regclass AND array_length(c.conkey, 1) = 1
  LOOP
    EXECUTE format('SELECT array_agg(%I) FROM %I WHERE %I = ANY ($1)', link.key, link.child, link.col)
      INTO below USING ids;
    PERFORM cases_rows_delete(link.child::text, below);
  END LOOP;
  SELECT pk.attname INTO key FROM pg_index i
    JOIN pg_attribute pk ON pk.attrelid = i.indrelid AND pk.attnum = i.indkey[0]
    WHERE i.indrelid = target::regclass AND i.indisprimary;
  EXECUTE format('DELETE FROM %I WHERE %I = ANY ($1)', target, key) USING ids;
END $$;
REVOKE ALL ON FUNCTION cases_rows_delete(text, bigint[]) FROM PUBLIC;
"""

#: Takes back what accepting a manifest made, within 24 hours and while nobody has worked on it. Work is what the
#: history tells: a change by a user that is not part of accepting this manifest.
MANIFEST_UNDO = (
    CALLER
    + _ROWS_DELETE
    + """
CREATE OR REPLACE FUNCTION cases_manifest_undo(manifest bigint) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m cases_manifest;
  persons bigint[];
  cases bigint[];
  families bigint[];
  own text := 'manifest ' || manifest;
BEGIN
  SELECT * INTO m FROM cases_manifest WHERE id = manifest FOR UPDATE;
  IF m.id IS NULL OR NOT cases_caller_of_region(m.region_id) THEN
    RAISE EXCEPTION 'not_found' USING ERRCODE = 'HM404';
  END IF;
  IF m.status <> 'accepted' THEN RAISE EXCEPTION 'not_accepted' USING ERRCODE = 'HM409'; END IF;
  IF m.accepted_at < now() - interval '24 hours' THEN RAISE EXCEPTION 'too_late' USING ERRCODE = 'HM409'; END IF;
  SELECT coalesce(array_agg(person_id), '{}'), coalesce(array_agg(case_id), '{}') INTO persons, cases
    FROM cases_manifestrow WHERE manifest_id = manifest AND fate = 'made';
  SELECT coalesce(array_agg(DISTINCT f.family_id), '{}') INTO families FROM cases_familymember f
    WHERE f.person_id = ANY (persons) AND NOT EXISTS (
      SELECT 1 FROM cases_familymember o WHERE o.family_id = f.family_id AND NOT o.person_id = ANY (persons));
  IF EXISTS (SELECT 1 FROM cases_manifestrow r WHERE r.person_id = ANY (persons) AND r.manifest_id <> manifest)
    OR EXISTS (SELECT 1 FROM history_event e WHERE e.case_id = ANY (cases) AND e.actor_id IS NOT NULL
               AND e.reason <> own)
    OR EXISTS (SELECT 1 FROM history_event e WHERE e.table_name = 'cases_person' AND e.row_id = ANY (persons)
               AND e.actor_id IS NOT NULL AND e.reason <> own)
    OR EXISTS (SELECT 1 FROM cases_identifier x WHERE x.person_id = ANY (persons) AND x.created_at > m.accepted_at)
    OR EXISTS (SELECT 1 FROM cases_personname x WHERE x.person_id = ANY (persons) AND x.created_at > m.accepted_at)
    OR EXISTS (SELECT 1 FROM cases_familymember x WHERE x.person_id = ANY (persons) AND x.created_at > m.accepted_at)
    OR EXISTS (SELECT 1 FROM cases_kinship x WHERE x.created_at > m.accepted_at
               AND (x.person_id = ANY (persons) OR x.relative_id = ANY (persons)))
  THEN
    RAISE EXCEPTION 'worked' USING ERRCODE = 'HM409';
  END IF;
  PERFORM set_config('app.reason', own || ' undone', true);
  UPDATE cases_manifestrow SET person_id = NULL, case_id = NULL, fate = '' WHERE manifest_id = manifest;
  PERFORM cases_rows_delete('cases_case', cases);
  PERFORM cases_rows_delete('cases_person', persons);
  PERFORM cases_rows_delete('cases_family', families);
  UPDATE cases_manifest SET status = 'undone', undone_at = now(), undone_by_id = app_user(), updated_at = now()
    WHERE id = manifest;
  PERFORM set_config('app.reason', '', true);
  RETURN coalesce(array_length(cases, 1), 0);
END $$;
REVOKE ALL ON FUNCTION cases_manifest_undo(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_manifest_undo(bigint) TO hamroh_supervisor, hamroh_system;
"""
)

#: Which of these keyed hashes of identifiers are known anywhere. Only yes or no, and only to who holds the number:
#: so the same paper in another region is proposed, while names are looked up among the cases in sight.
HASHES_KNOWN = (
    SUPERVISES
    + """
CREATE OR REPLACE FUNCTION cases_hashes_known(hashes text[]) RETURNS SETOF text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT value_hash FROM cases_identifier WHERE value_hash = ANY (hashes) AND cases_caller_supervises()
$$;
REVOKE ALL ON FUNCTION cases_hashes_known(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_hashes_known(text[]) TO hamroh_supervisor, hamroh_system;
"""
)

#: How far each arrival is, in numbers alone; those handed to other regions count on.
ARRIVAL_COUNTS = """
CREATE OR REPLACE FUNCTION cases_arrival_counts(arrivals bigint[]) RETURNS TABLE (
  arrival_id bigint, people bigint, children bigint, families bigint, present bigint, absent bigint,
  not_listed bigint, triaged bigint, high bigint, placed bigint, assigned bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.arrival_id, count(*),
    count(*) FILTER (WHERE p.birth_latest IS NULL OR p.birth_latest > (a.date - interval '18 years')),
    count(DISTINCT coalesce(c.family_id, -c.id)),
    count(*) FILTER (WHERE c.arrival_presence IN ('present', 'not_listed')),
    count(*) FILTER (WHERE c.arrival_presence = 'absent'),
    count(*) FILTER (WHERE c.arrival_presence = 'not_listed'),
    count(*) FILTER (WHERE c.risk <> 'unset'), count(*) FILTER (WHERE c.risk = 'high'),
    count(*) FILTER (WHERE c.office_id <> a.reception_centre_id OR EXISTS (
      SELECT 1 FROM cases_transfercase t JOIN cases_transfer x ON x.id = t.transfer_id
      WHERE t.case_id = c.id AND x.state = 'pending')),
    count(*) FILTER (WHERE c.worker_id IS NOT NULL)
  FROM cases_case c JOIN cases_arrival a ON a.id = c.arrival_id JOIN accounts_office o ON o.id = a.reception_centre_id
    JOIN cases_person p ON p.id = c.person_id
  WHERE c.arrival_id = ANY (arrivals)
    AND (current_setting('role', true) = 'hamroh_national' OR cases_caller_of_region(o.region_id))
  GROUP BY c.arrival_id
$$;
REVOKE ALL ON FUNCTION cases_arrival_counts(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_arrival_counts(bigint[]) TO hamroh_supervisor, hamroh_national, hamroh_system;
"""

#: Open cases and families of each worker of some regions: whom a transfer may be proposed to. A supervisor learns
#: those of her own region, and of a region that somebody in hers is bound for.
WORKER_LOAD = (
    SUPERVISES
    + """
CREATE OR REPLACE FUNCTION cases_worker_load(regions bigint[]) RETURNS TABLE (
  worker_id bigint, cases bigint, families bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.worker_id, count(*), count(DISTINCT coalesce(c.family_id, -c.id)) FROM cases_case c
  WHERE c.status <> 'closed' AND c.worker_id IS NOT NULL AND cases_caller_supervises() AND c.region_id = ANY (ARRAY(
    SELECT o.id FROM accounts_office o WHERE o.id = ANY (regions) AND (
      current_setting('role', true) = 'hamroh_system' OR o.id = app_region() OR EXISTS (
        SELECT 1 FROM cases_case d WHERE d.region_id = app_region() AND d.worker_id IS NULL AND d.status <> 'closed'
          AND d.destination_region = o.region_code AND o.region_code <> ''))))
  GROUP BY c.worker_id
$$;
REVOKE ALL ON FUNCTION cases_worker_load(bigint[]) FROM PUBLIC, hamroh_national;
GRANT EXECUTE ON FUNCTION cases_worker_load(bigint[]) TO hamroh_supervisor, hamroh_system;
"""
)

#: How many open cases the families have in a region, carried by colleagues among them: nobody stays behind alone.
HOUSEHOLD_SIZES = """
CREATE OR REPLACE FUNCTION cases_household_sizes(families bigint[], region bigint) RETURNS TABLE (
  family_id bigint, cases bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.family_id, count(*) FROM cases_case c
  WHERE c.family_id = ANY (families) AND c.region_id = region AND c.status <> 'closed' AND NOT c.restricted
    AND (region = app_region() OR current_setting('role', true) = 'hamroh_system') GROUP BY c.family_id
$$;
REVOKE ALL ON FUNCTION cases_household_sizes(bigint[], bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_household_sizes(bigint[], bigint)
  TO hamroh_caseworker, hamroh_supervisor, hamroh_system;
"""

#: The receiving supervisor's yes: office, region and worker of the cases change, every grant on them ends. The one
#: who hands over could not write this row (she would no longer see it), the one who receives does not see it yet.
TRANSFER_ACCEPT = """
CREATE OR REPLACE FUNCTION cases_transfer_accept(transfer bigint, worker bigint) RETURNS SETOF bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t cases_transfer;
  moved bigint[];
  joined integer;
BEGIN
  SELECT * INTO t FROM cases_transfer WHERE id = transfer FOR UPDATE;
  IF t.id IS NULL OR NOT cases_caller_of_region(t.to_region_id) THEN
    RAISE EXCEPTION 'not_found' USING ERRCODE = 'HM404';
  END IF;
  IF t.created_by_id = app_user() THEN RAISE EXCEPTION 'own' USING ERRCODE = 'HM409'; END IF;
  IF t.state <> 'pending' THEN RAISE EXCEPTION 'decided' USING ERRCODE = 'HM409'; END IF;
  IF worker IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_profile p WHERE p.user_id = worker AND p.is_active
      AND p.region_id = t.to_region_id AND p.role IN ('social_worker', 'supervisor')) THEN
    RAISE EXCEPTION 'worker' USING ERRCODE = 'HM409';
  END IF;
  -- Who has joined one of the families since it was proposed, a newborn above all, goes with it.
  INSERT INTO cases_transfercase (transfer_id, case_id, number)
    SELECT DISTINCT t.id, o.id, o.number FROM cases_transfercase x
    JOIN cases_case c ON c.id = x.case_id AND c.region_id = t.from_region_id
    JOIN cases_case o ON o.family_id = c.family_id AND o.region_id = t.from_region_id AND o.status <> 'closed'
      AND NOT o.restricted
    WHERE x.transfer_id = t.id AND NOT EXISTS (
      SELECT 1 FROM cases_transfercase y JOIN cases_transfer w ON w.id = y.transfer_id
      WHERE y.case_id = o.id AND w.state = 'pending');
  GET DIAGNOSTICS joined = ROW_COUNT;
  WITH gone AS (
    UPDATE cases_case c SET office_id = t.to_office_id, region_id = t.to_region_id, worker_id = worker,
      updated_at = now()
    WHERE c.id IN (SELECT x.case_id FROM cases_transfercase x WHERE x.transfer_id = transfer)
      AND c.region_id = t.from_region_id AND c.status <> 'closed' RETURNING c.id)
  SELECT coalesce(array_agg(id), '{}') INTO moved FROM gone;
  UPDATE cases_casegrant SET ended_at = now()
    WHERE content_object_id = ANY (moved) AND ended_at IS NULL AND (until IS NULL OR until > now());
  -- A restricted case is handed over by one who may open it; whoever accepts it decides on it there.
  INSERT INTO cases_casegrant (permission_id, user_id, content_object_id, purpose, reason, given_by_id, created_at)
    SELECT g.permission_id, app_user(), c.id, 'named', g.reason, t.created_by_id, now() FROM cases_case c
    JOIN LATERAL (SELECT x.permission_id, x.reason FROM cases_casegrant x WHERE x.content_object_id = c.id
      AND x.purpose = 'named' ORDER BY x.id DESC LIMIT 1) g ON true
    WHERE c.id = ANY (moved) AND c.restricted;
  UPDATE cases_restriction SET region_id = t.to_region_id WHERE case_id = ANY (moved) AND lifted_at IS NULL;
  UPDATE cases_transfer SET state = 'accepted', decided_at = now(), decided_by_id = app_user(), updated_at = now(),
    to_worker_id = worker, people = people + joined WHERE id = transfer;
  RETURN QUERY SELECT unnest(moved);
END $$;
REVOKE ALL ON FUNCTION cases_transfer_accept(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_transfer_accept(bigint, bigint) TO hamroh_supervisor, hamroh_system;
"""
