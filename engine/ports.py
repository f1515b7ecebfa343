"""The outside world as the rest of the house sees it: what a channel receives, what it sends, and the protocol it speaks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, Literal, Protocol

import msgspec

from engine.errors import RateLimited, Rejected, Unavailable, VendorError

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
    """One message a customer sent. At least one of `phone` (E.164) and `bsuid` is there; `button` is the id of what was tapped."""

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
    button: str | None = None


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


class HttpAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a web server answered. Names of `headers` are in small letters; `retry_after` are the seconds it asks to wait."""

    host: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    retry_after: float | None = None

    @property
    def is_success(self) -> bool:
        """Whether the status is one of the 200s."""
        return 200 <= self.status < 300

    def text(self) -> str:
        """The body as text that Postgres can store; what is no text is replaced."""
        return self.body.decode("utf-8", "replace").replace("\0", "\ufffd")

    def json(self) -> Any:
        """The body as JSON; Rejected when it is none."""
        try:
            return msgspec.json.decode(self.body)
        except (ValueError, RecursionError) as error:
            raise Rejected(f"'{self.host}' answered {self.status} with something that is no JSON.") from error

    def trouble(self) -> VendorError:
        """What an answer that is no success means: wait, try again, or change something."""
        said = f"'{self.host}' answered {self.status}"
        if self.status == 429 or (self.status == 503 and self.retry_after is not None):
            return RateLimited(f"{said}: it asks to be called more slowly.", self.retry_after or 0.0)
        if self.status in PASSING:
            return Unavailable(f"{said}: it has trouble.", sent=True)
        return Rejected(f"{said}: {NEXT_STEPS.get(self.status, 'check the address and what is sent')}.")


PASSING = frozenset({408, 425, 500, 502, 503, 504})
NEXT_STEPS = {
    **dict.fromkeys((301, 302, 303, 307, 308), "use the address it has moved to, redirects are not followed"),
    **dict.fromkeys((401, 403, 407), "check the credentials"),
    404: "check the address",
    405: "check the method",
    413: "send less",
}


class HttpClient(Protocol):
    """A way to call web addresses that people wrote: it cannot reach private ones, and an answer has a size."""

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        """Call once. Raises Rejected or Unavailable of `engine.errors`."""
        ...
