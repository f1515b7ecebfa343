"""Pending waits in number: one execution that really came to rest, multiplied, each for a contact of its own."""

from collections.abc import Callable

import asyncpg
import msgspec

from bench.flow import WAIT_TEXT
from bench.waiting import until

BATCHES = 20  # so that indexes grow as they do in life, and not as they are built

SAY = """
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
SELECT now(), user_id, id, 'message', $1::jsonb FROM lane WHERE contact_id IS NOT NULL ORDER BY id LIMIT 1
"""
RESTS = "SELECT EXISTS (SELECT FROM flow_event WHERE kind = 'timer')"
PEOPLE = """
WITH created AS (
  INSERT INTO contact (user_id, whatsapp_account_id, phone, name, source, created_at, updated_at)
  SELECT a.user_id, a.id, '+34800' || n, 'Somebody', 'WhatsApp', now(), now()
  FROM whatsapp_account a, generate_series($1::int, $2::int) n RETURNING id, user_id, lane_id)
INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, user_id, id FROM created
"""
# Due in anything between a day and three months, so that indexes by time grow everywhere.
WAIT = """
WITH model AS (SELECT * FROM flow_execution WHERE waiting_for = 'time' ORDER BY id LIMIT 1),
rests AS (
  INSERT INTO flow_execution (contact_id, lane_id, wait_until, {columns})
  SELECT c.id, c.lane_id, now() + interval '1 day' + random() * interval '89 days', {columns_of_model}
  FROM model m, (SELECT id, lane_id FROM contact ORDER BY id DESC LIMIT $1) c RETURNING id, user_id, lane_id, visit, wait_until)
INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, visit, kind, payload)
SELECT r.wait_until, r.user_id, r.lane_id, r.id, r.visit, 'timer', t.payload
FROM rests r, (SELECT payload FROM flow_event WHERE kind = 'timer' ORDER BY id LIMIT 1) t
"""
COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_name = 'flow_execution'
  AND column_name NOT IN ('id', 'contact_id', 'lane_id', 'wait_until')
"""
SIZE = """
SELECT pg_relation_size('flow_event') AS row, pg_indexes_size('flow_event') AS indexes,
  pg_relation_size('flow_execution_live') AS live, pg_indexes_size('flow_execution') AS execution_indexes
"""

OTHER_BACKENDS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
COMPLETED = "SELECT count(*) FROM flow_execution WHERE status = 'Completed'"
BRING_FORWARD = """
WITH moved AS (
  UPDATE flow_event SET due_at = $2::timestamptz + random() * $3::interval
  WHERE id IN (SELECT id FROM flow_event WHERE kind = 'timer' LIMIT $1) RETURNING execution_id, due_at)
UPDATE flow_execution e SET wait_until = m.due_at FROM moved m WHERE e.id = m.execution_id
"""
BRING_ONE_FORWARD = """
UPDATE flow_event SET due_at = clock_timestamp() + $1::interval
WHERE id = (SELECT id FROM flow_event WHERE kind = 'timer' LIMIT 1) RETURNING id, due_at
"""
NOBODY_IS_DUE = "SELECT NOT EXISTS (SELECT FROM flow_event WHERE due_at <= $1)"
HOW_LATE = """
SELECT extract(epoch FROM finished_at - (output->>'waitUntil')::timestamptz)::float FROM flow_execution_step
WHERE node_id = 'rest' AND finished_at >= $1
"""
IS_GONE = """
SELECT CASE WHEN NOT EXISTS (SELECT FROM flow_event WHERE id = $1) THEN extract(epoch FROM clock_timestamp() - $2::timestamptz)::float END
"""


class Sizes(msgspec.Struct):
    """Bytes for each wait: its event, the event's indexes, the index of live executions, and all of the execution's indexes."""

    row: float
    indexes: float
    live: float
    execution_indexes: float


async def one_comes_to_rest(connection: asyncpg.Connection, ring: Callable[[], None]) -> None:
    """Let somebody start the flow that waits."""
    message = {"id": 1, "text": WAIT_TEXT, "type": "Text", "subtype": "text"}
    await connection.execute(SAY, msgspec.json.encode(message).decode())
    ring()
    await until(connection, RESTS)


async def gather(connection: asyncpg.Connection, waits: int) -> Sizes:
    """Make so many contacts and let each rest; answers what a wait takes."""
    columns = [row[0] for row in await connection.fetch(COLUMNS)]
    statement = WAIT.format(columns=", ".join(columns), columns_of_model=", ".join(f"m.{c}" for c in columns))
    before = await connection.fetchrow(SIZE)
    size = waits // BATCHES
    for batch in range(BATCHES):
        await connection.execute(PEOPLE, 1 + batch * size, (batch + 1) * size)
        await connection.execute(statement, size)
    after = await connection.fetchrow(SIZE)
    await connection.execute("VACUUM ANALYZE")
    assert before is not None
    assert after is not None
    return Sizes(**{name: (after[name] - before[name]) / waits for name in Sizes.__struct_fields__})
