"""Connecting Piccolo to the database of this process."""

from storage.database import DB

POOL_SIZE = 10


async def connect_piccolo(dsn: str) -> None:
    """Point Piccolo at the database `dsn` and start its pool in the running event loop."""
    DB.config = {"dsn": dsn}
    await DB.start_connection_pool(min_size=1, max_size=POOL_SIZE)


async def disconnect_piccolo() -> None:
    """Close the pool, if there is one."""
    if DB.pool is not None:
        await DB.close_connection_pool()
