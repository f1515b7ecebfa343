"""What the hand-written statements run on: a connection of its own, or one lent by a pool."""

from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Connection = asyncpg.Connection
    Pool = asyncpg.Pool


WALKS_INDEXES = {"enable_seqscan": "off"}
"""A plan made while a table is small, or empty, is kept while it grows; to read it whole would be the wrong one to keep."""

GENERIC_PLANS = {"plan_cache_mode": "force_generic_plan", "jit": "off"} | WALKS_INDEXES
"""For ingestion and the engine: planning their wide statements anew costs more than running them. Not for the outbox, whose
queries need to know how few messages are queued."""


async def keep_as_it_is(connection: Connection) -> None:
    """A pool's reset without its round trip: our statements leave nothing behind but a transaction, which asyncpg ends."""
