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


class TappedButton(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A customer at the simulated phone taps a button of a message it got; `button_id` is that of the message's body."""

    message_id: int
    button_id: Annotated[str, Meta(min_length=1, max_length=256)]


class Typed(msgspec.Struct, rename="camel"):
    """The id the message got."""

    whatsapp_message_id: str


class ReadMessages(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The customer looked at the chat."""

    contact_id: int
