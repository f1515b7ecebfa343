"""Delivers the outbox: marks, calls, and stores what is known; an unknown outcome is never taken for a failure."""

import asyncio
from bisect import bisect_right
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import asyncpg
import structlog

from api.clock import Clock
from api.grouped import Grouped
from api.runtime.bell import Bell
from api.runtime.outcomes import Outcomes
from api.runtime.persistence import persist
from engine.errors import BadCredentials, RateLimited, Rejected, Unavailable
from engine.ports import Channel, OutboundMessage
from nodes.adapters.channels.whatsapp.graph_errors import ACCOUNT_IN_TROUBLE
from storage import outbox
from storage.connection import Pool
from storage.outbox import Account, Mail, Outcome
from storage.statuses import callback_of, match_parked

IDLE_POLL = 0.5  # seconds
MOST_CALLS = 200  # of all accounts together; the client has as many connections
PLENTY = 120  # with more than this under way an account gets one call at a time, so that slow ones leave room for the others
MAX_ATTEMPTS = 8
MOST_SLOW_DOWNS = 20  # WhatsApp's own limits pass; with growing pauses this is about a day for a contact and two hours for an account
DRAIN = 5.0  # seconds a stop waits for calls; what is cut off counts as unknown
REFUSED = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
LONGEST_BACKOFF = 300.0  # seconds
LONGEST_CONTACT_BACKOFF = 3600.0  # seconds

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
        outcomes: Outcomes | None = None,
    ) -> None:
        self._pool, self._clock, self._channel_of = pool, clock, channel_of
        self._bell, self._engine_bell, self._grace = bell, engine_bell, grace
        self._outcomes: Grouped[Outcome] = Grouped(self._store, REFUSED)
        self._counts = (outcomes or Outcomes()).sends
        self._calls: set[asyncio.Task[None]] = set()
        self._calls_of: Counter[int] = Counter()
        self._last_account = 0

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
            due = await outbox.accounts_with_mail(connection, self._clock.now())
            for account_id in self._in_turn(due):
                if not (room := self._room_of(account_id)):
                    continue
                marked = await outbox.mark(connection, account_id, self._clock.now(), room)
                if marked is None:
                    continue
                account, mails = marked
                for mail in mails:
                    self._start(account, mail)
                started += len(mails)
        return started

    def _in_turn(self, accounts: Sequence[int]) -> Sequence[int]:
        """Begin behind the account that got the last call, so that none is always too late for the room there is."""
        first = bisect_right(accounts, self._last_account)
        return (*accounts[first:], *accounts[:first])

    def _room_of(self, account_id: int) -> int:
        """How many calls the account may start now."""
        total = len(self._calls)
        if total >= MOST_CALLS:
            return 0
        return PLENTY - total if total < PLENTY else max(0, 1 - self._calls_of[account_id])

    async def resolve_unknown(self) -> None:
        """Take up statuses that came too early, then look for sends whose outcome stayed unknown."""
        async with self._pool.acquire() as connection:
            now = self._clock.now()
            if await match_parked(connection, now):
                self._engine_bell.ring()
            if count := await outbox.resolve_unknown(connection, now, self._grace):
                self._counts["unknown"] += count
                log.warning("unknown_sends", count=count)
                self._bell.ring()
                self._engine_bell.ring()
            await outbox.forget_paces(connection, now)

    async def drain(self) -> None:
        """Wait for the calls under way."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=DRAIN)

    def _start(self, account: Account, mail: Mail) -> None:
        call = asyncio.create_task(self._send(account, mail))
        self._calls.add(call)
        self._calls_of[account.id] += 1
        self._last_account = account.id
        call.add_done_callback(lambda done: self._end(account.id, done))

    def _end(self, account_id: int, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        self._calls_of[account_id] -= 1
        if not self._calls_of[account_id]:
            del self._calls_of[account_id]
        self._bell.ring()

    async def _send(self, account: Account, mail: Mail) -> None:
        structlog.contextvars.bind_contextvars(message_id=mail.id, execution_id=mail.execution_id)
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
                log.warning("send_unknown", reason=str(error))
            else:
                self._counts["tried_again"] += 1
                await self._again(mail, min(2.0**mail.attempt, LONGEST_BACKOFF), str(error))
        except Exception as error:
            log.exception("send_broke")
            await self._fail(mail, f"The message could not be sent: {error}", None)
        else:
            await self._outcomes.submit(Outcome(mail.id, mail.attempt, "Sent", receipt.whatsapp_message_id))
            self._counts["sent"] += 1

    async def _fail(self, mail: Mail, sentence: str, code: int | None) -> None:
        self._counts["failed"] += 1
        await self._outcomes.submit(Outcome(mail.id, mail.attempt, "Failed", None, code, sentence))

    async def _slow_down(self, account: Account, mail: Mail, error: RateLimited) -> None:
        """Wait as long as WhatsApp asks, and longer with every attempt. One contact's limit holds up nobody else."""
        if error.scope == "account":
            seconds = max(error.after, min(2.0 ** (mail.attempt - 1), LONGEST_BACKOFF))
            until = self._clock.now() + timedelta(seconds=seconds)
            await self._with(outbox.pause_account, account.id, until)
        else:
            seconds = max(error.after, min(4.0 ** (mail.attempt - 1), LONGEST_CONTACT_BACKOFF))
        self._counts["slowed_down"] += 1
        await self._again(mail, seconds, str(error), MOST_SLOW_DOWNS)

    async def _again(self, mail: Mail, seconds: float, sentence: str, most: int = MAX_ATTEMPTS) -> None:
        if mail.attempt >= most:
            await self._fail(mail, f"Given up after {mail.attempt} attempts. {sentence}", None)
            return
        await self._with(outbox.release, mail, self._clock.now() + timedelta(seconds=seconds), sentence)

    async def _with(self, action: Callable[..., Awaitable[None]], *arguments: object) -> None:
        async with self._pool.acquire() as connection:
            await action(connection, *arguments)

    async def _store(self, outcomes: Sequence[Outcome]) -> None:
        """Store outcomes; known ones must not become unknown because the database was busy or away for a moment."""

        async def store() -> bool:
            async with self._pool.acquire() as connection:
                return bool(await outbox.finish(connection, outcomes, self._clock.now()))

        if await persist(store):
            self._engine_bell.ring()
