"""Functions of the owner for openings and restrictions: each asks itself who calls, and answers nobody else.

What a user may not see she cannot open by a row of her own, and who restricts a case does not see it any more; so the
owner does both. SQLSTATE HM404 and HM409 become NotFound and Conflict (cases/services/definers.py).
"""

from __future__ import annotations

from .enums import OPENING_HOURS
from .sql_arrivals import SUPERVISES

#: Wrong answers of one user after which nothing is answered any more, in an hour and in a day.
WRONG_IN_AN_HOUR, WRONG_IN_A_DAY = 5, 10

#: Opens a case out of scope: in an emergency by number and birth year, or for the national coordinator by number.
#: A restricted case, a wrong year and a number that does not exist are answered alike ("unknown"), counted, and above
#: a limit nothing is answered at all ("limited"); so the function is no oracle. One call of a user at a time.
OPENING_MAKE = f"""
CREATE OR REPLACE FUNCTION cases_opening_make(wanted text, birth_year integer, why text) RETURNS TABLE (
  outcome text, opening_id bigint, case_id bigint) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  caller accounts_profile;
  c cases_case;
  seen boolean;
  what text;
  granted bigint;
  made bigint;
BEGIN
  SELECT p.* INTO caller FROM accounts_profile p WHERE p.user_id = app_user() AND p.is_active
    AND (current_setting('role', true), p.role::text) IN (
      ('hamroh_caseworker', 'social_worker'), ('hamroh_supervisor', 'supervisor'), ('hamroh_national', 'national'));
  IF caller.user_id IS NULL THEN RAISE EXCEPTION 'not_found' USING ERRCODE = 'HM404'; END IF;
  IF length(btrim(coalesce(why, ''))) < 3 THEN RAISE EXCEPTION 'why' USING ERRCODE = 'HM409'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('cases_opening_make'), caller.user_id::integer);
  IF (SELECT count(*) FILTER (WHERE r.at > statement_timestamp() - interval '1 hour') >= {WRONG_IN_AN_HOUR}
        OR count(*) >= {WRONG_IN_A_DAY}
      FROM cases_openingrefusal r WHERE r.user_id = caller.user_id AND r.at > statement_timestamp() - interval '1 day')
  THEN
    RETURN QUERY SELECT 'limited', NULL::bigint, NULL::bigint;
    RETURN;
  END IF;
  SELECT x.* INTO c FROM cases_case x JOIN cases_person p ON p.id = x.person_id
    WHERE x.number = wanted AND NOT x.restricted AND (
      caller.role = 'national'
      OR birth_year BETWEEN extract(year FROM p.birth_earliest) AND extract(year FROM p.birth_latest));
  IF c.id IS NULL THEN
    INSERT INTO cases_openingrefusal (user_id, at) VALUES (caller.user_id, statement_timestamp());
    RETURN QUERY SELECT 'unknown', NULL::bigint, NULL::bigint;
    RETURN;
  END IF;
  seen := (caller.role = 'supervisor' AND c.region_id IS NOT DISTINCT FROM caller.region_id)
    OR c.worker_id IS NOT DISTINCT FROM caller.user_id
    OR EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.user_id = caller.user_id AND a.case_id = c.id
               AND (a.until IS NULL OR a.until > statement_timestamp()));
  IF seen THEN
    RETURN QUERY SELECT 'seen', NULL::bigint, c.id;
    RETURN;
  END IF;
  what := CASE WHEN caller.role = 'national' THEN 'national' ELSE 'emergency' END;
  INSERT INTO cases_casegrant
      (permission_id, user_id, content_object_id, purpose, reason, given_by_id, created_at, until)
    SELECT p.id, caller.user_id, c.id, what, btrim(why), caller.user_id, statement_timestamp(),
      statement_timestamp() + interval '{OPENING_HOURS} hours'
    FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
    WHERE p.codename = 'view_case' AND t.app_label = 'cases' AND t.model = 'case'
    RETURNING id INTO granted;
  INSERT INTO cases_opening (grant_id, case_id, number, region_id, user_id, kind, reason, opened_at, until, remark)
    SELECT granted, c.id, c.number, c.region_id, caller.user_id, what, btrim(why), statement_timestamp(),
      g.until, '' FROM cases_casegrant g WHERE g.id = granted
    RETURNING id INTO made;
  INSERT INTO cases_timelineentry (case_id, at, recorded_at, kind, audience, author_id, object_id, details)
    VALUES (c.id, statement_timestamp(), statement_timestamp(), 'opened_' || what, 'carriers', caller.user_id, made,
      '{{}}');
  RETURN QUERY SELECT 'opened', made, c.id;
END $$;
REVOKE ALL ON FUNCTION cases_opening_make(text, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_opening_make(text, integer, text)
  TO hamroh_caseworker, hamroh_supervisor, hamroh_national;
"""

#: What was read in an opening, for those who review it: the officer, and a supervisor of the case's region who sees it.
OPENING_READS = """
CREATE OR REPLACE FUNCTION cases_opening_reads(opening bigint) RETURNS TABLE (
  at timestamptz, kind text, object_id bigint, count integer) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.at, h.kind::text, h.object_id, h.count FROM cases_opening o
  JOIN cases_casegrant g ON g.id = o.grant_id
  JOIN cases_case c ON c.id = o.case_id
  JOIN history_access h ON h.actor_id = o.user_id AND h.case_id = o.case_id
    AND h.at BETWEEN o.opened_at AND coalesce(g.ended_at, o.until)
  WHERE o.id = opening AND (
    current_setting('role', true) = 'hamroh_dpo'
    OR (current_setting('role', true) = 'hamroh_supervisor' AND c.region_id = app_region() AND (
      NOT c.restricted OR EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.user_id = app_user() AND a.case_id = c.id
        AND (a.until IS NULL OR a.until > statement_timestamp())))))
  ORDER BY h.at, h.id
$$;
REVOKE ALL ON FUNCTION cases_opening_reads(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_opening_reads(bigint) TO hamroh_dpo, hamroh_supervisor;
"""

#: Nobody prolongs her own access, and a day once past does not come back.
GRANT_GUARD = """
CREATE OR REPLACE FUNCTION cases_grant_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.until IS DISTINCT FROM OLD.until AND (NEW.user_id = app_user() OR OLD.ended_at IS NOT NULL)
    OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at
  THEN
    RAISE EXCEPTION 'not for this grant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION cases_grant_guard() FROM PUBLIC;
DROP TRIGGER IF EXISTS grant_guard ON cases_casegrant;
CREATE TRIGGER grant_guard BEFORE UPDATE OF until, ended_at ON cases_casegrant
FOR EACH ROW WHEN (current_setting('role', true) = 'hamroh_supervisor') EXECUTE FUNCTION cases_grant_guard();
"""

#: May this user decide on a restricted case: a supervisor of its region with running access? For the owner alone.
_DECIDES = """
CREATE OR REPLACE FUNCTION cases_decides(who bigint, one bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM accounts_profile p JOIN cases_case c ON c.region_id = p.region_id
    JOIN cases_caseaccess a ON a.case_id = c.id AND a.user_id = p.user_id
    WHERE p.user_id = who AND p.role = 'supervisor' AND p.is_active AND c.id = one
      AND (a.until IS NULL OR a.until > statement_timestamp()))
$$;
REVOKE ALL ON FUNCTION cases_decides(bigint, bigint) FROM PUBLIC;
"""

#: Names people on every case of a person; ends all other access to them. For the owner alone.
_NAME = """
CREATE OR REPLACE FUNCTION cases_name_people(someone bigint, people bigint[], why text) RETURNS void LANGUAGE sql
SET search_path = public, pg_temp AS $$
  INSERT INTO cases_casegrant (permission_id, user_id, content_object_id, purpose, reason, given_by_id, created_at)
  SELECT p.id, w.id, c.id, 'named', why, app_user(), statement_timestamp()
  FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
  CROSS JOIN unnest(people) AS w(id) JOIN cases_case c ON c.person_id = someone
  WHERE p.codename = 'view_case' AND t.app_label = 'cases' AND t.model = 'case'
    AND NOT EXISTS (SELECT 1 FROM cases_casegrant g WHERE g.content_object_id = c.id AND g.user_id = w.id
                    AND g.purpose = 'named' AND g.ended_at IS NULL)
$$;
REVOKE ALL ON FUNCTION cases_name_people(bigint, bigint[], text) FROM PUBLIC;
"""

#: Restricts every case of a person to its worker and to those named, one supervisor of the region among them.
RESTRICT = (
    SUPERVISES
    + _DECIDES
    + _NAME
    + """
CREATE OR REPLACE FUNCTION cases_restrict(target bigint, why text, people bigint[]) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c cases_case;
  made bigint;
BEGIN
  SELECT x.* INTO c FROM cases_case x WHERE x.id = target FOR UPDATE;
  IF c.id IS NULL OR NOT cases_caller_supervises() OR c.region_id <> app_region()
    OR (c.restricted AND NOT cases_decides(app_user(), target))
  THEN RAISE EXCEPTION 'not_found' USING ERRCODE = 'HM404'; END IF;
  IF c.restricted THEN RAISE EXCEPTION 'restricted' USING ERRCODE = 'HM409'; END IF;
  IF length(btrim(coalesce(why, ''))) < 3 THEN RAISE EXCEPTION 'why' USING ERRCODE = 'HM409'; END IF;
  IF (SELECT count(*) FROM accounts_profile p WHERE p.user_id = ANY (people) AND p.is_active
        AND p.role IN ('social_worker', 'specialist', 'supervisor') AND p.region_id = c.region_id)
     <> (SELECT count(DISTINCT n) FROM unnest(people) n)
    OR NOT EXISTS (SELECT 1 FROM accounts_profile p WHERE p.user_id = ANY (people) AND p.role = 'supervisor'
                   AND p.is_active AND p.region_id = c.region_id)
  THEN RAISE EXCEPTION 'named' USING ERRCODE = 'HM409'; END IF;
  INSERT INTO cases_timelineentry (case_id, at, recorded_at, kind, audience, author_id, details)
    VALUES (target, statement_timestamp(), statement_timestamp(), 'restricted', 'carriers', app_user(), '{}');
  UPDATE cases_casegrant g SET ended_at = statement_timestamp() FROM cases_case x
    WHERE x.id = g.content_object_id AND x.person_id = c.person_id AND g.ended_at IS NULL
      AND (g.until IS NULL OR g.until > statement_timestamp()) AND NOT g.user_id = ANY (people);
  PERFORM cases_name_people(c.person_id, people, btrim(why));
  UPDATE cases_case SET restricted = true, updated_at = now() WHERE person_id = c.person_id AND NOT restricted;
  INSERT INTO cases_restriction (case_id, number, region_id, reason, made_at, made_by_id, lifted_reason)
    VALUES (target, c.number, c.region_id, btrim(why), statement_timestamp(), app_user(), '') RETURNING id INTO made;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION cases_restrict(bigint, text, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_restrict(bigint, text, bigint[]) TO hamroh_supervisor;

CREATE OR REPLACE FUNCTION cases_restriction_name(restriction bigint, people bigint[], why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r cases_restriction;
  c cases_case;
BEGIN
  SELECT x.* INTO r FROM cases_restriction x WHERE x.id = restriction AND x.lifted_at IS NULL FOR UPDATE;
  SELECT x.* INTO c FROM cases_case x WHERE x.id = r.case_id;
  IF r.id IS NULL OR NOT (
    (current_setting('role', true) = 'hamroh_dpo' AND EXISTS (
      SELECT 1 FROM accounts_profile p WHERE p.user_id = app_user() AND p.role = 'dpo' AND p.is_active))
    OR (cases_caller_supervises() AND cases_decides(app_user(), c.id)))
  THEN RAISE EXCEPTION 'not_found' USING ERRCODE = 'HM404'; END IF;
  IF length(btrim(coalesce(why, ''))) < 3 THEN RAISE EXCEPTION 'why' USING ERRCODE = 'HM409'; END IF;
  IF app_user() = ANY (people) OR coalesce(array_length(people, 1), 0) = 0
    OR (SELECT count(*) FROM accounts_profile p WHERE p.user_id = ANY (people) AND p.is_active
        AND p.role IN ('social_worker', 'specialist', 'supervisor') AND p.region_id = c.region_id)
     <> (SELECT count(DISTINCT n) FROM unnest(people) n)
  THEN RAISE EXCEPTION 'named' USING ERRCODE = 'HM409'; END IF;
  PERFORM cases_name_people(c.person_id, people, btrim(why));
END $$;
REVOKE ALL ON FUNCTION cases_restriction_name(bigint, bigint[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_restriction_name(bigint, bigint[], text) TO hamroh_supervisor, hamroh_dpo;
"""
)

#: A newborn of a restricted mother is as hidden as she, and open to the same people.
RESTRICT_BESIDE = """
CREATE OR REPLACE FUNCTION cases_restrict_beside(fresh bigint, beside bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM cases_case f JOIN cases_case b ON b.id = beside AND b.family_id = f.family_id
      WHERE f.id = fresh AND f.restricted AND b.restricted AND f.created_by_id = app_user()
        AND b.worker_id = app_user())
  THEN RAISE EXCEPTION 'not_found' USING ERRCODE = 'HM404'; END IF;
  INSERT INTO cases_casegrant (permission_id, user_id, content_object_id, purpose, reason, given_by_id, created_at)
    SELECT g.permission_id, g.user_id, fresh, g.purpose, g.reason, g.given_by_id, statement_timestamp()
    FROM cases_casegrant g WHERE g.content_object_id = beside AND g.purpose = 'named' AND g.ended_at IS NULL;
  INSERT INTO cases_restriction (case_id, number, region_id, reason, made_at, made_by_id, lifted_reason)
    SELECT f.id, f.number, f.region_id, r.reason, statement_timestamp(), app_user(), ''
    FROM cases_restriction r JOIN cases_case f ON f.id = fresh WHERE r.case_id = beside AND r.lifted_at IS NULL;
END $$;
REVOKE ALL ON FUNCTION cases_restrict_beside(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_restrict_beside(bigint, bigint) TO hamroh_caseworker, hamroh_supervisor;
"""

#: Who may open a restricted case besides its worker, for the officer and for those named: so that a case that nobody
#: can decide on any more is c.
RESTRICTION_PEOPLE = """
CREATE OR REPLACE FUNCTION cases_restriction_people(restrictions bigint[]) RETURNS TABLE (
  restriction_id bigint, user_id bigint, decides boolean) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT r.id, a.user_id, cases_decides(a.user_id, r.case_id)
  FROM cases_restriction r JOIN cases_caseaccess a ON a.case_id = r.case_id
    AND (a.until IS NULL OR a.until > statement_timestamp())
  WHERE r.id = ANY (restrictions) AND r.lifted_at IS NULL AND (
    current_setting('role', true) = 'hamroh_dpo'
    OR (current_setting('role', true) = 'hamroh_supervisor' AND cases_decides(app_user(), r.case_id)))
$$;
REVOKE ALL ON FUNCTION cases_restriction_people(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_restriction_people(bigint[]) TO hamroh_dpo, hamroh_supervisor;

CREATE OR REPLACE FUNCTION cases_alone_on(who bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM cases_case c WHERE c.restricted AND c.status <> 'closed' AND cases_decides(who, c.id)
    AND NOT EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.user_id <> who
                    AND cases_decides(a.user_id, c.id))
    AND current_setting('role', true) IN ('hamroh_admin', 'hamroh_system')
$$;
REVOKE ALL ON FUNCTION cases_alone_on(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_alone_on(bigint) TO hamroh_admin, hamroh_system;
"""
