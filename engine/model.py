"""What the engine takes and gives: contacts, messages, events and executions as plain data."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import msgspec

from engine.zones import DEFAULT_ZONE


class ExecutionStatus(StrEnum):
    """Where an execution stands; Running is alive: due, waiting or calling out."""

    RUNNING = "Running"
    COMPLETED = "Completed"
    FAILED = "Failed"
    PAUSED = "Paused"


class StepStatus(StrEnum):
    """How a visit ended; Pending and Running are only shown, never stored."""

    PENDING = "Pending"
    RUNNING = "Running"
    COMPLETED = "Completed"
    FAILED = "Failed"
    SKIPPED = "Skipped"


WaitKind = Literal["time", "reply", "event", "first", "call", "effect", "send", "continue"]
EventKind = Literal[
    "message", "named_event", "timer", "effect_result", "send_result", "command", "continue", "start"
]


class Contact(msgspec.Struct):
    """A person, as flows see one: `scope()` is what templates and expressions read.

    `timezone` is resolved: the contact's own, else the owner's.
    """

    id: int
    account_id: int
    name: str
    phone: str | None
    email: str | None = None
    company: str | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    is_blocked: bool = False
    timezone: str = DEFAULT_ZONE

    def scope(self) -> dict[str, Any]:
        """The contact as templates and expressions see it."""
        return {
            "id": self.id,
            "name": self.name,
            "phone": self.phone,
            "email": self.email,
            "company": self.company,
            "tags": self.tags,
            "fields": self.fields,
            "timezone": self.timezone,
        }


class Event(msgspec.Struct):
    """What reaches an execution from outside. `due_at` and `id` order the events of a lane."""

    id: int
    due_at: datetime
    kind: EventKind
    payload: dict[str, Any]
    execution_id: int | None = None
    visit: int | None = None


class Awaited(msgspec.Struct, frozen=True):
    """An event that a visit waits for: its name, and its key unless any will do."""

    name: str
    key: str | None = None

    def is_met_by(self, name: str, key: str | None) -> bool:
        """Whether an event of this name and key ends the wait."""
        return self.name == name and self.key in (None, key)


class NamedEvent(msgspec.Struct):
    """Something that happened to a contact, such as `order_paid` with an order id as its key.

    One with a key that nobody waited for is kept on the lane for a while, under the id of its event: it came early.
    """

    name: str
    key: str | None = None
    data: Any = None
    id: int = 0


KEPT_FOR = timedelta(days=1)
"""How long a named event that nobody waited for can still be found by who asks for it later."""
MOST_KEPT = 100
"""How many of a lane can be found, the newest: a batch reads them all."""


class Pending(msgspec.Struct, omit_defaults=True):
    """What a visit in progress has so far: its settings as JSON text with the templates filled in, and its output.

    `since` is when the visit began; `awaits` are the events that end its wait, `takes_reply` says that a message does.
    """

    input: msgspec.Raw
    output: dict[str, Any] = msgspec.field(default_factory=dict)
    since: datetime | None = None
    awaits: tuple[Awaited, ...] = ()
    takes_reply: bool = False


class Ended(msgspec.Struct, frozen=True):
    """How a called flow ended: with these variables, or with what went wrong in it."""

    variables: dict[str, Any]
    error: str | None


class Missed(msgspec.Struct, omit_defaults=True):
    """What happened to an execution while it was paused, to be taken up when it goes on: a goal of its was reached (by `message`,
    if that did it), or else what it waits for: an `event`, or the end of a flow that it `called`.
    """

    goal: str | None = None
    message: dict[str, Any] | None = None
    event: NamedEvent | None = None
    called: "Ended | None" = None


MISSED = ""
"""The place in an execution's memory of what it missed; no node has this id."""


class Execution(msgspec.Struct):
    """One run of a flow version for one contact: the whole state between two commits.

    `variables_size` is about the bytes of `variables` as JSON; `memory` is what nodes keep for themselves, by node id.
    A called flow has the execution and the visit that called it as its parent.
    """

    id: int
    flow_id: int
    flow_version_id: int
    trigger_data: dict[str, Any]
    status: ExecutionStatus = ExecutionStatus.RUNNING
    node_id: str | None = None
    visit: int = 0
    seq: int = 0
    step_count: int = 0
    variables: dict[str, Any] = msgspec.field(default_factory=dict)
    variables_size: int = 2
    memory: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    message: dict[str, Any] | None = None
    parent_id: int | None = None
    parent_visit: int | None = None
    waiting_for: WaitKind | None = None
    wait_until: datetime | None = None
    pending: Pending | None = None
    started_at: datetime | None = None
    visit_started_at: datetime | None = None
    outcome: str | None = None
    error_message: str | None = None
    is_new: bool = False
    is_retried: bool = False

    @property
    def is_alive(self) -> bool:
        """Whether events may still move it."""
        return self.status is ExecutionStatus.RUNNING

    @property
    def is_over(self) -> bool:
        """Whether it ended; a paused one did not."""
        return self.status in (ExecutionStatus.COMPLETED, ExecutionStatus.FAILED)

    @property
    def takes_reply(self) -> bool:
        """Whether it rests at a visit that a message of the contact ends."""
        match self.waiting_for:
            case "reply":
                return not self.is_over
            case "first":
                return not self.is_over and self.pending is not None and self.pending.takes_reply
        return False

    def awaits(self, event: NamedEvent, now: datetime) -> bool:
        """Whether it rests at a visit that this event ends. A paused one takes the first that comes in the time of its wait."""
        is_open = self.is_alive or (
            self.status is ExecutionStatus.PAUSED
            and MISSED not in self.memory
            and (self.wait_until is None or self.wait_until > now)
        )
        return (
            is_open
            and self.pending is not None
            and any(awaited.is_met_by(event.name, event.key) for awaited in self.pending.awaits)
        )

    def remember(self, missed: Missed) -> None:
        """Keep what happened until it goes on again."""
        self.memory[MISSED] = msgspec.to_builtins(missed)

    @property
    def missed_goal(self) -> str | None:
        """The goal that was reached while it is paused."""
        return self.memory.get(MISSED, {}).get("goal")

    def recall(self) -> Missed:
        """What it missed, which is forgotten by that."""
        return msgspec.convert(self.memory.pop(MISSED, {}), Missed)

    def asks_for(self, kept: NamedEvent) -> bool:
        """Whether its wait asks for this very key, so that an event which came before the wait ends it."""
        return (
            self.is_alive and self.pending is not None and Awaited(kept.name, kept.key) in self.pending.awaits
        )


class Step(msgspec.Struct):
    """One finished visit of a node; `input` and `output` are JSON text."""

    execution_id: int
    n: int
    visit: int
    node_id: str
    node_type: str
    status: StepStatus
    port: str | None
    input: str
    output: str
    started_at: datetime
    finished_at: datetime
    error_message: str | None = None


class OutboundMessage(msgspec.Struct):
    """A message to queue. `visit` is set when the execution waits for the outcome of the send.

    `node_id` and `from_visit` are the node and the visit that sent it.
    """

    execution_id: int
    content: str
    body: dict[str, Any]
    visit: int | None = None
    node_id: str = ""
    from_visit: int = 0


class Effect(msgspec.Struct):
    """A call to the outside, stored with its rendered input; `key` is its idempotency key.

    `vendor` is who is called, so that one who is slow does not hold up the others; `timeout` are the seconds of one attempt.
    """

    execution_id: int
    visit: int
    node_id: str
    node_type: str
    input: str
    vendor: str = "unknown"
    timeout: float = 30.0

    @property
    def key(self) -> str:
        """`execution/node/visit`: the same on every attempt."""
        return f"{self.execution_id}/{self.node_id}/{self.visit}"


class NewEvent(msgspec.Struct):
    """An event the engine itself makes: a timer, a continuation, or the start of another flow on this lane."""

    due_at: datetime
    kind: EventKind
    execution_id: int | None = None
    visit: int | None = None
    payload: dict[str, Any] = msgspec.field(default_factory=dict)


class Entry(msgspec.Struct, frozen=True):
    """That a contact entered a flow: what the rules of re-entry remember. `key` is empty unless the rule has one."""

    flow_id: int
    key: str
    at: datetime


class Commit(msgspec.Struct):
    """What `handle` decided, as data: the host stores it in one transaction or not at all.

    `consumed`, `stale` and `held` are event ids: held ones stay put until their execution is in `released`. `cleared` are
    executions whose timers and held events fall away, `withdrawn` are executions that somebody or something ended, whose
    messages must not leave any more, `dropped` are executions whose call to the outside nobody waits for. `kept` are named
    events for later, `used` are ids of such that found their wait.
    """

    consumed: list[int] = msgspec.field(default_factory=list)
    executions: dict[int, Execution] = msgspec.field(default_factory=dict)
    steps: list[Step] = msgspec.field(default_factory=list)
    messages: list[OutboundMessage] = msgspec.field(default_factory=list)
    effects: list[Effect] = msgspec.field(default_factory=list)
    events: list[NewEvent] = msgspec.field(default_factory=list)
    withdrawn: list[int] = msgspec.field(default_factory=list)
    dropped: list[int] = msgspec.field(default_factory=list)
    cleared: list[int] = msgspec.field(default_factory=list)
    stale: list[int] = msgspec.field(default_factory=list)
    held: list[int] = msgspec.field(default_factory=list)
    released: list[int] = msgspec.field(default_factory=list)
    kept: list[NamedEvent] = msgspec.field(default_factory=list)
    used: list[int] = msgspec.field(default_factory=list)
    entries: list[Entry] = msgspec.field(default_factory=list)
