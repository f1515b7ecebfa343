"""What the routes of contacts take."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from engine.fields import EventName

Short = Annotated[str, Meta(max_length=200)]
Email = Annotated[str, Meta(max_length=254)]
Zone = Annotated[
    str, Meta(max_length=64, description="An IANA name, such as Europe/Madrid; null is the owner's.")
]
Tags = Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=100)]
Fields = Annotated[dict[str, Any], Meta(max_length=200)]


class NewContactBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A new contact."""

    account_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    phone: Annotated[str, Meta(max_length=40)]
    name: Short = ""
    email: Email | None = None
    company: Short | None = None
    timezone: Zone | None = None
    tags: Tags = []
    custom_fields: Fields = {}


class ContactChanges(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What to change of a contact; what is left away stays."""

    name: Short | UnsetType = UNSET
    email: Email | UnsetType | None = UNSET
    company: Short | UnsetType | None = UNSET
    timezone: Zone | UnsetType | None = UNSET
    tags: Tags | UnsetType = UNSET
    custom_fields: Fields | UnsetType = UNSET


class NewMessageBody(msgspec.Struct, forbid_unknown_fields=True):
    """A text to send; WhatsApp takes at most 4,096 characters."""

    text: Annotated[str, Meta(min_length=1, max_length=4_096)]


class NewEventBody(msgspec.Struct, forbid_unknown_fields=True):
    """Something that happened to a contact, such as `order_paid` with the order's number as its key."""

    name: EventName
    key: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    data: Any = None
