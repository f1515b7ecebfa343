"""A database that is away is not our mistake, and a file that we miss is."""

from pathlib import Path

import asyncpg
import pytest
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.testing import TestClient

from api.errors import HANDLERS


@get("/no-socket")
async def no_socket() -> None:
    await asyncpg.connect(host="/nowhere/at/all", user="nobody", database="none")


@get("/closed")
async def closed() -> None:
    async with asyncpg.create_pool("postgresql://nobody@127.0.0.1:1/none", min_size=0) as pool:
        pass
    await pool.fetch("SELECT 1")


@get("/misused")
async def misused(state: State) -> None:
    connection = await asyncpg.connect(state.dsn)
    try:
        await connection.fetch("SELECT $1::int")
    finally:
        await connection.close()


@get("/refused")
async def refused() -> None:
    await asyncpg.connect("postgresql://nobody@127.0.0.1:1/none")


@get("/our-file", sync_to_thread=False)
def our_file() -> str:
    return Path("/nowhere/at/all").read_text()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/no-socket", 503, "no_database"),
        ("/closed", 503, "no_database"),
        ("/refused", 503, "no_database"),
        ("/our-file", 500, "internal"),
        ("/misused", 500, "internal"),
    ],
)
def test_a_database_that_is_away_is_told_from_our_own_trouble(
    path: str, status: int, code: str, database: str
) -> None:
    routes = [no_socket, closed, refused, misused, our_file]
    app = Litestar(routes, exception_handlers={**HANDLERS}, state=State({"dsn": database}))
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
