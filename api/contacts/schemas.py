"""What the routes of contacts take."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

Short = Annotated[str, Meta(max_length=200)]


class NewContactBody(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A new contact."""

    account_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    phone: Annotated[str, Meta(max_length=40)]
    name: Short = ""
    email: Annotated[str, Meta(max_length=254)] | None = None
    company: Short | None = None
    tags: Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=100)] = []
    custom_fields: Annotated[dict[str, Any], Meta(max_length=200)] = {}


class NewMessageBody(msgspec.Struct, forbid_unknown_fields=True):
    """A text to send; WhatsApp takes at most 4,096 characters."""

    text: Annotated[str, Meta(min_length=1, max_length=4_096)]
