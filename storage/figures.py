"""What lies in the database and who is at work, in figures: for the health check and the metrics, not for the hot path."""

from datetime import datetime

import msgspec

from storage.connection import Connection

PULSE = "SELECT max(beat_at), max(loop_at), (SELECT min(due_at) FROM flow_event WHERE due_at <= $1) FROM runtime_process"

QUEUE_FIGURES = """
WITH event AS (SELECT count(*) FILTER (WHERE due_at <= $1) AS due, count(*) AS n, min(due_at) AS oldest FROM flow_event)
SELECT event.due AS events_due, event.n - event.due AS events_future,
  greatest(0, extract(epoch FROM $1::timestamptz - event.oldest)) AS oldest_due_event_seconds,
  (SELECT count(*) FROM flow_event_failed) AS events_set_aside,
  (SELECT count(*) FROM effect WHERE due_at <= $1) AS effects_due, (SELECT count(*) FROM effect WHERE due_at > $1) AS effects_pending,
  m.queued AS messages_queued, m.unresolved AS messages_unresolved,
  (SELECT count(*) FROM message WHERE outcome_unknown) AS messages_unknown,
  (SELECT count(*) FROM runtime_process WHERE beat_at > $1::timestamptz - interval '15 seconds') AS engine_processes,
  (SELECT max(extract(epoch FROM clock_timestamp() - xact_start)) FROM pg_stat_activity WHERE datname = current_database())
    AS oldest_transaction_seconds
FROM event, (SELECT count(*) FILTER (WHERE attempted_at IS NULL) AS queued, count(*) FILTER (WHERE attempted_at IS NOT NULL) AS unresolved
  FROM message WHERE status = 'Queued' AND direction = 'Outbound') m
"""


class Pulse(msgspec.Struct, frozen=True):
    """The newest sign of life of any engine process, the newest round of any loop, and the oldest event that is due."""

    beat_at: datetime | None
    loop_at: datetime | None
    oldest_due: datetime | None


async def pulse(connection: Connection, now: datetime) -> Pulse:
    """What the engine's processes have written down, and what is due."""
    row = await connection.fetchrow(PULSE, now)
    assert row is not None
    return Pulse(*row)


async def queue_figures(connection: Connection, now: datetime) -> dict[str, float]:
    """How much waits in each queue, and since when, by name."""
    row = await connection.fetchrow(QUEUE_FIGURES, now)
    assert row is not None
    return {name: float(value or 0) for name, value in row.items()}
