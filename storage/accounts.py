"""WhatsApp accounts; their three secrets are sealed before they are stored."""

from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns import Column

from engine.ports import Secret
from storage.database import fetch_one
from storage.enums import ConnectionStatus, HealthStatus, Provider, UnknownSends
from storage.secrets import Vault, account_place
from storage.tables import WhatsAppAccount

SECRETS = ("access_token", "app_secret", "verify_token")


class AccountRow(msgspec.Struct, rename="camel"):
    """An account as people see it: no secrets."""

    id: int
    phone_number: str
    display_name: str
    provider: Provider
    phone_number_id: str
    connection_status: ConnectionStatus
    health_status: HealthStatus
    health_reason: str | None
    messages_sent_today: int
    daily_limit: int | None
    send_rate: int
    unknown_sends: UnknownSends
    created_at: datetime


class NewAccount(msgspec.Struct):
    """What an account is made of."""

    phone_number: str
    display_name: str
    provider: Provider
    phone_number_id: str
    access_token: Secret
    app_secret: Secret
    verify_token: Secret


async def list_accounts(owner_id: int) -> list[AccountRow]:
    """The owner's accounts, oldest first."""
    rows = (
        await WhatsAppAccount.select(*_SHOWN)
        .where(WhatsAppAccount.user_id == owner_id)
        .order_by(WhatsAppAccount.id)
    )
    return [AccountRow(**row) for row in rows]


async def read_account(owner_id: int, account_id: int) -> AccountRow | None:
    """One account of this owner."""
    row = (
        await WhatsAppAccount.select(*_SHOWN)
        .where((WhatsAppAccount.id == account_id) & (WhatsAppAccount.user_id == owner_id))
        .first()
    )
    return AccountRow(**row) if row else None


async def create_account(owner_id: int, new: NewAccount, vault: Vault) -> AccountRow | None:
    """Store an account; None when its phone number or phone number id is taken, by whomever."""
    row = await fetch_one("SELECT nextval(pg_get_serial_sequence('whatsapp_account', 'id')) AS id")
    assert row is not None
    account_id = row["id"]
    sealed = [vault.seal(getattr(new, name).reveal(), account_place(name, account_id)) for name in SECRETS]
    row = await fetch_one(
        f"""
        INSERT INTO whatsapp_account (id, user_id, phone_number, display_name, provider, phone_number_id,
          access_token, app_secret, verify_token, connection_status)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Connected') ON CONFLICT DO NOTHING RETURNING {_NAMES}
        """,
        *(
            account_id,
            owner_id,
            new.phone_number,
            new.display_name,
            new.provider,
            new.phone_number_id,
            *sealed,
        ),
    )
    return AccountRow(**row) if row else None


async def change_account(
    owner_id: int, account_id: int, changes: dict[str, Any], now: datetime, vault: Vault
) -> AccountRow | None:
    """Change columns by name; secrets come as Secret and are sealed, and a new access token clears the alarm."""
    values: dict[Column | str, Any] = {
        name: vault.seal(value.reveal(), account_place(name, account_id))
        if isinstance(value, Secret)
        else value
        for name, value in changes.items()
    }
    if "access_token" in values:
        values |= _FRESH
    values["updated_at"] = now
    await WhatsAppAccount.update(values).where(  # Piccolo refuses names that are no columns
        (WhatsAppAccount.id == account_id) & (WhatsAppAccount.user_id == owner_id)
    )
    return await read_account(owner_id, account_id)


_SHOWN = tuple(getattr(WhatsAppAccount, name) for name in AccountRow.__struct_fields__)
_NAMES = ", ".join(AccountRow.__struct_fields__)
_FRESH: dict[Column | str, Any] = {
    "connection_status": ConnectionStatus.CONNECTED.value,
    "health_status": HealthStatus.HEALTHY.value,
    "health_reason": None,
    "paused_until": None,
}
