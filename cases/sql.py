"""Triggers of the owner that keep what the row rules read, so that no role has to be trusted with it."""

from __future__ import annotations

#: The case worker's row of cases_caseaccess follows the case; a person's name tokens follow its region
#: and whether it is restricted.
CASE_ACCESS = """
CREATE OR REPLACE FUNCTION cases_access_of_worker() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.worker_id IS DISTINCT FROM OLD.worker_id THEN
    DELETE FROM cases_caseaccess WHERE case_id = NEW.id AND grant_id IS NULL;
    IF NEW.worker_id IS NOT NULL THEN
      INSERT INTO cases_caseaccess (user_id, case_id, purpose) VALUES (NEW.worker_id, NEW.id, 'worker');
    END IF;
  END IF;
  IF TG_OP = 'INSERT' OR (NEW.region_id, NEW.restricted) IS DISTINCT FROM (OLD.region_id, OLD.restricted) THEN
    UPDATE cases_nametoken SET region_id = NEW.region_id, restricted = NEW.restricted
      WHERE person_id = NEW.person_id
        AND (region_id, restricted) IS DISTINCT FROM (NEW.region_id, NEW.restricted);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION cases_access_of_worker() FROM PUBLIC;
DROP TRIGGER IF EXISTS access_of_worker ON cases_case;
CREATE TRIGGER access_of_worker AFTER INSERT OR UPDATE OF worker_id, region_id, restricted ON cases_case
FOR EACH ROW EXECUTE FUNCTION cases_access_of_worker();

CREATE OR REPLACE FUNCTION cases_access_of_grant() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO cases_caseaccess (user_id, case_id, purpose, until, grant_id)
    VALUES (NEW.user_id, NEW.content_object_id, NEW.purpose, coalesce(NEW.ended_at, NEW.until), NEW.id)
    ON CONFLICT (grant_id) DO UPDATE SET until = excluded.until;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION cases_access_of_grant() FROM PUBLIC;
DROP TRIGGER IF EXISTS access_of_grant ON cases_casegrant;
CREATE TRIGGER access_of_grant AFTER INSERT OR UPDATE ON cases_casegrant
FOR EACH ROW EXECUTE FUNCTION cases_access_of_grant();
"""

#: A case names a person and a family that its writer may see: with a case of one's own a stranger would come into
#: sight. A trigger, because the rules of persons and families read this table. It asks as the writer, and answers
#: alike for a stranger and for nobody.
CASE_KEYS = """
CREATE OR REPLACE FUNCTION cases_keys_in_sight() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF (TG_OP = 'INSERT' OR NEW.person_id IS DISTINCT FROM OLD.person_id)
    AND NOT EXISTS (SELECT 1 FROM cases_person p WHERE p.id = NEW.person_id)
  OR NEW.family_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.family_id IS DISTINCT FROM OLD.family_id)
    AND NOT EXISTS (SELECT 1 FROM cases_family f WHERE f.id = NEW.family_id)
  THEN
    RAISE EXCEPTION 'not in sight' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION cases_keys_in_sight() FROM PUBLIC;
DROP TRIGGER IF EXISTS keys_in_sight ON cases_case;
CREATE TRIGGER keys_in_sight BEFORE INSERT OR UPDATE OF person_id, family_id ON cases_case
FOR EACH ROW WHEN (current_setting('role', true) IN ('hamroh_caseworker', 'hamroh_supervisor'))
EXECUTE FUNCTION cases_keys_in_sight();
"""

#: The family of a visit, for the row rule of its members. It asks itself who calls: who sees no case of the family
#: gets nothing.
FAMILY_OF_VISIT = """
CREATE OR REPLACE FUNCTION cases_family_of_visit(visit bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.family_id FROM cases_visit v WHERE v.id = visit AND (
    current_setting('role', true) = 'hamroh_system'
    OR (current_setting('role', true) IN ('hamroh_caseworker', 'hamroh_supervisor') AND EXISTS (
      SELECT 1 FROM cases_case c WHERE c.family_id = v.family_id AND (
        (current_setting('role', true) = 'hamroh_supervisor' AND c.region_id = app_region() AND NOT c.restricted)
        OR (current_setting('role', true) = 'hamroh_caseworker' AND c.worker_id = app_user())
        OR EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.user_id = app_user()
                   AND (a.until IS NULL OR a.until > statement_timestamp()))))))
$$;
REVOKE ALL ON FUNCTION cases_family_of_visit(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_family_of_visit(bigint) TO hamroh_caseworker, hamroh_supervisor, hamroh_system;
"""
