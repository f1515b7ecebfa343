"""Waiting for the database to say so."""

import asyncio

import asyncpg


async def until(connection: asyncpg.Connection, claim: str, *values: object, every: float = 0.05) -> None:
    """Ask again after `every` seconds until the query `claim` answers true."""
    while not await connection.fetchval(claim, *values):  # noqa: ASYNC110 - the database rings no bell
        await asyncio.sleep(every)
