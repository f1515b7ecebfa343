"""Writing to the contact."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from engine.context import Context
from engine.facts import AT_ONCE, Passage, Problem
from engine.fields import Text, hint
from engine.node import Node, Wait
from nodes.media import AudioBody, DocumentBody, ImageBody, Said, VideoBody

MAX_TEXT = 4096


class TextBody(msgspec.Struct, tag_field="type", tag="text", rename="camel", forbid_unknown_fields=True):
    """Plain text, up to 4,096 characters."""

    title: ClassVar[str] = "Text"
    text: Annotated[
        Text,
        Meta(min_length=1),
        hint(
            "Text",
            "Type {{ to insert a variable.",
            multiline=True,
            placeholder="Hi {{ contact.name }}!",
            limit=MAX_TEXT,
            formatted=True,
        ),
    ]
    preview_url: Annotated[bool, hint("Show a preview of the first link")] = False

    def said(self) -> Said:
        """The text, and what Graph is sent."""
        return self.text, {"type": "text", "text": {"body": self.text, "preview_url": self.preview_url}}


class SendMessage(Node, tag="send_message"):
    """Send a message to the contact. Connect “Failed” to go another way when WhatsApp refuses it."""

    group, ports, sends, writes = "Messages", ("out", "failed"), True, ()
    body: Annotated[
        TextBody | ImageBody | VideoBody | AudioBody | DocumentBody,
        hint("Message", "What the contact gets."),
    ]

    def problems(self) -> Iterator[Problem]:
        """A file has an address that WhatsApp can fetch it from, and what is surely sent is within WhatsApp's limits."""
        if not isinstance(self.body, TextBody):
            yield from ((f"body.{field}", *told) for field, *told in self.body.problems())

    def passage(self, port: str) -> Passage:
        """Waiting for the outcome takes moments; a refusal counts as no time either."""
        return AT_ONCE

    def run(self, ctx: Context) -> str | Wait:
        """Queue the message; wait for its outcome only when somebody asks for it."""
        ctx.send(*self.body.said())
        return Wait("send") if ctx.wired("failed") else "out"

    def resume(self, ctx: Context, event: str) -> str:
        """Take the port of the outcome."""
        return "out" if event == "sent" else "failed"


NODES = (SendMessage,)
