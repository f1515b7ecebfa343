"""What the simulator's Graph API takes, with Meta's limits."""

from typing import Annotated

import msgspec
from msgspec import Meta

Line = Annotated[str, Meta(min_length=1, max_length=60)]


class GraphText(msgspec.Struct):
    """A text, as Graph takes it."""

    body: Annotated[str, Meta(min_length=1, max_length=4096)]
    preview_url: bool = False


class Reply(msgspec.Struct):
    """What a reply button says, and what comes back when it is tapped."""

    id: Annotated[str, Meta(min_length=1, max_length=256)]
    title: Annotated[str, Meta(min_length=1, max_length=20)]


class Button(msgspec.Struct, tag_field="type", tag="reply"):
    """A reply button."""

    reply: Reply


class Action(msgspec.Struct):
    """Up to three buttons."""

    buttons: Annotated[list[Button], Meta(min_length=1, max_length=3)]


class Body(msgspec.Struct):
    """The text of an interactive message."""

    text: Annotated[str, Meta(min_length=1, max_length=1024)]


class Header(msgspec.Struct, tag_field="type", tag="text"):
    """A line above an interactive message."""

    text: Line


class Footer(msgspec.Struct):
    """A line below it."""

    text: Line


class Interactive(msgspec.Struct, tag_field="type", tag="button"):
    """A message with reply buttons."""

    body: Body
    action: Action
    header: Header | None = None
    footer: Footer | None = None


class Media(msgspec.Struct):
    """A file by its link; audio has no caption, only a document has a name."""

    link: Annotated[str, Meta(pattern=r"^https?://\S+$", max_length=4096)]
    caption: Annotated[str, Meta(max_length=1024)] | None = None
    filename: Annotated[str, Meta(max_length=240)] | None = None


PARTS = ("text", "interactive", "image", "video", "audio", "document")


class GraphMessage(msgspec.Struct):
    """The part of a Graph send that the simulator understands."""

    messaging_product: str
    type: str
    text: GraphText | None = None
    interactive: Interactive | None = None
    image: Media | None = None
    video: Media | None = None
    audio: Media | None = None
    document: Media | None = None
    to: str | None = None
    recipient: str | None = None
    biz_opaque_callback_data: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it has a receiver and the part that its type names, which no two buttons share."""
        part = getattr(self, self.type) if self.type in PARTS else None
        if part is None or not (self.to or self.recipient):
            return False
        replies = [button.reply for button in part.action.buttons] if isinstance(part, Interactive) else []
        return all(
            len(set(each)) == len(replies) for each in ([r.id for r in replies], [r.title for r in replies])
        )
