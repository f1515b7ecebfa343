"""Delivers the outbox: marks, calls, and stores what is known; an unknown outcome is never taken for a failure."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import asyncpg
import structlog

from api.clock import Clock
from api.grouped import Grouped
from api.runtime.bell import Bell
from engine.errors import BadCredentials, RateLimited, Rejected, Unavailable
from engine.ports import Channel, OutboundMessage
from nodes.adapters.channels.whatsapp.graph_errors import ACCOUNT_IN_TROUBLE
from storage import outbox
from storage.connection import Pool
from storage.outbox import Account, Mail, Outcome
from storage.statuses import callback_of

IDLE_POLL = 0.5  # seconds
MAX_ATTEMPTS = 8
DRAIN = 5.0  # seconds a stop waits for calls; what is cut off counts as unknown
STORE_AGAIN_AFTER = (0.05, 0.5, 2.0, 5.0)  # seconds
PASSING = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    OSError,
)
REFUSED = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
LONGEST_BACKOFF = 300.0  # seconds

log = structlog.get_logger()


class Sender:
    """Sends the queued messages of every account, in order per contact, within each account's limits."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        channel_of: Callable[[Account], Channel],
        bell: Bell,
        engine_bell: Bell,
        grace: timedelta,
    ) -> None:
        self._pool, self._clock, self._channel_of = pool, clock, channel_of
        self._bell, self._engine_bell, self._grace = bell, engine_bell, grace
        self._outcomes: Grouped[Outcome] = Grouped(self._store, REFUSED)
        self._calls: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send until cancelled."""
        storing = asyncio.create_task(self._outcomes.run())
        try:
            while True:
                if not await self.send_due():
                    await self._bell.wait(IDLE_POLL)
        finally:
            await self.drain()
            storing.cancel()

    async def send_due(self) -> int:
        """Start every call that is allowed now; answers how many."""
        started = 0
        async with self._pool.acquire() as connection:
            now = self._clock.now()
            for account_id in await outbox.accounts_with_mail(connection, now):
                marked = await outbox.mark(connection, account_id, now)
                if marked is None:
                    continue
                account, mails = marked
                for mail in mails:
                    self._start(account, mail)
                started += len(mails)
        return started

    async def resolve_unknown(self) -> None:
        """Look for sends whose outcome stayed unknown."""
        async with self._pool.acquire() as connection:
            if count := await outbox.resolve_unknown(connection, self._clock.now(), self._grace):
                log.warning("unknown_sends", count=count)
                self._bell.ring()
                self._engine_bell.ring()

    async def drain(self) -> None:
        """Wait for the calls under way."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=DRAIN)

    def _start(self, account: Account, mail: Mail) -> None:
        call = asyncio.create_task(self._send(account, mail))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _send(self, account: Account, mail: Mail) -> None:
        message = OutboundMessage(
            to_phone=mail.phone, to_bsuid=mail.bsuid, body=mail.body, callback=callback_of(mail.id)
        )
        try:
            receipt = await self._channel_of(account).send(message)
        except Rejected as error:
            if error.vendor_code in ACCOUNT_IN_TROUBLE:
                await self._with(outbox.refuse_account, account.id, str(error))
            await self._fail(mail, str(error), error.vendor_code)
        except BadCredentials as error:
            sentence = f"Account '{account.phone_number}' was refused: renew its token."
            await self._with(outbox.refuse_account, account.id, sentence)
            await self._fail(mail, sentence, None)
            log.error("account_refused", account_id=account.id, reason=str(error))
        except RateLimited as error:
            await self._slow_down(account, mail, error)
        except Unavailable as error:
            if error.sent:
                log.warning("send_unknown", message_id=mail.id, reason=str(error))
            else:
                await self._again(mail, min(2.0**mail.attempt, LONGEST_BACKOFF), str(error))
        except Exception as error:
            log.exception("send_broke", message_id=mail.id)
            await self._fail(mail, f"The message could not be sent: {error}", None)
        else:
            await self._outcomes.submit(Outcome(mail.id, mail.attempt, "Sent", receipt.whatsapp_message_id))
        self._bell.ring()

    async def _fail(self, mail: Mail, sentence: str, code: int | None) -> None:
        await self._outcomes.submit(Outcome(mail.id, mail.attempt, "Failed", None, code, sentence))

    async def _slow_down(self, account: Account, mail: Mail, error: RateLimited) -> None:
        if error.scope == "account":
            until = self._clock.now() + timedelta(seconds=error.after)
            await self._with(outbox.pause_account, account.id, until)
        await self._again(mail, error.after, str(error))

    async def _again(self, mail: Mail, seconds: float, sentence: str) -> None:
        if mail.attempt >= MAX_ATTEMPTS:
            await self._fail(mail, f"Given up after {mail.attempt} attempts. {sentence}", None)
            return
        await self._with(outbox.release, mail, self._clock.now() + timedelta(seconds=seconds), sentence)

    async def _with(self, action: Callable[..., Awaitable[None]], *arguments: object) -> None:
        async with self._pool.acquire() as connection:
            await action(connection, *arguments)

    async def _store(self, outcomes: Sequence[Outcome]) -> None:
        """Store outcomes; known ones must not become unknown because the database was busy or away for a moment."""
        for pause in (*STORE_AGAIN_AFTER, None):
            try:
                async with self._pool.acquire() as connection:
                    if await outbox.finish(connection, outcomes, self._clock.now()):
                        self._engine_bell.ring()
                return
            except PASSING as error:
                if pause is None:
                    raise
                log.warning("outcomes_stored_again", reason=str(error))
                await asyncio.sleep(pause)
