"""The statements of ingestion: contacts found or made, messages stored once, events stamped in the order of acceptance."""

# Contacts are found and locked in the order of their ids; a new one is made in a statement of its own.
FIND_CONTACTS = """
SELECT u.place, k.kind, c.id, c.lane_id, c.user_id, c.phone, c.bsuid FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[])
  u(place, account_id, kind, value)
JOIN contact_key k ON k.whatsapp_account_id = u.account_id AND k.kind = u.kind AND k.value = u.value
JOIN contact c ON c.id = k.contact_id ORDER BY c.id FOR NO KEY UPDATE OF c
"""

CREATE_CONTACTS = """
WITH created AS (
  INSERT INTO contact (user_id, whatsapp_account_id, phone, bsuid, username, name, source, tags, custom_fields, is_blocked, unread_count,
    last_event_at, created_at, updated_at)
  SELECT u.user_id, u.account_id, u.phone, u.bsuid, u.username, u.name, 'WhatsApp', '{}', '{}', false, 0, 'epoch', $7, $7
  FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[]) u(user_id, account_id, phone, bsuid, username, name)
  ORDER BY u.account_id, u.phone, u.bsuid
  ON CONFLICT DO NOTHING RETURNING id, user_id, lane_id, whatsapp_account_id, phone, bsuid
), laned AS (
  INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, user_id, id FROM created
)
INSERT INTO contact_key (whatsapp_account_id, kind, value, contact_id, user_id)
SELECT whatsapp_account_id, kind, value, id, user_id FROM created
CROSS JOIN LATERAL (VALUES ('phone', phone), ('bsuid', bsuid)) k(kind, value) WHERE value IS NOT NULL
ORDER BY whatsapp_account_id, kind, value ON CONFLICT DO NOTHING
"""

# A contact known by one key shows the other: remember it, unless that key already belongs to somebody.
LEARN_KEYS = """
WITH learned AS (
  INSERT INTO contact_key (whatsapp_account_id, kind, value, contact_id, user_id)
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) u(account_id, kind, value, contact_id, user_id)
  ORDER BY account_id, kind, value ON CONFLICT DO NOTHING RETURNING kind, value, contact_id
)
UPDATE contact c SET phone = coalesce(c.phone, l.phone), bsuid = coalesce(c.bsuid, l.bsuid)
FROM (SELECT contact_id, max(value) FILTER (WHERE kind = 'phone') phone, max(value) FILTER (WHERE kind = 'bsuid') bsuid
      FROM learned GROUP BY contact_id) l WHERE c.id = l.contact_id
"""

# Only a message that is new (by its wamid) counts as unread and becomes an event. Events are stamped one microsecond apart, after
# everything the contact was stamped with before: the row lock taken by FIND_CONTACTS makes that the order of acceptance.
STORE_MESSAGES = """
WITH input AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::timestamptz[], $11::text[], $12::bool[], $13::text[], $14::text[]) WITH ORDINALITY
  u(user_id, account_id, contact_id, lane_id, wamid, type, subtype, content, media_url, sent_at, raw, drives, name, button, place)
), stored AS (
  INSERT INTO message (user_id, whatsapp_account_id, contact_id, direction, type, subtype, content, media_url, whatsapp_message_id,
    status, sent_at, delivered_at, raw, is_from_bot, attempt, outcome_unknown, created_at)
  SELECT user_id, account_id, contact_id, 'Inbound', type, subtype, content, media_url, wamid, 'Delivered', sent_at, $15, raw::jsonb,
    false, 0, false, $15::timestamptz + place * interval '1 microsecond'
  FROM input ORDER BY place
  ON CONFLICT (whatsapp_account_id, whatsapp_message_id) WHERE whatsapp_message_id IS NOT NULL DO NOTHING
  RETURNING id, whatsapp_account_id, whatsapp_message_id
), fresh AS (
  SELECT i.*, s.id AS message_id, row_number() OVER (PARTITION BY i.contact_id ORDER BY i.place) AS k
  FROM input i JOIN stored s ON s.whatsapp_account_id = i.account_id AND s.whatsapp_message_id = i.wamid
), touched AS (
  UPDATE contact c SET last_event_at = greatest($15::timestamptz, c.last_event_at + interval '1 microsecond') + f.n * interval '1 microsecond',
    last_message_at = $15, last_inbound_at = $15, unread_count = c.unread_count + f.n, name = coalesce(nullif(c.name, ''), f.name)
  FROM (SELECT contact_id, count(*)::int n, max(name) AS name FROM fresh GROUP BY contact_id) f WHERE c.id = f.contact_id
  RETURNING c.id, c.last_event_at - f.n * interval '1 microsecond' AS base
)
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
SELECT t.base + f.k * interval '1 microsecond', f.user_id, f.lane_id, 'message',
  jsonb_build_object('id', f.message_id, 'text', f.content, 'type', f.type, 'subtype', f.subtype, 'button', f.button)
FROM fresh f JOIN touched t ON t.id = f.contact_id WHERE f.drives ORDER BY f.place
RETURNING lane_id
"""
