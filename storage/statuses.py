"""Delivery statuses as a lattice: a message only ever rises, whatever order WhatsApp reports in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from engine.ports import StatusUpdate
from storage import statements
from storage.connection import Connection
from storage.parked import forget, park, take_known

# Failed stands between Sent and Delivered: a failure does not lower what has arrived, and an arrival overrules it.
RANK = {"Queued": 0, "Sent": 1, "Failed": 2, "Delivered": 3, "Read": 4}
MAX_ID = 2**63 - 1


class _Fold(msgspec.Struct):
    """All the statuses of one message in a batch, folded into one."""

    before: str
    status: str
    wamid: str
    execution_id: int | None
    visit: int | None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    error_code: int | None = None
    error: str | None = None

    def add(self, update: StatusUpdate, now: datetime) -> None:
        at = update.at or now
        self.status = max(self.status, update.status, key=RANK.__getitem__)
        if update.status == "Failed":
            self.error_code, self.error = (
                update.error_code,
                update.error_message or "WhatsApp did not deliver it.",
            )
            return
        reached = RANK[update.status]
        self.sent_at = _earlier(self.sent_at, at)
        if reached >= RANK["Delivered"]:  # WhatsApp may skip `delivered`
            self.delivered_at = _earlier(self.delivered_at, at)
        if reached >= RANK["Read"]:
            self.read_at = _earlier(self.read_at, at)

    @property
    def is_news(self) -> bool:
        """Whether an execution may wait to hear this: that it left the outbox, or that it was refused after all."""
        return self.visit is not None and (
            self.before == "Queued" or (self.before == "Sent" and self.failure() is not None)
        )

    def failure(self) -> str | None:
        """The error, unless the message arrived all the same."""
        return self.error if self.status == "Failed" else None


async def apply_statuses(
    connection: Connection, statuses: Sequence[tuple[int, StatusUpdate]], now: datetime
) -> int:
    """Raise the messages that (account id, status) pairs speak of; those of unknown messages are parked. Answers new events."""
    keys = [
        (place, account_id, update.whatsapp_message_id, message_id_of(update.callback))
        for place, (account_id, update) in enumerate(statuses)
    ]
    rows = await connection.fetch(statements.FIND_SENT, *map(list, zip(*keys, strict=True)))
    known = {row["place"] for row in rows}
    await park(connection, [each for place, each in enumerate(statuses) if place not in known], now)
    folds = _fold(rows, statuses, now)
    if not folds:
        return 0
    columns = [
        (id_, f.status, f.wamid, f.sent_at, f.delivered_at, f.read_at, f.error_code, f.error)
        for id_, f in folds.items()
    ]
    await connection.execute(statements.UPDATE_STATUSES, *map(list, zip(*columns, strict=True)))
    resolved = [f for f in folds.values() if f.is_news]
    return await announce_sends(connection, [(f.execution_id, f.visit, f.failure()) for f in resolved], now)


async def match_parked(connection: Connection, now: datetime) -> int:
    """Apply the parked statuses whose message is known by now, and drop the old ones. Answers new events."""
    async with connection.transaction():
        statuses = await take_known(connection)
        due = await apply_statuses(connection, statuses, now) if statuses else 0
    await forget(connection, now)
    return due


async def announce_sends(
    connection: Connection, results: Sequence[tuple[int | None, int | None, str | None]], now: datetime
) -> int:
    """Tell the executions that wait for a send (execution id, visit, error or None) what became of it. Answers new events."""
    wanted = [result for result in results if result[0] is not None and result[1] is not None]
    if not wanted:
        return 0
    return len(await connection.fetch(statements.SEND_RESULTS, *map(list, zip(*wanted, strict=True)), now))


def callback_of(message_id: int) -> str:
    """The text we send along; WhatsApp repeats it on every status."""
    return f"parley:{message_id}"


def message_id_of(callback: str | None) -> int | None:
    """The message a callback text names, or None when the text is not ours."""
    head, _, number = (callback or "").partition(":")
    if head != "parley" or not number.isascii() or not number.isdigit() or len(number) > 19:
        return None
    return min(int(number), MAX_ID)


def _fold(
    rows: Sequence[Any], statuses: Sequence[tuple[int, StatusUpdate]], now: datetime
) -> dict[int, _Fold]:
    folds: dict[int, _Fold] = {}
    for row in rows:
        update = statuses[row["place"]][1]
        fold = folds.get(row["id"])
        if fold is None:
            fold = folds[row["id"]] = _Fold(
                row["status"], row["status"], update.whatsapp_message_id, row["execution_id"], row["visit"]
            )
        fold.add(update, now)
    return folds


def _earlier(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else min(known, at)
