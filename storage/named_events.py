"""Named events from outside, such as `order_paid`: accepted once per idempotency key, in the order of their contact."""

from datetime import datetime
from typing import Any

import msgspec

from storage.database import fetch_one


async def accept_event(
    owner_id: int,
    contact_id: int,
    name: str,
    key: str | None,
    data: Any,
    now: datetime,
    idempotency_key: str | None = None,
) -> bool:
    """Put the event into the contact's lane unless it came before under this idempotency key; False: no such contact."""
    payload = msgspec.json.encode({"name": name, "key": key, "data": data}).decode()
    scoped = None if idempotency_key is None else f"event/{contact_id}/{idempotency_key}"
    row = await fetch_one(
        """
        WITH target AS (SELECT id, lane_id FROM contact WHERE id = $1 AND user_id = $2),
        fresh AS (
          INSERT INTO accepted_key (user_id, key, accepted_at) SELECT $2, $5, $3 FROM target WHERE $5::text IS NOT NULL
          ON CONFLICT DO NOTHING RETURNING 1),
        stamp AS (
          UPDATE contact c SET last_event_at = greatest($3::timestamptz, c.last_event_at + interval '1 microsecond')
          FROM target t WHERE c.id = t.id AND ($5::text IS NULL OR EXISTS (SELECT FROM fresh))
          RETURNING c.lane_id, c.last_event_at),
        queued AS (
          INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
          SELECT last_event_at, $2, lane_id, 'named_event', $4::jsonb FROM stamp)
        SELECT id FROM target
        """,
        *(contact_id, owner_id, now, payload, scoped),
    )
    return row is not None
