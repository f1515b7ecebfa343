"""The outside world as the rest of the house sees it: what a channel receives, what it sends, and the protocol it speaks."""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, Literal, Protocol

import msgspec

MessageKind = Literal["Text", "Image", "Video", "Audio", "Document"]
"""The five values of MessageType; what a message truly is stands in `subtype`."""

DeliveryStatus = Literal["Sent", "Delivered", "Read", "Failed"]


class Secret:
    """A credential: it prints as dots everywhere, and only `reveal()` gives the value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself; call it where the credential leaves for the vendor and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return "•••"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str:
        raise TypeError("A secret is not pickled.")


class InboundMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One message a customer sent. At least one of `phone` (E.164) and `bsuid` is there."""

    phone_number_id: str
    whatsapp_message_id: str
    phone: str | None
    bsuid: str | None
    username: str | None
    name: str
    type: MessageKind
    subtype: str
    content: str
    media_url: str | None
    sent_at: datetime | None
    raw: dict[str, Any]
    drives_flows: bool


class StatusUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message we sent; `callback` is the text we gave with it."""

    phone_number_id: str
    whatsapp_message_id: str
    callback: str | None
    status: DeliveryStatus
    at: datetime | None
    error_code: int | None
    error_message: str | None


class Delivery(msgspec.Struct, frozen=True):
    """Everything one webhook call carried, in its order; `ignored` counts what had another shape."""

    messages: Sequence[InboundMessage]
    statuses: Sequence[StatusUpdate]
    ignored: int


class OutboundMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One message to send. `body` holds the vendor's `type` and content, `callback` comes back on every status."""

    to_phone: str | None
    to_bsuid: str | None
    body: dict[str, Any]
    callback: str


class SendReceipt(msgspec.Struct, frozen=True):
    """The vendor accepted the message; `wa_id` may differ from the number it was sent to (Brazil, Mexico)."""

    whatsapp_message_id: str
    wa_id: str | None


class Channel(Protocol):
    """A way to send messages: a WhatsApp account or the phone simulator."""

    async def send(self, message: OutboundMessage) -> SendReceipt:
        """Send once. Raises Rejected, RateLimited, Unavailable or BadCredentials of `engine.errors`."""
        ...
