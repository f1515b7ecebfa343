"""The application on a fresh database, with a clock that the test moves and people who are signed in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from api.app import create_app
from api.passwords import Passwords
from api.services import Services
from api.settings import Settings
from engine.ports import Secret
from engine.registry import load_registry
from storage.database import fetch_one
from storage.enums import UserRole
from storage.secrets import Vault
from storage.users import UserRow

SignIn = Callable[..., Awaitable[httpx.AsyncClient]]


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        """Move the clock forward."""
        self.time += timedelta(**by)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def services(database: str, tmp_path: Path, clock: MovedClock) -> Services:
    keys = (Secret("a key that only tests have"),)
    settings = Settings(data_dir=tmp_path, secret_keys=keys, database_url=Secret(database))
    return Services(
        settings=settings,
        registry=load_registry(),
        vault=Vault(keys),
        clock=clock,
        passwords=Passwords(rounds=4),
    )


@pytest.fixture
async def app(services: Services) -> AsyncIterator[Litestar]:
    app = create_app(services)
    async with app.lifespan():
        yield app


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is not signed in."""
    async with _client(app) as client:
        yield client


@pytest.fixture
async def sign_in(app: Litestar, services: Services) -> AsyncIterator[SignIn]:
    """Makes people: every call is a new one with rows of their own, signed in."""
    clients: list[httpx.AsyncClient] = []

    async def make(role: UserRole = UserRole.OWNER) -> httpx.AsyncClient:
        user = await insert_user(f"person{len(clients)}@example.com", role)
        clients.append(_client(app, Authorization=f"Bearer {services.tokens.access(user)}"))
        return clients[-1]

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
async def owner(sign_in: SignIn) -> httpx.AsyncClient:
    """A signed-in owner."""
    return await sign_in()


@pytest.fixture
async def stranger(sign_in: SignIn, owner: httpx.AsyncClient) -> httpx.AsyncClient:
    """Another owner, who must see nothing of the first one."""
    return await sign_in()


async def insert_user(email: str, role: UserRole) -> UserRow:
    row: dict[str, Any] | None = await fetch_one(
        "INSERT INTO app_user (email, password, name, role) VALUES ($1, 'x', 'Someone', $2)"
        " RETURNING id, email, name, role, timezone",
        *(email, role),
    )
    assert row
    return UserRow(**{**row, "role": UserRole(row["role"])})


def _client(app: Litestar, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://parley.test", headers=headers)
