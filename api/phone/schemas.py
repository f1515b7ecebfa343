"""What the phone page sends."""

from typing import Annotated

import msgspec
from msgspec import Meta


class TypedMessage(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A customer at the simulated phone writes."""

    account_id: int
    phone: Annotated[str, Meta(min_length=1, max_length=30)]
    text: Annotated[str, Meta(min_length=1, max_length=4096)]
    name: Annotated[str, Meta(max_length=200)] = ""


class Typed(msgspec.Struct, rename="camel"):
    """The id the message got."""

    whatsapp_message_id: str


class ReadMessages(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The customer looked at the chat."""

    contact_id: int


class GraphText(msgspec.Struct):
    """A text, as Graph takes it."""

    body: str
    preview_url: bool = False


class GraphMessage(msgspec.Struct):
    """The part of a Graph send that the simulator understands."""

    messaging_product: str
    type: str
    text: GraphText | None = None
    to: str | None = None
    recipient: str | None = None
    biz_opaque_callback_data: str | None = None
