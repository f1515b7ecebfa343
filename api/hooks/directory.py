"""The accounts that webhooks may speak of, in memory, read again when they are old or do not fit."""

import asyncio
import hmac
import time

from nodes.adapters.channels.whatsapp.signature import verify
from storage.connection import Pool
from storage.receivers import Receiver, read_receivers
from storage.secrets import Vault

FRESH = 5.0  # seconds; a changed secret counts after this at the latest
AT_MOST_EVERY = 0.1  # seconds between reads caused by calls that do not fit


class Directory:
    """Finds the accounts behind a signature. Every known secret is tried, also after one has fitted."""

    def __init__(self, pool: Pool, vault: Vault) -> None:
        self._pool, self._vault = pool, vault
        self._by_secret: dict[str, dict[str, Receiver]] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def signed_by(self, raw: bytes, header: str | None) -> dict[str, Receiver] | None:
        """The accounts, by phone number id, whose app secret signed these bytes; None when no secret fits."""
        await self._refresh(FRESH)
        fitting = self._fitting(raw, header)
        if fitting is None and header:
            await self._refresh(AT_MOST_EVERY)
            fitting = self._fitting(raw, header)
        return fitting

    async def knows_verify_token(self, token: str) -> bool:
        """Whether an account has this verify token; all are compared."""
        await self._refresh(AT_MOST_EVERY)
        found = [
            hmac.compare_digest(receiver.verify_token.reveal().encode(), token.encode(errors="replace"))
            for receivers in self._by_secret.values()
            for receiver in receivers.values()
        ]
        return any(found)

    async def simulator(self, phone_number_id: str) -> Receiver | None:
        """The simulator account with this phone number id."""
        await self._refresh(AT_MOST_EVERY)
        return next((r for r in self._simulators() if r.phone_number_id == phone_number_id), None)

    async def simulator_account(self, owner_id: int, account_id: int) -> Receiver | None:
        """The owner's simulator account with this id."""
        for age in (FRESH, 0.0):
            await self._refresh(age)
            found = [r for r in self._simulators() if r.id == account_id and r.user_id == owner_id]
            if found:
                return found[0]
        return None

    def _simulators(self) -> list[Receiver]:
        return [r for group in self._by_secret.values() for r in group.values() if r.provider == "simulator"]

    def forget(self) -> None:
        """Read anew at the next call: an account was made or changed here."""
        self._read_at = float("-inf")

    def _fitting(self, raw: bytes, header: str | None) -> dict[str, Receiver] | None:
        found = [accounts for secret, accounts in self._by_secret.items() if verify(secret, raw, header)]
        return found[0] if found else None

    async def _refresh(self, age: float) -> None:
        async with self._reading:  # who comes during a read waits for what it finds
            if time.monotonic() - self._read_at < age:
                return
            self._read_at = time.monotonic()
            try:
                self._by_secret = await self._read()
            except BaseException:
                self.forget()
                raise

    async def _read(self) -> dict[str, dict[str, Receiver]]:
        async with self._pool.acquire() as connection:
            receivers = await read_receivers(connection, self._vault)
        by_secret: dict[str, dict[str, Receiver]] = {}
        for receiver in receivers:
            by_secret.setdefault(receiver.app_secret.reveal(), {})[receiver.phone_number_id] = receiver
        return by_secret
