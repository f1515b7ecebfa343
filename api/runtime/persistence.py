"""Storing what only this process knows: once more, and once more, while the database is busy or away for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import structlog

AGAIN_AFTER = (0.05, 0.5, 2.0, 5.0)  # seconds
PASSING = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it is shut down, or was killed and starts anew
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    OSError,
)

log = structlog.get_logger()

Result = TypeVar("Result")


async def persist(store: Callable[[], Awaitable[Result]]) -> Result:
    """Call `store` until it ends without trouble that passes; the last time it may raise that too."""
    for pause in AGAIN_AFTER:
        try:
            return await store()
        except PASSING as error:
            log.warning("stored_again", reason=str(error))
            await asyncio.sleep(pause)
    return await store()
