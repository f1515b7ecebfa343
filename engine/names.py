"""The names that templates and expressions read, in words: what the editor offers while one types."""

from typing import Literal

import msgspec

from engine.facts import ValueKind
from engine.scope import DATETIME_PARTS

Origin = Literal["message", "webhook"]


class ScopeItem(msgspec.Struct, rename={"from_": "from"}, frozen=True):
    """A name in scope; `from_` is the kind of start it needs, None when it is always there, `kind` what its value is."""

    path: str
    help: str
    example: str
    from_: Origin | None = None
    kind: ValueKind = "text"


SCOPE: tuple[ScopeItem, ...] = (
    ScopeItem("contact.name", "The contact's name", "Ana", "message"),
    ScopeItem("contact.phone", "The contact's phone number", "+34600000001", "message"),
    ScopeItem("contact.email", "The contact's email, if known", "ana@example.com", "message"),
    ScopeItem("contact.company", "The contact's company, if known", "Plant shop", "message"),
    ScopeItem("contact.tags", "The contact's tags", '["vip"]', "message", "list"),
    ScopeItem("contact.fields", "Your own fields of the contact, such as contact.fields.city", '{"city": "Madrid"}', "message", "object"),
    ScopeItem("contact.timezone", "The contact's time zone, or yours while it has none", "Europe/Madrid", "message"),
    ScopeItem("contact.id", "The contact's number in Parley", "17", "message", "number"),
    ScopeItem("message.text", "What the contact wrote last", "Hi, where is my order?", "message"),
    ScopeItem("message.type", "The kind of message", "Text", "message"),
    ScopeItem("message.subtype", "The exact kind of message, such as button or sticker", "text", "message"),
    ScopeItem("message.button", "The id of the button or row the contact tapped; null for what was typed", "17/ask/yes", "message"),
    ScopeItem("message.id", "The message's number in Parley", "4211", "message", "number"),
    ScopeItem("event", "The JSON that was posted to the flow's address, such as event.order.total", '{"order": {"total": 40}}', "webhook", "any"),
    ScopeItem("now", "The time of this step, in UTC", "2026-11-24T09:30:00+00:00", None, "any"),
    *(ScopeItem(f"now.{part}", f"The {part} of this moment, in UTC", example, None, "number") for part, example in zip(
        DATETIME_PARTS, ("2026", "11", "24", "9", "30", "2"), strict=True)),
)  # fmt: skip
