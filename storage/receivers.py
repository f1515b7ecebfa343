"""Who a webhook is for: the WhatsApp accounts with their opened secrets, and the flows with an address of their own."""

import logging
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from engine.ports import Secret
from storage import statements
from storage.connection import Connection
from storage.secrets import SecretUnreadable, Vault, account_place

log = logging.getLogger(__name__)


class Receiver(msgspec.Struct, frozen=True):
    """A WhatsApp account that webhooks may speak of."""

    id: int
    user_id: int
    provider: str
    phone_number: str
    phone_number_id: str
    access_token: Secret
    app_secret: Secret
    verify_token: Secret


async def read_receivers(connection: Connection, vault: Vault) -> list[Receiver]:
    """Every account of this installation; one whose secrets cannot be opened is left out and logged."""
    found = []
    for row in await connection.fetch(statements.RECEIVERS):
        try:
            found.append(_receiver(row, vault))
        except SecretUnreadable as error:
            log.error("Account %s cannot be used: %s", row["id"], error)
    return found


async def check_key(connection: Connection, vault: Vault) -> None:
    """Raise SecretUnreadable when no account's secrets can be opened: this process was given another key than those before it."""
    refusal: SecretUnreadable | None = None
    for row in await connection.fetch(statements.RECEIVERS):
        try:
            _receiver(row, vault)
        except SecretUnreadable as error:
            refusal = error
        else:
            return
    if refusal is not None:
        raise refusal


async def find_webhook_flow(connection: Connection, token: str) -> tuple[int, int] | None:
    """(flow id, owner id) of the published flow that listens at this address."""
    row = await connection.fetchrow(statements.WEBHOOK_FLOW, token)
    return (row["id"], row["user_id"]) if row else None


async def start_flow(
    connection: Connection, flow_id: int, owner_id: int, event: Any, now: datetime, key: str | None = None
) -> None:
    """Queue the start of an execution without a contact, on a lane of its own; once for an idempotency key."""
    payload = msgspec.json.encode(
        {"flowId": flow_id, "nodeId": None, "data": {"type": "webhook", "event": event}}
    ).decode()
    scoped = None if key is None else f"flow/{flow_id}/{key}"
    await connection.execute(statements.START_FLOW, owner_id, now, payload, scoped)


def _receiver(row: asyncpg.Record, vault: Vault) -> Receiver:
    def opened(column: str) -> Secret:
        return vault.open(row[column], account_place(column, row["id"]))

    return Receiver(
        id=row["id"],
        user_id=row["user_id"],
        provider=row["provider"],
        phone_number=row["phone_number"],
        phone_number_id=row["phone_number_id"],
        access_token=opened("access_token"),
        app_secret=opened("app_secret"),
        verify_token=opened("verify_token"),
    )
