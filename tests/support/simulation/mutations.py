"""Guards, each with what the engine would be without it: the simulation has to notice every one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any
from unittest.mock import patch

import msgspec
from msgspec.structs import replace

from api.runtime.loop import EngineLoop
from engine import handle
from engine.lane import Lane
from engine.model import Event
from simulation import effects_sql, inbox_sql, outbox_sql
from simulation.process import Notes
from simulation.store import SimulatedStore
from storage import memory_store, memory_writing, statuses
from storage.memory_rows import LaneRow
from storage.memory_store import MemoryStore
from storage.memory_tables import Session, Tables
from storage.memory_writing import Writing
from storage.store import LaneWork


class Mutation(msgspec.Struct, frozen=True):
    """What is taken away: (owner, attribute, replacement) for each place. `seed` is where it is known to be noticed."""

    name: str
    patches: tuple[tuple[Any, str, Any], ...]
    seed: int = 0

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The world without the guard."""
        with ExitStack() as stack:
            for owner, attribute, replacement in self.patches:
                stack.enter_context(patch.object(owner, attribute, replacement))
            yield


def always(answer: Any) -> Callable[..., Any]:
    return lambda *_args, **_kwargs: answer


async def nothing(*_args: Any) -> None: ...


async def not_known(*_args: Any) -> bool:
    return False


async def nothing_unresolved(*_args: Any) -> list[dict[str, Any]]:
    return [{"count": 0}]


def lock_without_lock(self: MemoryStore, lanes: Any, limit: int) -> list[int]:
    return [lane for lane in lanes if self.session.get(LaneRow, lane)][:limit]


def without_visits(*kinds: str) -> Callable[..., None]:
    """Events of these kinds count for whatever visit their execution is at."""

    def answer(lane: Lane, event: Event) -> None:
        execution = lane.live.get(event.execution_id or 0)
        if execution is not None and event.kind in kinds:
            event = replace(event, visit=execution.visit)
        _answer(lane, event)

    return answer


_answer = handle._answer


async def lock_due_from_a_snapshot(self: Any, now: Any, limit: int) -> list[int]:
    """Claim and read in one statement: what is read is as old as the statement, not as the locks."""
    await self._point("lock_due", self.session)
    rows = {kind: dict(rows) for kind, rows in self._tables.rows.items()}
    for _ in range(5):
        await self._point("lock_due under way", self.session)
    lanes = [row.lane_id for row in self._due(now)]
    self.snapshot = rows
    locked = self._lock(lanes, limit)
    await self._point("lock_due done", self.session)
    return locked


async def read_from_the_snapshot(self: Any, lanes: Any, now: Any) -> list[LaneWork]:
    old = Tables()
    for kind, rows in getattr(self, "snapshot", self._tables.rows).items():
        old.rows[kind] = rows
    work = await MemoryStore(old).read(lanes, now)
    for lane in work:
        self._was_due[lane.lane_id] = tuple(event.id for event in lane.events)
    return work


@asynccontextmanager
async def no_transaction(self: Session) -> Any:
    """Every change is everybody's at once; locks are kept to the end."""
    self._demand_open()
    self._depth += 1
    try:
        yield
    finally:
        self._depth -= 1
        if not self._depth:
            self._end()


def change_at_once(self: Session, place: Any, row: Any) -> None:
    self._demand_open()
    self._tables.commit({place: row})


def keep_entries_out(self: Writing, lane: LaneWork, commit: Any) -> None:
    _remember(self, lane, replace(commit, entries=[]))


_remember = Writing.remember

MUTATIONS = (
    Mutation("a webhook that comes twice is stored twice", ((inbox_sql, "is_known", not_known),), seed=2),
    Mutation("lanes are not locked", ((MemoryStore, "_lock", lock_without_lock),)),
    Mutation(
        "claim and read are one statement",
        (
            (SimulatedStore, "lock_due", lock_due_from_a_snapshot),
            (SimulatedStore, "read", read_from_the_snapshot),
        ),
        seed=259,
    ),
    Mutation(
        "events run in the order of their ids", ((memory_store, "by_due_time", lambda row: row.id),), seed=8
    ),
    Mutation("a timer has no visit number", ((handle, "_answer", without_visits("timer")),), seed=63),
    Mutation(
        "a result has no visit number",
        ((handle, "_answer", without_visits("effect_result", "send_result")),),
        seed=7,
    ),
    Mutation("the owner of a row is not checked", ((memory_store, "is_own", always(True)),)),
    Mutation("seq is not compared", ((memory_writing, "is_as_read", always(True)),), seed=90),
    Mutation("consumed events are not counted", ((memory_writing, "is_there", always(True)),), seed=46),
    Mutation(
        "a transaction is no transaction",
        (
            (Session, "transaction", no_transaction),
            (Session, "_change", change_at_once),
        ),
    ),
    Mutation("a refused savepoint is not undone", ((Session, "_undo", always(None)),), seed=15),
    Mutation("timers of ended waits stay", ((Writing, "_timers_of", always([])),), seed=15),
    Mutation("effects of ended executions stay", ((Writing, "_effects_of", always([])),), seed=74),
    Mutation("messages of ended executions leave", ((Writing, "withdraw", nothing),), seed=24),
    Mutation(
        "what comes due for paused executions stays due", ((Writing, "hold_and_release", nothing),), seed=30
    ),
    Mutation("entries are not remembered", ((Writing, "remember", keep_entries_out),), seed=4),
    Mutation(
        "a send is not marked before the call",
        ((outbox_sql, "as_marked", lambda row, now: replace(row, attempt=row.attempt + 1)),),
    ),
    Mutation("an older attempt of a send counts", ((outbox_sql, "is_current_send", always(True)),), seed=426),
    Mutation("a resolved send is resolved again", ((outbox_sql, "is_open", always(True)),)),
    Mutation("an unresolved message holds nothing back", ((outbox_sql, "is_held_back", always(False)),)),
    Mutation("two senders mark for one account", ((outbox_sql, "take_account", always(True)),), seed=20),
    Mutation(
        "unresolved sends are not counted", ((outbox_sql, "count_unresolved", nothing_unresolved),), seed=6
    ),
    Mutation(
        "an unknown outcome is not listed",
        ((outbox_sql, "as_unknown", lambda row: replace(row, unknown_attempts=row.unknown_attempts + 1)),),
        seed=9,
    ),
    Mutation(
        "statuses may fall",
        ((statuses, "RANK", {"Read": 0, "Delivered": 1, "Sent": 2, "Failed": 3, "Queued": -1}),),
        seed=14,
    ),
    Mutation(
        "an effect is not leased",
        ((effects_sql, "as_leased", lambda row, until: replace(row, attempt=row.attempt + 1)),),
    ),
    Mutation(
        "an older attempt of an effect counts", ((effects_sql, "is_current_effect", always(True)),), seed=76
    ),
    Mutation("events are stamped by the clock alone", ((inbox_sql, "after", lambda last, now: now),), seed=2),
    Mutation("nothing is looked for without a ring", ((EngineLoop, "_pause", lambda self: _an_hour()),)),
    Mutation("the dead leave no note", ((Notes, "left_behind", always({})),), seed=11),
)


async def _an_hour() -> float:
    return 3_600.0 * 24
