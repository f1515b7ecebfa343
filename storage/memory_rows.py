"""The rows that the store in memory keeps: the engine's own structs as JSON, beside the columns that are searched."""

from datetime import UTC, datetime

import msgspec

from engine.model import Effect, Entry, NamedEvent, OutboundMessage
from engine.triggers import TriggerRow


class OwnerRow(msgspec.Struct, frozen=True):
    """An owner; `trigger_epoch` counts the times that anything was published."""

    id: int
    trigger_epoch: int = 0


class FlowRow(msgspec.Struct, frozen=True):
    """A flow and what is published of it."""

    id: int
    user_id: int
    version_id: int
    triggers: tuple[TriggerRow, ...]
    is_active: bool = True


class VersionRow(msgspec.Struct, frozen=True):
    """A flow version."""

    id: int
    flow_id: int
    document: bytes


class LaneRow(msgspec.Struct, frozen=True):
    """A lane: a row to lock."""

    id: int
    user_id: int
    contact_id: int | None = None


class ContactRow(msgspec.Struct, frozen=True):
    """A contact: `contact` is an `engine.model.Contact` as JSON."""

    id: int
    user_id: int
    contact: bytes


NEVER = datetime.max.replace(tzinfo=UTC)
"""When an event is due that is held for a paused execution."""


class EventRow(msgspec.Struct, frozen=True):
    """Something due: `event` is an `engine.model.Event` as JSON."""

    id: int
    user_id: int
    lane_id: int
    due_at: datetime
    kind: str
    execution_id: int | None
    event: bytes


class FailedEventRow(msgspec.Struct, frozen=True):
    """An event that was set aside, with the reason."""

    row: EventRow
    error: str
    failed_at: datetime


class ExecutionRow(msgspec.Struct, frozen=True):
    """An execution: `execution` is an `engine.model.Execution` as JSON."""

    id: int
    user_id: int
    lane_id: int
    contact_id: int | None
    flow_id: int
    status: str
    seq: int
    updated_at: datetime
    finished_at: datetime | None
    execution: bytes


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message: inbound, or of the outbox with the struct that the engine queued."""

    id: int
    user_id: int
    account_id: int
    contact_id: int
    direction: str
    content: str
    status: str
    created_at: datetime
    queued: OutboundMessage | None = None
    wamid: str | None = None
    attempt: int = 0
    attempted_at: datetime | None = None
    scheduled_for: datetime | None = None
    unknown_attempts: int = 0
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    outcome_unknown: bool = False
    error_code: int | None = None
    error_message: str | None = None


class EffectRow(msgspec.Struct, frozen=True):
    """A call to the outside, leased by `due_at` and fenced by `attempt`; `is_calling` until an attempt has told its end."""

    effect: Effect
    user_id: int
    lane_id: int
    due_at: datetime
    attempt: int = 0
    is_calling: bool = False
    is_cut_off: bool = False


class KeptRow(msgspec.Struct, frozen=True):
    """A named event that came before anybody waited for it."""

    user_id: int
    lane_id: int
    event: NamedEvent
    kept_at: datetime


class EntryRow(msgspec.Struct, frozen=True):
    """When a contact last entered a flow; the key is that of the flow's rule of re-entry."""

    user_id: int
    contact_id: int
    entry: Entry


class CountRow(msgspec.Struct, frozen=True):
    """What a batch adds to the counters of a flow."""

    flow_id: int
    started: int
    succeeded: int
    failed: int
