"""A database filled in a few statements, so that Postgres plans as it would in production."""

from datetime import UTC, datetime
from typing import Any

from storage import partitions

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

# For n rows in the large tables n / 5 contacts. Each has due events and timers months away, executions that live and that are
# over, and old messages; all that for a hundred owners.
FILL = """
INSERT INTO app_user (email, password, name, role)
  SELECT n::text, 'x', 'O', 'Owner' FROM generate_series(1, 100) n;
INSERT INTO whatsapp_account (user_id, phone_number, phone_number_id, access_token, app_secret, verify_token)
  VALUES (1, '+1', 'p1', '', '', '');
INSERT INTO contact (user_id, whatsapp_account_id, lane_id, phone, source)
  SELECT 1 + n % 100, 1, n, '+' || n, 'WhatsApp' FROM generate_series(1, {n} / 5) n;
INSERT INTO contact_key (whatsapp_account_id, kind, value, contact_id, user_id)
  SELECT 1, 'phone', phone, id, user_id FROM contact;
INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, user_id, id FROM contact;
INSERT INTO lane (id, user_id) SELECT {n} + n, 1 FROM generate_series(1, {n} / 5) n;
INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, visit, kind)
  SELECT '2026-11-24 11:00+00'::timestamptz + n % 2 * interval '90 days' + n * interval '1 ms', 1 + n % 100, 1 + n % ({n} / 5), n, 1, 'timer'
  FROM generate_series(1, {n}) n;
INSERT INTO flow_event_failed (event_id, due_at, user_id, lane_id, kind, error, failed_at)
  SELECT n, '2026-11-24', 1, 1, 'message', 'x', '2026-08-24'::timestamptz + n * interval '1 s' FROM generate_series(1, {n} / 10) n;
INSERT INTO flow (user_id, webhook_token, is_active, published_version_id)
  SELECT 1 + n % 100, n::text, true, n FROM generate_series(1, {n} / 20) n;
INSERT INTO flow_version (id, user_id, flow_id, number, document) SELECT n, 1 + n % 100, n, 1, '{{}}' FROM generate_series(1, {n} / 20) n;
INSERT INTO flow_trigger (user_id, flow_id, flow_version_id, node_id, kind) SELECT user_id, id, id, 'start', 'webhook' FROM flow;
INSERT INTO flow_execution (user_id, flow_id, flow_version_id, lane_id, contact_id, status, started_at, finished_at)
  SELECT 1 + n % 100, 1 + n % ({n} / 20), 1 + n % ({n} / 20), 1 + n % ({n} / 5), CASE WHEN n % 50 > 0 THEN 1 + n % ({n} / 5) END,
    CASE WHEN n % 3 = 0 THEN 'Running' ELSE 'Completed' END, t, CASE WHEN n % 3 > 0 THEN t END
  FROM generate_series(1, {n}) n, LATERAL (SELECT '2026-08-24'::timestamptz + n * interval '90 days' / {n} t) x;
INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, status, started_at, finished_at)
  SELECT e.id, n, n, 'a', 'a', 'Completed', e.started_at, e.started_at FROM flow_execution e, generate_series(1, 2) n;
INSERT INTO flow_execution_step_text (execution_id, n, part, content, finished_at)
  SELECT id, 1, 'output', 'x', started_at FROM flow_execution WHERE id % 10 = 0;
INSERT INTO message (user_id, whatsapp_account_id, contact_id, direction, type, status, attempted_at, execution_id, whatsapp_message_id)
  SELECT 1 + n % 100, 1, 1 + n % ({n} / 5), 'Outbound', 'Text',
    CASE WHEN n % 100 = 0 THEN 'Queued' ELSE (ARRAY['Sent', 'Delivered', 'Read', 'Failed'])[1 + n % 4] END,
    CASE WHEN n % 200 = 0 THEN '2026-11-24'::timestamptz END, n, 'wamid.' || n
  FROM generate_series(1, {n}) n;
INSERT INTO effect (key, user_id, lane_id, execution_id, visit, node_id, node_type, vendor, due_at)
  SELECT n::text, 1 + n % 100, n, n, 1, 'a', 'a', 'v' || n % 7, '2027-01-01' FROM generate_series(1, {n} / 10) n;
INSERT INTO flow_schedule (user_id, flow_id, flow_version_id, node_id, next_at, done_until)
  SELECT user_id, id, id, 'a', '2027-01-01', '2026-01-01' FROM flow;
INSERT INTO lane_event (id, user_id, lane_id, name, kept_at)
  SELECT n, 1, 1 + n % ({n} / 5), 'paid', '2026-11-24' FROM generate_series(1, {n} / 10) n;
INSERT INTO flow_entry (user_id, flow_id, contact_id, key, last_at)
  SELECT 1 + n % 100, 1, 1 + n % ({n} / 5), n::text, '2026-11-24' FROM generate_series(1, {n} / 10) n;
INSERT INTO accepted_key (user_id, key, accepted_at) SELECT 1, n::text, '2026-11-24' FROM generate_series(1, {n} / 10) n;
INSERT INTO send_pace (contact_id, user_id, paid_off_at) SELECT id, user_id, '2026-11-24' FROM contact;
INSERT INTO refresh_token (user_id, token, expires_at)
  SELECT 1, n::text, '2026-08-24'::timestamptz + n * interval '1 s' FROM generate_series(1, {n} / 10) n;
"""


async def fill(connection: Any, rows: int) -> None:
    """Weeks for three months, and `rows` rows in the large tables; none for 0."""
    for week in range(14):
        await partitions.make_weeks(connection, NOW - week * partitions.WEEK)
    if rows:
        for statement in FILL.format(n=rows).strip().split(";\n"):
            await connection.execute(statement)
        await connection.execute("VACUUM ANALYZE")
