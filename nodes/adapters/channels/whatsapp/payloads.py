"""The parts of Meta's webhooks that Parley reads, as Structs that forgive: everything optional, unknown fields allowed.

Reference: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
"""

from typing import Any

import msgspec

Id = str | int | None
"""Ids are strings at Meta; some gateways send numbers."""


class Metadata(msgspec.Struct):
    """The business number that was written to."""

    phone_number_id: Id = None


class Profile(msgspec.Struct):
    """How a customer calls themselves."""

    name: str | None = None
    username: str | None = None


class Sender(msgspec.Struct):
    """One of `contacts[]`; `wa_id` may be absent for people with a username, `user_id` (BSUID) before 2026."""

    wa_id: Id = None
    user_id: Id = None
    profile: Profile | None = None


class Message(msgspec.Struct, rename={"sender": "from"}):
    """One of `messages[]`, without the part named after its type."""

    id: str
    type: str = "unsupported"
    sender: Id = None
    from_user_id: Id = None
    timestamp: Any = None


class Error(msgspec.Struct):
    """One of `errors[]`."""

    class Data(msgspec.Struct):
        details: str | None = None

    code: int | None = None
    title: str | None = None
    message: str | None = None
    error_data: Data | None = None


class Status(msgspec.Struct):
    """One of `statuses[]`."""

    id: str
    status: str
    timestamp: Any = None
    biz_opaque_callback_data: str | None = None
    errors: list[Error] | None = None


class Text(msgspec.Struct):
    """What a customer typed."""

    body: str


class Media(msgspec.Struct):
    """An image, video, document, audio or sticker; `url` comes with newer webhooks only."""

    caption: str | None = None
    filename: str | None = None
    url: str | None = None
    voice: bool | None = None


class Location(msgspec.Struct):
    """A shared place; a live position has no name or address."""

    latitude: float | None = None
    longitude: float | None = None
    name: str | None = None
    address: str | None = None


class Card(msgspec.Struct):
    """One shared contact card."""

    class Name(msgspec.Struct):
        formatted_name: str | None = None
        first_name: str | None = None

    name: Name | None = None


class Reaction(msgspec.Struct):
    """A removed reaction has an empty emoji or none."""

    emoji: str | None = None


class Button(msgspec.Struct):
    """A template's quick reply."""

    text: str | None = None
    payload: str | None = None


class Reply(msgspec.Struct):
    """The button or list row a customer chose."""

    id: str | None = None
    title: str | None = None


class FormReply(msgspec.Struct):
    """An answered WhatsApp form; the answers stay in the raw message."""

    body: str | None = None


class Interactive(msgspec.Struct):
    """An answer to buttons, a list or a form we sent; exactly one part is there."""

    button_reply: Reply | None = None
    list_reply: Reply | None = None
    nfm_reply: FormReply | None = None


class Order(msgspec.Struct):
    """A basket from the account's catalogue; the items stay in the raw message."""

    text: str | None = None
    product_items: list[Any] | None = None


class System(msgspec.Struct):
    """WhatsApp speaking about the customer, for one a changed number."""

    body: str | None = None
