"""The statements of timed triggers: rules as in `statements.py`."""

# One row at a time, so that another worker takes the next. What the lock waited for is read again by Postgres before it counts.
TAKE = """
SELECT s.id, s.user_id, s.flow_id, s.node_id, s.config, s.done_until, s.handing_out, s.last_contact_id, u.timezone
FROM flow_schedule s JOIN app_user u ON u.id = s.user_id
WHERE s.next_at <= $1 ORDER BY s.next_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED
"""

PUT_BACK = """
UPDATE flow_schedule SET next_at = $2, done_until = $3, handing_out = $4, last_contact_id = $5 WHERE id = $1
"""

POSTPONE = "UPDATE flow_schedule SET next_at = $2 WHERE id = $1"

# Contacts by their ids, a bounded number however few of them are meant. What a contact has to read is worked out once for each;
# `due` holds what is due: an empty key is for everybody, an empty zone for contacts wherever they are.
START_CONTACTS = """
WITH page AS (
  SELECT id, lane_id, tags, whatsapp_account_id, is_blocked,
    CASE WHEN $10 THEN coalesce(timezone, $9) ELSE '' END AS zone,
    coalesce(substring(custom_fields #>> $7::text[] FROM $8), '') AS key,
    coalesce(left(custom_fields #>> $7::text[], 4), '') AS year
  FROM contact WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3
), started AS (
  INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
  SELECT $4, $1, p.lane_id, 'start', jsonb_build_object('flowId', $5::bigint, 'nodeId', $6::text, 'data', d.data::jsonb)
  FROM page p JOIN unnest($11::text[], $12::text[], $13::text[], $14::text[]) d(zone, key, year, data)
    ON d.zone = p.zone AND d.key = p.key AND p.year <= d.year
  WHERE NOT p.is_blocked AND (cardinality($15::text[]) = 0 OR p.tags && $15) AND NOT p.tags && $16
    AND (cardinality($17::text[]) = 0 OR p.whatsapp_account_id IN (
      SELECT a.id FROM whatsapp_account a WHERE a.user_id = $1 AND regexp_replace(a.phone_number, '[^0-9]', '', 'g') = ANY($17)))
  ORDER BY p.id RETURNING 1
)
SELECT count(*) AS seen, max(id) AS last_id, (SELECT count(*) FROM started) AS started FROM page
"""

# The zones of an owner's contacts: a jump from each to the next in the index, however many contacts share one.
ZONES = """
WITH RECURSIVE zones AS (
  SELECT min(timezone) AS zone FROM contact WHERE user_id = $1 AND timezone IS NOT NULL
  UNION ALL
  SELECT (SELECT min(timezone) FROM contact WHERE user_id = $1 AND timezone > z.zone) FROM zones z WHERE z.zone IS NOT NULL
)
SELECT zone FROM zones WHERE zone IS NOT NULL
"""

# A trigger that stays as it was goes on where it is, in the middle of its contacts too; a changed one begins now.
KEEP_OR_BEGIN = """
INSERT INTO flow_schedule AS s (user_id, flow_id, flow_version_id, node_id, config, next_at, done_until)
VALUES ($1, $2, $3, $4, $5::jsonb, $6, $6)
ON CONFLICT (flow_id, node_id) DO UPDATE SET flow_version_id = excluded.flow_version_id, config = excluded.config,
  next_at = CASE WHEN s.config = excluded.config THEN s.next_at ELSE excluded.next_at END,
  done_until = CASE WHEN s.config = excluded.config THEN s.done_until ELSE excluded.done_until END,
  handing_out = CASE WHEN s.config = excluded.config THEN s.handing_out END,
  last_contact_id = CASE WHEN s.config = excluded.config THEN s.last_contact_id ELSE 0 END
"""

FORGET = "DELETE FROM flow_schedule WHERE flow_id = $1 AND node_id <> ALL($2::text[])"
