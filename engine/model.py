"""What the engine takes and gives: contacts, messages, events and executions as plain data."""

from datetime import datetime
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


WaitKind = Literal["time", "reply", "effect", "send", "continue"]
EventKind = Literal["message", "timer", "effect_result", "send_result", "command", "continue", "start"]


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


class Pending(msgspec.Struct):
    """What a visit in progress has so far: its settings as JSON text with the templates filled in, and its output."""

    input: msgspec.Raw
    output: dict[str, Any] = msgspec.field(default_factory=dict)


class Execution(msgspec.Struct):
    """One run of a flow version for one contact: the whole state between two commits."""

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
    message: dict[str, Any] | None = None
    waiting_for: WaitKind | None = None
    wait_until: datetime | None = None
    pending: Pending | None = None
    started_at: datetime | None = None
    visit_started_at: datetime | None = None
    outcome: str | None = None
    error_message: str | None = None
    is_new: bool = False

    @property
    def is_alive(self) -> bool:
        """Whether events may still move it."""
        return self.status is ExecutionStatus.RUNNING


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
    """A message to queue. `visit` is set when the execution waits for the outcome of the send."""

    execution_id: int
    content: str
    body: dict[str, Any]
    visit: int | None = None


class Effect(msgspec.Struct):
    """A call to the outside, stored with its rendered input; `key` is its idempotency key."""

    execution_id: int
    visit: int
    node_id: str
    node_type: str
    input: str

    @property
    def key(self) -> str:
        """`execution/node/visit`: the same on every attempt."""
        return f"{self.execution_id}/{self.node_id}/{self.visit}"


class NewEvent(msgspec.Struct):
    """An event the engine itself makes: a timer or a continuation."""

    due_at: datetime
    kind: EventKind
    execution_id: int
    visit: int


class Commit(msgspec.Struct):
    """What `handle` decided, as data: the host stores it in one transaction or not at all.

    `consumed` and `stale` are event ids; `cleared` are executions whose timers fall away, `withdrawn` are cancelled
    executions whose messages must not leave any more.
    """

    consumed: list[int] = msgspec.field(default_factory=list)
    executions: dict[int, Execution] = msgspec.field(default_factory=dict)
    steps: list[Step] = msgspec.field(default_factory=list)
    messages: list[OutboundMessage] = msgspec.field(default_factory=list)
    effects: list[Effect] = msgspec.field(default_factory=list)
    events: list[NewEvent] = msgspec.field(default_factory=list)
    withdrawn: list[int] = msgspec.field(default_factory=list)
    cleared: list[int] = msgspec.field(default_factory=list)
    stale: list[int] = msgspec.field(default_factory=list)
