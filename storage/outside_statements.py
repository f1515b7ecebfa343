"""The statements of what leaves the house: calls of nodes to the outside, and the outbox. The rules are those of `statements.py`."""

# Effects: a lease in `due_at`, a fence in `attempt`; `is_calling` says that an attempt has begun whose end nobody has told.
# What is due, by owner and vendor: a loose walk over the index from a place on, which steps over owners who have no room ($6).
DUE_EFFECTS = """
WITH RECURSIVE walk AS (
  (SELECT user_id, vendor, 1 AS n FROM effect WHERE (user_id, vendor) > ($2::bigint, $3::text) ORDER BY user_id, vendor LIMIT 1)
  UNION ALL
  SELECT n.user_id, n.vendor, w.n + 1 FROM walk w CROSS JOIN LATERAL (
    SELECT e.user_id, e.vendor FROM effect e
    WHERE (e.user_id, e.vendor) > (w.user_id + (w.user_id = ANY($6::bigint[]))::int, CASE WHEN w.user_id = ANY($6::bigint[]) THEN '' ELSE w.vendor END)
    ORDER BY e.user_id, e.vendor LIMIT 1) n
  WHERE w.n < $4
)
SELECT w.user_id, w.vendor, due.count FROM walk w CROSS JOIN LATERAL (SELECT count(*)::int FROM (
  SELECT 1 FROM effect e WHERE e.user_id = w.user_id AND e.vendor = w.vendor AND e.due_at <= $1 LIMIT $5) first) due
ORDER BY w.user_id, w.vendor
"""

# Longer than the attempt may take, so that two attempts rarely overlap. The keys as an array, so that few rows are looked up one by one.
LEASE_EFFECTS = """
UPDATE effect SET attempt = attempt + 1, is_cut_off = is_calling, is_calling = true,
  due_at = $1 + timeout * interval '1 second' + $5::interval
WHERE key = ANY (ARRAY(
  SELECT e.key FROM unnest($2::bigint[], $3::text[], $4::int[]) s(user_id, vendor, most) CROSS JOIN LATERAL (
    SELECT key FROM effect WHERE user_id = s.user_id AND vendor = s.vendor AND due_at <= $1
    ORDER BY due_at LIMIT s.most FOR UPDATE SKIP LOCKED) e))
RETURNING key, user_id, vendor, execution_id, visit, node_id, node_type, input, attempt, is_cut_off
"""

FINISH_EFFECT = """
WITH done AS (DELETE FROM effect WHERE key = $1 AND attempt = $2 RETURNING *)
INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, visit, kind, payload)
SELECT $3, user_id, lane_id, execution_id, visit, 'effect_result', $4::jsonb FROM done RETURNING id
"""

POSTPONE_EFFECT = "UPDATE effect SET due_at = $3, is_calling = false WHERE key = $1 AND attempt = $2"

GIVE_BACK_EFFECTS = """
UPDATE effect e SET due_at = $3 FROM unnest($1::text[], $2::int[]) u(key, attempt)
WHERE e.key = ANY ($1::text[]) AND e.key = u.key AND e.attempt = u.attempt
"""

# OFFSET 0 keeps the look for one message of each account from becoming a join with all that are queued.
# The outbox. An account's row is locked while its sends are marked: token bucket, daily limit and the cap of unresolved sends are exact.
ACCOUNTS_WITH_MAIL = """
SELECT a.id FROM whatsapp_account a WHERE (a.paused_until IS NULL OR a.paused_until <= $1) AND EXISTS (
  SELECT 1 FROM message m WHERE m.whatsapp_account_id = a.id AND m.status = 'Queued' AND m.direction = 'Outbound'
    AND m.attempted_at IS NULL AND (m.scheduled_for IS NULL OR m.scheduled_for <= $1) OFFSET 0)
ORDER BY a.id
"""

LOCK_ACCOUNT = """
SELECT id, user_id, phone_number, provider, phone_number_id, access_token, send_rate, send_tokens, send_refilled_at, messages_sent_today,
  sent_on, daily_limit, pair_seconds, pair_burst
FROM whatsapp_account a WHERE a.id = $1 FOR NO KEY UPDATE SKIP LOCKED
"""

# A statement of its own, after the lock: within the locking one it would count an older snapshot.
COUNT_UNRESOLVED = """
SELECT count(*) FROM message WHERE whatsapp_account_id = $1 AND status = 'Queued' AND direction = 'Outbound' AND attempted_at IS NOT NULL
"""

# The head of each contact's queue only: an earlier message that is not resolved holds the later ones back, and so does a contact who
# got as many as may come in a row ($4: who is paid off later than then). Later than $5 nobody can be: the clock was set back.
MARK_SENDS = """
WITH marked AS (
  UPDATE message m SET attempted_at = $2, attempt = m.attempt + 1 WHERE m.id IN (
    SELECT q.id FROM message q WHERE q.whatsapp_account_id = $1 AND q.status = 'Queued' AND q.direction = 'Outbound'
      AND q.attempted_at IS NULL AND (q.scheduled_for IS NULL OR q.scheduled_for <= $2)
      AND NOT EXISTS (SELECT 1 FROM message p WHERE p.contact_id = q.contact_id AND p.status = 'Queued'
        AND p.direction = 'Outbound' AND p.id < q.id
        AND (p.scheduled_for IS NULL OR p.scheduled_for <= $2 OR p.attempt > 0))
      AND NOT EXISTS (SELECT 1 FROM send_pace s WHERE s.contact_id = q.contact_id AND s.paid_off_at > $4 AND s.paid_off_at <= $5)
    ORDER BY q.id LIMIT $3 FOR UPDATE OF q)
  RETURNING m.id, m.attempt, m.contact_id, m.content, m.raw, m.execution_id
)
SELECT marked.*, c.phone, c.bsuid FROM marked JOIN contact c ON c.id = marked.contact_id ORDER BY marked.id
"""

# Each message to a contact costs some seconds, and a debt of some messages is allowed: `paid_off_at` is when there is none left.
TAKE_PACE = """
INSERT INTO send_pace (contact_id, user_id, paid_off_at) SELECT c, $2, $3::timestamptz + $4::interval FROM unnest($1::bigint[]) c ORDER BY c
ON CONFLICT (contact_id) DO UPDATE SET paid_off_at = $4::interval
  + CASE WHEN send_pace.paid_off_at BETWEEN $3::timestamptz AND $5::timestamptz THEN send_pace.paid_off_at ELSE $3::timestamptz END
"""

FORGET_PACES = """
DELETE FROM send_pace WHERE contact_id IN (SELECT contact_id FROM send_pace WHERE paid_off_at <= $1 FOR UPDATE SKIP LOCKED)
"""

TAKE_TOKENS = """
UPDATE whatsapp_account SET send_tokens = $2, send_refilled_at = $3, messages_sent_today = $4, sent_on = $5 WHERE id = $1
"""

# A result counts only for the attempt it belongs to and only while nothing else has resolved the message.
FINISH_SENDS = """
WITH locked AS (SELECT id FROM message WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE)
UPDATE message m SET status = u.status, whatsapp_message_id = coalesce(m.whatsapp_message_id, u.wamid),
  sent_at = CASE WHEN u.status = 'Sent' THEN $6 ELSE m.sent_at END, error_code = u.error_code, error_message = u.error
FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::int[], $7::text[]) u(id, attempt, status, wamid, error_code, error)
  JOIN locked l ON l.id = u.id
WHERE m.id = u.id AND m.attempt = u.attempt AND m.status = 'Queued'
RETURNING m.execution_id, m.visit, m.error_message
"""

RELEASE_SEND = """
UPDATE message SET attempted_at = NULL, scheduled_for = $3, error_message = $4 WHERE id = $1 AND attempt = $2 AND status = 'Queued'
"""

# An outcome still unknown after the grace: listed, and resent a few times or parked, as the account says.
RESOLVE_UNKNOWN = """
WITH overdue AS (
  SELECT id FROM message WHERE status = 'Queued' AND direction = 'Outbound' AND attempted_at <= $1 ORDER BY id FOR UPDATE SKIP LOCKED
)
UPDATE message m SET outcome_unknown = true, unknown_attempts = m.unknown_attempts + 1,
  attempted_at = CASE WHEN a.unknown_sends = 'resend' AND m.unknown_attempts + 1 < $2 THEN NULL ELSE m.attempted_at END,
  status = CASE WHEN a.unknown_sends = 'resend' AND m.unknown_attempts + 1 < $2 THEN m.status ELSE 'Failed' END,
  error_message = 'WhatsApp did not say whether this message arrived.'
FROM overdue o, whatsapp_account a WHERE m.id = o.id AND a.id = m.whatsapp_account_id
  RETURNING m.id, m.execution_id, m.visit, m.status, m.error_message
"""

# Statuses of messages that we do not know: they may be faster than the answer that tells us the message's id.
PARK_STATUSES = """
INSERT INTO parked_status (user_id, whatsapp_account_id, whatsapp_message_id, status, at, error_code, error_message, parked_at)
SELECT a.user_id, a.id, u.wamid, u.status, u.at, u.code, u.error, $7
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::text[]) WITH ORDINALITY
  u(account_id, wamid, status, at, code, error, place)
JOIN whatsapp_account a ON a.id = u.account_id ORDER BY u.place
"""

TAKE_PARKED = """
WITH known AS (
  SELECT p.id FROM parked_status p JOIN message m ON m.whatsapp_account_id = p.whatsapp_account_id
    AND m.whatsapp_message_id = p.whatsapp_message_id AND m.direction = 'Outbound'
  ORDER BY p.id LIMIT $1 FOR UPDATE OF p SKIP LOCKED
)
DELETE FROM parked_status p USING known WHERE p.id = known.id
RETURNING p.id, p.whatsapp_account_id, p.whatsapp_message_id, p.status, p.at, p.error_code, p.error_message
"""

FORGET_PARKED = """
DELETE FROM parked_status p WHERE p.parked_at < $1 OR p.id IN (
  SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY whatsapp_account_id ORDER BY id DESC) AS place FROM parked_status) n
  WHERE n.place > $2)
"""

PAUSE_ACCOUNT = "UPDATE whatsapp_account SET paused_until = greatest(paused_until, $2) WHERE id = $1"

ACCOUNT_REFUSED = """
UPDATE whatsapp_account SET connection_status = 'Failed', health_status = 'Critical', health_reason = $2 WHERE id = $1
"""
