"""Every table of the database, one file per area."""

from piccolo.table import Table

from storage.tables.channels import WhatsAppAccount
from storage.tables.contacts import Contact, ContactKey
from storage.tables.executions import FlowEntry, FlowExecution, FlowExecutionStep, FlowExecutionStepText
from storage.tables.flows import Flow, FlowCountDelta, FlowPresence, FlowSchedule, FlowTrigger, FlowVersion
from storage.tables.media import Media
from storage.tables.messages import Message, ParkedStatus, SendPace
from storage.tables.queue import (
    AcceptedKey,
    Effect,
    FlowEvent,
    FlowEventFailed,
    Lane,
    LaneEvent,
    RuntimeProcess,
)
from storage.tables.users import RefreshToken, User

__all__ = [
    "TABLES",
    "AcceptedKey",
    "Contact",
    "ContactKey",
    "Effect",
    "Flow",
    "FlowCountDelta",
    "FlowEntry",
    "FlowEvent",
    "FlowEventFailed",
    "FlowExecution",
    "FlowExecutionStep",
    "FlowExecutionStepText",
    "FlowPresence",
    "FlowSchedule",
    "FlowTrigger",
    "FlowVersion",
    "Lane",
    "LaneEvent",
    "Media",
    "Message",
    "ParkedStatus",
    "RefreshToken",
    "RuntimeProcess",
    "SendPace",
    "User",
    "WhatsAppAccount",
]

TABLES: tuple[type[Table], ...] = (
    User,
    RefreshToken,
    WhatsAppAccount,
    Lane,
    Contact,
    ContactKey,
    Message,
    Media,
    SendPace,
    ParkedStatus,
    Flow,
    FlowVersion,
    FlowPresence,
    FlowTrigger,
    FlowSchedule,
    FlowExecution,
    FlowExecutionStep,
    FlowExecutionStepText,
    FlowEntry,
    FlowEvent,
    LaneEvent,
    FlowEventFailed,
    Effect,
    FlowCountDelta,
    AcceptedKey,
    RuntimeProcess,
)
