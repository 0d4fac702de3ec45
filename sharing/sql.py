"""Triggers of the owner: what was shared ends in the same transaction as its ground, whoever wrote it and how."""

from __future__ import annotations

#: A consent that is withdrawn, or an agreement that is ended, ends the summaries that rest on it. A summary that
#: only waits for its release ends as well: it could not be released any more.
ENDINGS = """
CREATE OR REPLACE FUNCTION sharing_end_by_consent() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- A newer decision that covers all of the older one, and for as long: what was shared goes on, and rests on both.
  INSERT INTO sharing_summaryconsent (summary_id, consent_id)
    SELECT s.id, n.id FROM cases_consent n
    JOIN sharing_summaryconsent b ON b.consent_id = NEW.id JOIN sharing_summary s ON s.id = b.summary_id
    WHERE n.id = NEW.superseded_by_id
      AND (n.case_id, n.agency_id, n.purpose) = (NEW.case_id, NEW.agency_id, NEW.purpose)
      AND n.decision = 'given' AND NOT n.assent_blocks AND n.withdrawn_at IS NULL AND n.kinds @> NEW.kinds
      AND n.given_on <= statement_timestamp()::date AND n.until >= (s.expires_at AT TIME ZONE 'Asia/Tashkent')::date
    ON CONFLICT DO NOTHING;
  UPDATE sharing_summary SET state = 'ended', ended_at = NEW.withdrawn_at,
                             end_reason = CASE WHEN NEW.lapsed = '' THEN 'consent' ELSE 'lapsed' END,
                             updated_at = NEW.withdrawn_at
    WHERE state IN ('built', 'returned', 'released') AND id IN
      (SELECT summary_id FROM sharing_summaryconsent WHERE consent_id = NEW.id)
    AND id NOT IN (SELECT summary_id FROM sharing_summaryconsent WHERE consent_id = NEW.superseded_by_id
                   AND NEW.superseded_by_id IS NOT NULL);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION sharing_end_by_consent() FROM PUBLIC;
DROP TRIGGER IF EXISTS end_by_consent ON cases_consent;
CREATE TRIGGER end_by_consent AFTER UPDATE OF withdrawn_at ON cases_consent FOR EACH ROW
WHEN (NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL) EXECUTE FUNCTION sharing_end_by_consent();

CREATE OR REPLACE FUNCTION sharing_end_by_agreement() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sharing_summary SET state = 'ended', ended_at = NEW.ended_at, end_reason = 'agreement',
                             updated_at = NEW.ended_at
    WHERE state IN ('built', 'returned', 'released') AND agreement_id = NEW.id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION sharing_end_by_agreement() FROM PUBLIC;
DROP TRIGGER IF EXISTS end_by_agreement ON sharing_agreement;
CREATE TRIGGER end_by_agreement AFTER UPDATE OF ended_at ON sharing_agreement FOR EACH ROW
WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL) EXECUTE FUNCTION sharing_end_by_agreement();

CREATE OR REPLACE FUNCTION sharing_end_release() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sharing_release SET ended_at = NEW.ended_at, end_reason = NEW.end_reason
    WHERE summary_id = NEW.id AND ended_at IS NULL;
  -- Ended before its time, and not for a newer version: what the agency has printed or copied is to be destroyed.
  IF NEW.end_reason NOT IN ('expired', 'superseded') THEN
    INSERT INTO sharing_destruction (release_id, agency_id, purpose, reference, sender, reason, asked_at, destroyed_by)
      SELECT summary_id, agency_id, purpose, reference, sender, NEW.end_reason, NEW.ended_at, ''
      FROM sharing_release WHERE summary_id = NEW.id
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION sharing_end_release() FROM PUBLIC;
DROP TRIGGER IF EXISTS end_release ON sharing_summary;
CREATE TRIGGER end_release AFTER UPDATE OF ended_at ON sharing_summary FOR EACH ROW
WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL) EXECUTE FUNCTION sharing_end_release();
"""

#: Whether a printed page is genuine: one word for a code, nothing about whom it speaks of or who printed it.
VERIFY = """
CREATE OR REPLACE FUNCTION sharing_verify(wanted text) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN r.ended_at IS NULL AND r.expires_at > statement_timestamp() THEN 'running' ELSE 'ended' END
  FROM sharing_summaryreading s JOIN sharing_release r ON r.summary_id = s.release_id
  WHERE s.code = wanted AND wanted <> '' LIMIT 1
$$;
REVOKE ALL ON FUNCTION sharing_verify(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sharing_verify(text) TO hamroh_identity;
"""
