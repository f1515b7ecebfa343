"""What is forgotten, page by page: finished executions and what else would grow for ever. Steps go week by week, in `partitions`.

Each statement walks an index from `$1`, deletes what is older than `$2` among the next `$3` rows, and answers where the next page
begins (null at the end) and how many rows went. Ids grow with time, so a page without an old row is the last. Ids are handed on as
arrays: joined, a page of unknown length is taken for a tenth of the table, which is then read whole. OFFSET 0 keeps a look-up from
becoming such a join.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import msgspec

from engine.model import KEPT_FOR
from storage.connection import Connection

PAGE = 1000
SESSIONS_KEPT = timedelta(days=7)  # after they expired
IDEMPOTENCY_KEPT = timedelta(days=7)
KEYS_KEPT = timedelta(days=366)
"""For how long “once for each key” remembers a key; “once” is remembered for ever."""
LOCK = 0x7061726C6572  # "parler": the advisory lock of whoever forgets

# The conditions stand on the target too: a retry that commits meanwhile makes an execution live again, and it stays.
FORGET_EXECUTIONS = """
WITH page AS (SELECT id, started_at FROM flow_execution WHERE id > $1 ORDER BY id LIMIT $3),
gone AS (
  DELETE FROM flow_execution WHERE id = ANY (ARRAY(SELECT id FROM page)) AND status IN ('Completed', 'Failed') AND finished_at < $2
  RETURNING 1
)
SELECT CASE WHEN count(*) = $3 AND min(started_at) < $2 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

# A lane without a contact belongs to one start; nothing comes to it any more once its events and executions are gone.
FORGET_LANES = """
WITH page AS (SELECT id FROM lane WHERE contact_id IS NULL AND id > $1 ORDER BY id LIMIT $3),
free AS (
  SELECT id FROM lane l WHERE id = ANY (ARRAY(SELECT id FROM page)) AND $2::timestamptz IS NOT NULL
    AND NOT EXISTS (SELECT FROM flow_event v WHERE v.lane_id = l.id OFFSET 0)
    AND NOT EXISTS (SELECT FROM flow_execution e WHERE e.lane_id = l.id AND e.contact_id IS NULL OFFSET 0)
  FOR UPDATE SKIP LOCKED
),
gone AS (DELETE FROM lane WHERE id = ANY (ARRAY(SELECT id FROM free)) RETURNING 1)
SELECT CASE WHEN count(*) = $3 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

FORGET_FAILED_EVENTS = """
WITH page AS (SELECT id, failed_at FROM flow_event_failed WHERE id > $1 ORDER BY id LIMIT $3),
gone AS (DELETE FROM flow_event_failed WHERE id = ANY (ARRAY(SELECT id FROM page)) AND failed_at < $2 RETURNING 1)
SELECT CASE WHEN count(*) = $3 AND min(failed_at) < $2 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

FORGET_LANE_EVENTS = """
WITH page AS (SELECT id, kept_at FROM lane_event WHERE id > $1 ORDER BY id LIMIT $3),
gone AS (DELETE FROM lane_event WHERE id = ANY (ARRAY(SELECT id FROM page)) AND kept_at < $2 RETURNING 1)
SELECT CASE WHEN count(*) = $3 AND min(kept_at) < $2 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

# Entries are written anew, so an old one may have any id.
FORGET_ENTRIES = """
WITH page AS (SELECT id FROM flow_entry WHERE id > $1 ORDER BY id LIMIT $3),
gone AS (DELETE FROM flow_entry WHERE id = ANY (ARRAY(SELECT id FROM page)) AND key <> '' AND last_at < $2 RETURNING 1)
SELECT CASE WHEN count(*) = $3 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

FORGET_ACCEPTED_KEYS = """
WITH page AS (SELECT id, accepted_at FROM accepted_key WHERE id > $1 ORDER BY id LIMIT $3),
gone AS (DELETE FROM accepted_key WHERE id = ANY (ARRAY(SELECT id FROM page)) AND accepted_at < $2 RETURNING 1)
SELECT CASE WHEN count(*) = $3 AND min(accepted_at) < $2 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

FORGET_SESSIONS = """
WITH page AS (SELECT id, expires_at FROM refresh_token WHERE id > $1 ORDER BY id LIMIT $3),
gone AS (DELETE FROM refresh_token WHERE id = ANY (ARRAY(SELECT id FROM page)) AND expires_at < $2 RETURNING 1)
SELECT CASE WHEN count(*) = $3 AND min(expires_at) < $2 THEN max(id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""

# Rows of weeks that had no table of their own: usually none. A page ends with a whole execution.
FORGET_STRAY_STEPS = """
WITH page AS (SELECT DISTINCT execution_id FROM {0}_default WHERE execution_id > $1 ORDER BY execution_id LIMIT $3),
gone AS (
  DELETE FROM {0}_default WHERE execution_id = ANY (ARRAY(SELECT execution_id FROM page)) AND finished_at < $2 RETURNING 1
)
SELECT CASE WHEN count(*) = $3 THEN max(execution_id) END AS next, (SELECT count(*) FROM gone) AS gone FROM page
"""


class Sweep(msgspec.Struct, frozen=True):
    """One table that is gone through; rows are kept for `kept`, or as long as the setting says."""

    table: str
    statement: str
    kept: timedelta | None = None


SWEEPS = (
    Sweep("flow_execution", FORGET_EXECUTIONS),
    Sweep("flow_execution_step", FORGET_STRAY_STEPS.format("flow_execution_step")),
    Sweep("flow_execution_step_text", FORGET_STRAY_STEPS.format("flow_execution_step_text")),
    Sweep("lane", FORGET_LANES),  # after the executions that held them
    Sweep("flow_event_failed", FORGET_FAILED_EVENTS),
    Sweep("lane_event", FORGET_LANE_EVENTS, KEPT_FOR),
    Sweep("accepted_key", FORGET_ACCEPTED_KEYS, IDEMPOTENCY_KEPT),
    Sweep("flow_entry", FORGET_ENTRIES, KEYS_KEPT),
    Sweep("refresh_token", FORGET_SESSIONS, SESSIONS_KEPT),
)


async def forget(connection: Connection, sweep: Sweep, now: datetime, kept: timedelta) -> AsyncIterator[int]:
    """Go through one table, each page a short transaction of its own; answers after each how many rows went."""
    place: int | None = 0
    while place is not None:
        row = await connection.fetchrow(sweep.statement, place, now - (sweep.kept or kept), PAGE)
        assert row is not None
        place = row["next"]
        yield row["gone"]


async def take_turn(connection: Connection) -> bool:
    """Be the one process that forgets; False when another is. It ends with `end_turn`, or with the connection."""
    taken: bool = await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    return taken


async def end_turn(connection: Connection) -> None:
    """Let others forget."""
    await connection.execute("SELECT pg_advisory_unlock($1)", LOCK)
