"""The closed sets of words the database accepts; each becomes a CHECK on its column."""

from enum import StrEnum


class UserRole(StrEnum):
    """What a person may do, from all to least."""

    OWNER = "Owner"
    ADMIN = "Admin"
    MANAGER = "Manager"
    AGENT = "Agent"


class Provider(StrEnum):
    """Who carries the messages of a WhatsApp account."""

    CLOUD = "cloud"
    SIMULATOR = "simulator"


class ConnectionStatus(StrEnum):
    """Whether an account can send and receive at all."""

    DISCONNECTED = "Disconnected"
    CONNECTING = "Connecting"
    CONNECTED = "Connected"
    FAILED = "Failed"


class HealthStatus(StrEnum):
    """How well an account is doing with WhatsApp."""

    HEALTHY = "Healthy"
    WARNING = "Warning"
    CRITICAL = "Critical"


class UnknownSends(StrEnum):
    """What to do with a send whose outcome stayed unknown."""

    RESEND = "resend"
    PARK = "park"


class ContactSource(StrEnum):
    """Where a contact came from."""

    MANUAL = "Manual"
    IMPORT = "Import"
    SHOPIFY = "Shopify"
    WOOCOMMERCE = "WooCommerce"
    WHATSAPP = "WhatsApp"
    API = "API"


class ContactKeyKind(StrEnum):
    """The two names WhatsApp knows a person by."""

    PHONE = "phone"
    BSUID = "bsuid"


class MessageDirection(StrEnum):
    """Who wrote a message: the contact (inbound) or us (outbound)."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"


class MessageType(StrEnum):
    """The five kinds of message; finer kinds live in `subtype`."""

    TEXT = "Text"
    IMAGE = "Image"
    VIDEO = "Video"
    AUDIO = "Audio"
    DOCUMENT = "Document"


class MessageStatus(StrEnum):
    """How far a message got."""

    QUEUED = "Queued"
    SENT = "Sent"
    DELIVERED = "Delivered"
    READ = "Read"
    FAILED = "Failed"


class TriggerKind(StrEnum):
    """What can start a flow."""

    MESSAGE_RECEIVED = "message_received"
    WEBHOOK = "webhook"
    EVENT_RECEIVED = "event_received"
    FLOW_CALLED = "flow_called"
    SCHEDULE = "schedule"
    CONTACT_DATE = "contact_date"


class FlowExecutionStatus(StrEnum):
    """Whether an execution lives, rests or is over."""

    RUNNING = "Running"
    PAUSED = "Paused"
    COMPLETED = "Completed"
    FAILED = "Failed"


class WaitingFor(StrEnum):
    """What a running execution waits for."""

    TIME = "time"
    REPLY = "reply"
    EVENT = "event"
    FIRST = "first"
    CALL = "call"
    EFFECT = "effect"
    SEND = "send"
    CONTINUE = "continue"


class StepStatus(StrEnum):
    """How one visit of a node stands or ended."""

    PENDING = "Pending"
    RUNNING = "Running"
    COMPLETED = "Completed"
    FAILED = "Failed"
    SKIPPED = "Skipped"


class StepPart(StrEnum):
    """Which of a step's two texts."""

    INPUT = "input"
    OUTPUT = "output"


class EventKind(StrEnum):
    """What can reach a lane."""

    MESSAGE = "message"
    NAMED_EVENT = "named_event"
    TIMER = "timer"
    EFFECT_RESULT = "effect_result"
    SEND_RESULT = "send_result"
    COMMAND = "command"
    CONTINUE = "continue"
    START = "start"
