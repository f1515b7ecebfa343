"""The hot path's statements.

Rules, each found by breaking a prototype: lock only the lane; read in the next statement; the engine locks no row of
`flow_event` or `contact`; every count is checked; the time is a parameter.
"""

# The claim walks the due index and skips lanes that another worker holds. LIMIT stands above LockRows.
CLAIM = """
SELECT l.id FROM flow_event e JOIN lane l ON l.id = e.lane_id
WHERE e.due_at <= $1 ORDER BY e.due_at LIMIT $2 FOR UPDATE OF l SKIP LOCKED
"""

LOCK_LANE = "SELECT 1 FROM lane WHERE id = $1 FOR UPDATE SKIP LOCKED"

# The owners who have something due: a loose scan, which steps from owner to owner and looks at the first event of each only.
# By owner and time: ordered by time alone it would, planned while one owner has nearly all events, walk past those for each other.
DUE_OWNERS = """
WITH RECURSIVE first(owner, due_at) AS (
  (SELECT user_id, due_at FROM flow_event ORDER BY user_id, due_at LIMIT 1)
  UNION ALL
  SELECT e.user_id, e.due_at FROM first f CROSS JOIN LATERAL (
    SELECT user_id, due_at FROM flow_event WHERE user_id > f.owner ORDER BY user_id, due_at LIMIT 1) e
)
SELECT owner FROM first WHERE due_at <= $1
"""

# The claim, owner by owner: LIMIT $3 stands above the locks of each, and LIMIT $4 keeps one with a long queue in others' hands
# from being walked to its end. The nested LATERALs leave the planner no other way than index lookups,
# and the order by owner none than the owner's index.
CLAIM_SHARES = """
SELECT o.id, c.id FROM unnest($1::bigint[]) o(id) CROSS JOIN LATERAL (
  SELECT l.id FROM (
    SELECT lane_id FROM flow_event WHERE user_id BETWEEN o.id AND o.id AND due_at <= $2 ORDER BY user_id, due_at LIMIT $4) e
  CROSS JOIN LATERAL (SELECT id FROM lane WHERE id = e.lane_id FOR UPDATE SKIP LOCKED) l LIMIT $3) c
"""

_EXECUTION = """
  x.id, x.user_id, x.flow_id, x.flow_version_id, x.trigger_data, x.status, x.waiting_for, x.wait_until, x.current_node_id, x.visit, x.seq,
  x.step_count, x.variables, x.message, x.started_at, x.updated_at, x.pending, x.memory, x.parent_id, x.parent_visit
"""

# A new statement, so a new snapshot: everything committed before the locks were won is seen. One statement, for each takes a while
# on the way, and an event alone waits for every one.
READ_LANES = f"""
SELECT l.id AS lane_id, l.user_id, u.trigger_epoch, c.id, c.whatsapp_account_id, c.name, c.phone, c.email, c.company, c.tags,
  c.custom_fields, c.is_blocked, coalesce(c.timezone, u.timezone) AS timezone,
  ARRAY(SELECT ROW(e.id, e.due_at, e.kind, e.payload, e.execution_id, e.visit) FROM flow_event e
    WHERE e.lane_id = l.id AND e.due_at <= $2 ORDER BY e.due_at, e.id LIMIT $3) AS events,
  ARRAY(SELECT ROW({_EXECUTION}) FROM flow_execution x
    WHERE x.lane_id = l.id AND x.status IN ('Running', 'Paused') ORDER BY x.id) AS executions
FROM lane l JOIN app_user u ON u.id = l.user_id
LEFT JOIN LATERAL (SELECT * FROM contact WHERE id = l.contact_id AND user_id = l.user_id OFFSET 0) c ON true
WHERE l.id = ANY($1::bigint[])
"""

# Failed executions that somebody asks to try again.
READ_FAILED_EXECUTIONS = f"""
SELECT x.lane_id, {_EXECUTION} FROM flow_execution x WHERE x.id = ANY($1::bigint[]) AND x.status = 'Failed' ORDER BY x.id
"""

# Named events that came before anybody waited for them; read only when a plan of the batch may wait for one.
READ_KEPT_EVENTS = """
SELECT k.* FROM unnest($1::bigint[]) l(id) CROSS JOIN LATERAL (
  SELECT lane_id, id, name, key, data FROM lane_event WHERE lane_id = l.id AND kept_at > $2 ORDER BY id DESC LIMIT $3) k
ORDER BY k.lane_id, k.id
"""

# When contacts entered flows; read only when a flow of the batch has a rule of re-entry.
READ_ENTRIES = """
SELECT l.id AS lane_id, e.flow_id, e.key, e.last_at FROM lane l JOIN flow_entry e ON e.contact_id = l.contact_id
WHERE l.id = ANY($1::bigint[]) AND e.user_id = l.user_id
"""

READ_VERSIONS = "SELECT id, flow_id, document FROM flow_version WHERE id = ANY($1::bigint[])"

# In the order of the flows and of their documents, so that a flow has a first trigger.
READ_TRIGGERS = """
SELECT t.user_id, t.flow_id, t.flow_version_id, t.node_id, t.config FROM flow_trigger t
JOIN flow f ON f.id = t.flow_id AND f.published_version_id = t.flow_version_id
WHERE t.user_id = ANY($1::bigint[]) AND f.is_active AND f.deleted_at IS NULL ORDER BY t.flow_id, t.id
"""

TAKE_EXECUTION_IDS = "SELECT nextval('flow_execution_id_seq') FROM generate_series(1, $1)"

# One statement writes a whole batch. Each part answers how many rows it touched; the caller compares.
WRITE = """
WITH consumed AS (
  DELETE FROM flow_event WHERE id = ANY($1::bigint[]) RETURNING 1
), cleared AS (
  DELETE FROM flow_event WHERE lane_id = ANY($86::bigint[]) AND execution_id = ANY($2::bigint[])
    AND (kind = 'timer' OR due_at = 'infinity') AND id <> ALL($1::bigint[]) RETURNING 1
), started AS (
  INSERT INTO flow_execution (id, user_id, lane_id, contact_id, flow_id, flow_version_id, trigger_data, status, waiting_for,
    wait_until, current_node_id, visit, seq, step_count, variables, message, outcome, error_message, started_at, updated_at, finished_at,
    pending, memory, parent_id, parent_visit)
  SELECT u.id, u.user_id, u.lane_id, u.contact_id, u.flow_id, u.version_id, u.data::jsonb, u.status, u.waiting_for, u.wait_until,
    u.node_id, u.visit, 1, u.steps, u.variables::jsonb, u.message::jsonb, u.outcome, u.error, u.started_at, u.updated_at, u.finished_at,
    u.pending, u.memory, u.parent_id, u.parent_visit
  FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[],
    $12::timestamptz[], $13::text[], $14::int[], $15::int[], $16::text[], $17::text[], $18::text[], $19::text[], $20::timestamptz[],
    $21::timestamptz[], $22::timestamptz[], $23::json[], $24::json[], $25::bigint[], $26::int[])
  u(id, user_id, lane_id, contact_id, flow_id, version_id, data, status, waiting_for, wait_until, node_id, visit, steps, variables,
    message, outcome, error, started_at, updated_at, finished_at, pending, memory, parent_id, parent_visit) RETURNING 1
), moved AS (
  UPDATE flow_execution e SET status = u.status, waiting_for = u.waiting_for, wait_until = u.wait_until, current_node_id = u.node_id,
    visit = u.visit, seq = e.seq + 1, step_count = u.steps, variables = u.variables::jsonb, message = u.message::jsonb,
    outcome = u.outcome, error_message = u.error, updated_at = u.updated_at, finished_at = u.finished_at,
    pending = u.pending, memory = u.memory
  FROM unnest($27::bigint[], $28::int[], $29::text[], $30::text[], $31::timestamptz[], $32::text[], $33::int[], $34::int[], $35::text[],
    $36::text[], $37::text[], $38::text[], $39::timestamptz[], $40::timestamptz[], $41::json[], $42::json[])
  u(id, seq, status, waiting_for, wait_until, node_id, visit, steps, variables, message, outcome, error, updated_at, finished_at,
    pending, memory)
  WHERE e.id = u.id AND e.seq = u.seq RETURNING 1
), stepped AS (
  INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, status, port, input, output, error_message, started_at,
    finished_at)
  SELECT * FROM unnest($43::bigint[], $44::int[], $45::int[], $46::text[], $47::text[], $48::text[], $49::text[], $50::json[],
    $51::json[], $52::text[], $53::timestamptz[], $54::timestamptz[]) RETURNING 1
), queued AS (
  INSERT INTO message (user_id, whatsapp_account_id, contact_id, direction, type, subtype, content, status, is_from_bot, raw,
    execution_id, visit, attempt, outcome_unknown, created_at)
  SELECT u.user_id, u.account_id, u.contact_id, 'Outbound', u.type, u.subtype, u.content, 'Queued', true, u.body::jsonb, u.execution_id,
    u.visit, 0, false, u.created_at
  FROM unnest($55::bigint[], $56::bigint[], $57::bigint[], $58::text[], $59::text[], $60::bigint[], $61::int[], $62::timestamptz[],
    $87::text[], $88::text[]) WITH ORDINALITY
    u(user_id, account_id, contact_id, content, body, execution_id, visit, created_at, type, subtype, place)
  ORDER BY u.place RETURNING 1
), called AS (
  INSERT INTO effect (key, user_id, lane_id, execution_id, visit, node_id, node_type, input, due_at, attempt, created_at,
    vendor, timeout)
  SELECT u.key, u.user_id, u.lane_id, u.execution_id, u.visit, u.node_id, u.node_type, u.input::jsonb, u.due_at, 0, u.due_at,
    u.vendor, u.timeout
  FROM unnest($63::text[], $64::bigint[], $65::bigint[], $66::bigint[], $67::int[], $68::text[], $69::text[], $70::text[],
    $71::timestamptz[], $72::text[], $73::float8[])
    u(key, user_id, lane_id, execution_id, visit, node_id, node_type, input, due_at, vendor, timeout) RETURNING 1
), planned AS (
  INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, visit, kind, payload)
  SELECT u.due_at, u.user_id, u.lane_id, u.execution_id, u.visit, u.kind, u.payload::jsonb
  FROM unnest($74::timestamptz[], $75::bigint[], $76::bigint[], $77::bigint[], $78::int[], $79::text[], $80::text[])
    u(due_at, user_id, lane_id, execution_id, visit, kind, payload) RETURNING 1
), dropped AS (
  DELETE FROM effect WHERE execution_id = ANY($81::bigint[]) RETURNING 1
), counted AS (
  INSERT INTO flow_count_delta (flow_id, started, succeeded, failed)
  SELECT * FROM unnest($82::bigint[], $83::int[], $84::int[], $85::int[]) RETURNING 1
)
SELECT (SELECT count(*) FROM consumed) AS consumed, (SELECT count(*) FROM started) AS started, (SELECT count(*) FROM moved) AS moved
"""

# What is not part of WRITE is rare.
# Texts too large for their step's row.
KEEP_TEXTS = """
INSERT INTO flow_execution_step_text (execution_id, n, part, content, finished_at)
SELECT * FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::timestamptz[])
"""

# An execution that was ended takes back what has not left yet; this locks message rows.
# They are found by contact: the outbox of a campaign is long.
WITHDRAW_MESSAGES = """
UPDATE message SET status = 'Failed', error_message = 'Withdrawn: the execution was ended before the message left.'
WHERE contact_id = ANY($1::bigint[]) AND execution_id = ANY($2::bigint[]) AND status = 'Queued' AND direction = 'Outbound'
  AND attempted_at IS NULL
"""

# What comes due for a paused execution stays put until it goes on.
HOLD_EVENTS = "UPDATE flow_event SET due_at = 'infinity' WHERE id = ANY($1::bigint[])"

RELEASE_EVENTS = (
    "UPDATE flow_event SET due_at = $2 WHERE execution_id = ANY($1::bigint[]) AND due_at = 'infinity'"
)

KEEP_EVENTS = """
INSERT INTO lane_event (id, user_id, lane_id, name, key, data, kept_at)
SELECT u.id, u.user_id, u.lane_id, u.name, u.key, u.data, $7
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::json[]) u(id, user_id, lane_id, name, key, data)
"""

USE_EVENTS = "DELETE FROM lane_event WHERE id = ANY($1::bigint[])"

REMEMBER_ENTRIES = """
INSERT INTO flow_entry (user_id, flow_id, contact_id, key, last_at)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[])
ON CONFLICT (flow_id, contact_id, key) DO UPDATE SET last_at = EXCLUDED.last_at
"""

FAIL_EVENTS = """
WITH gone AS (DELETE FROM flow_event WHERE id = ANY($1::bigint[]) RETURNING *)
INSERT INTO flow_event_failed (event_id, due_at, user_id, lane_id, execution_id, visit, kind, payload, created_at, error, failed_at)
SELECT id, due_at, user_id, lane_id, execution_id, visit, kind, payload, created_at, $2, $3 FROM gone
"""

FAIL_EXECUTIONS = """
WITH failed AS (
  UPDATE flow_execution SET status = 'Failed', error_message = $2, waiting_for = NULL, wait_until = NULL, pending = NULL,
    seq = seq + 1, updated_at = $3, finished_at = $3
  WHERE id = ANY (ARRAY(SELECT execution_id FROM flow_event_failed WHERE event_id = ANY($1::bigint[]))) AND status IN ('Running', 'Paused')
  RETURNING flow_id
)
INSERT INTO flow_count_delta (flow_id, started, succeeded, failed) SELECT flow_id, 0, 0, count(*) FROM failed GROUP BY flow_id
"""

ROLL_UP_COUNTS = """
WITH taken AS (DELETE FROM flow_count_delta RETURNING flow_id, started, succeeded, failed),
     sums AS (SELECT flow_id, sum(started) s, sum(succeeded) k, sum(failed) f FROM taken GROUP BY flow_id ORDER BY flow_id)
UPDATE flow SET total_executions = total_executions + s, successful_executions = successful_executions + k,
  failed_executions = failed_executions + f FROM sums WHERE flow.id = sums.flow_id
"""

OLDEST_DUE = "SELECT min(due_at) FROM flow_event WHERE due_at <= $1"

# Statuses: found and locked in order, folded in memory (a lattice), written back in one statement. The message is found apart and by
# its key alone (`+ 0` and `|| ''` hide the other indexes): else all messages may be read for each status, in a plan that was made
# before the table was counted.
FIND_SENT = """
SELECT m.*, k.place FROM (
  SELECT u.place, u.account_id, k.id FROM unnest($1::int[], $2::bigint[], $3::text[], $4::bigint[]) u(place, account_id, wamid, id)
  CROSS JOIN LATERAL (SELECT u.id UNION
    SELECT w.id FROM message w WHERE w.whatsapp_account_id = u.account_id AND w.whatsapp_message_id = u.wamid) k
  ORDER BY k.id) k
CROSS JOIN LATERAL (SELECT m.id, m.status, m.execution_id, m.visit FROM message m
  WHERE m.id = k.id AND m.whatsapp_account_id + 0 = k.account_id AND m.direction || '' = 'Outbound' FOR UPDATE) m
"""

UPDATE_STATUSES = """
UPDATE message m SET status = u.status, whatsapp_message_id = coalesce(m.whatsapp_message_id, u.wamid),
  sent_at = coalesce(m.sent_at, u.sent_at), delivered_at = coalesce(m.delivered_at, u.delivered_at),
  read_at = coalesce(m.read_at, u.read_at), error_code = coalesce(u.error_code, m.error_code),
  error_message = coalesce(u.error, m.error_message)
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::int[], $8::text[])
  u(id, status, wamid, sent_at, delivered_at, read_at, error_code, error) WHERE m.id = u.id
"""

# Who waits for something else, such as a reply, hears of failures only. A wait is committed together with its messages.
SEND_RESULTS = """
INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, visit, kind, payload)
SELECT $4, e.user_id, e.lane_id, e.id, u.visit, 'send_result', jsonb_build_object('error', u.error)
FROM unnest($1::bigint[], $2::int[], $3::text[]) u(execution_id, visit, error) JOIN flow_execution e ON e.id = u.execution_id
WHERE u.error IS NOT NULL OR e.waiting_for = 'send' RETURNING 1
"""

HEARTBEAT = """
INSERT INTO runtime_process (id, host, pid, started_at, beat_at, loop_at) VALUES ($1, $2, $3, $4, $4, $5)
ON CONFLICT (id) DO UPDATE SET beat_at = $4, loop_at = $5
"""

FORGET_PROCESSES = "DELETE FROM runtime_process WHERE beat_at < $1"

# Nothing is locked or written while it is nobody's turn. A turn that lies too far ahead was taken by a clock that was set back.
TAKE_TURN = """
INSERT INTO job_turn (name, due_at) SELECT $1, $2::timestamptz + $3::interval
WHERE NOT EXISTS (SELECT FROM job_turn WHERE name = $1 AND due_at > $2::timestamptz - $4::interval AND due_at <= $2::timestamptz + 2 * $3::interval)
ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at
  WHERE NOT (job_turn.due_at > $2::timestamptz - $4::interval AND job_turn.due_at <= $2::timestamptz + 2 * $3::interval)
RETURNING true
"""

RECEIVERS = "SELECT id, user_id, provider, phone_number, phone_number_id, access_token, app_secret, verify_token FROM whatsapp_account"

WEBHOOK_FLOW = """
SELECT f.id, f.user_id FROM flow f JOIN flow_trigger t ON t.flow_id = f.id AND t.flow_version_id = f.published_version_id
WHERE f.webhook_token = $1 AND f.is_active AND f.deleted_at IS NULL AND t.kind = 'webhook'
"""

START_FLOW = """
WITH accepted AS (
  INSERT INTO accepted_key (user_id, key, accepted_at) SELECT $1, $4, $2 WHERE $4::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING 1
), fresh AS (
  INSERT INTO lane (user_id, contact_id) SELECT $1, NULL WHERE $4::text IS NULL OR EXISTS (SELECT FROM accepted) RETURNING id
)
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload) SELECT $2, $1, id, 'start', $3::jsonb FROM fresh
"""

SENT_TO_PHONE = """
SELECT m.id, m.whatsapp_message_id, m.whatsapp_account_id, m.raw, c.phone, c.bsuid, c.name FROM message m
JOIN contact c ON c.id = m.contact_id AND c.user_id = m.user_id AND c.whatsapp_account_id = m.whatsapp_account_id
JOIN whatsapp_account a ON a.id = m.whatsapp_account_id
WHERE m.id = $2 AND m.user_id = $1 AND a.provider = 'simulator' AND m.direction = 'Outbound' AND m.whatsapp_message_id IS NOT NULL
"""

# What lies unread on a simulated phone: sent to this contact by a simulator account of this owner.
UNREAD_ON_PHONE = """
SELECT m.id, m.whatsapp_message_id, m.whatsapp_account_id, c.phone, c.bsuid, c.name FROM message m
JOIN contact c ON c.id = m.contact_id AND c.user_id = m.user_id AND c.whatsapp_account_id = m.whatsapp_account_id
JOIN whatsapp_account a ON a.id = m.whatsapp_account_id
WHERE m.user_id = $1 AND m.contact_id = $2 AND a.provider = 'simulator' AND m.direction = 'Outbound'
  AND m.status IN ('Sent', 'Delivered') AND m.whatsapp_message_id IS NOT NULL ORDER BY m.id LIMIT 200
"""
