"""What exit conditions and goals listen to: a message of the contact, or a named event with a key of this execution."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

import msgspec

from engine.errors import ParleyError
from engine.fields import EventName, Text, hint
from engine.model import NamedEvent
from engine.templates import Template, compile_template
from engine.triggers import MessageMatch, compile_matcher, normalise


class MessageHappens(MessageMatch, tag="message_received", frozen=True):
    """A message of the contact."""

    title: ClassVar[str] = "A message arrives"


class EventHappens(
    msgspec.Struct,
    tag_field="type",
    tag="event_received",
    rename="camel",
    forbid_unknown_fields=True,
    frozen=True,
):
    """A named event of the contact, such as `order_paid`."""

    title: ClassVar[str] = "An event happens"
    name: Annotated[EventName, hint("Event", placeholder="order_paid")]
    key: Annotated[
        Text | None,
        hint(
            "With the key",
            "Such as an order's number; without one any will do.",
            placeholder="{{ vars.order_id }}",
        ),
    ] = None


Happens = MessageHappens | EventHappens


class Happening(msgspec.Struct, frozen=True):
    """What just happened to the contact: a message with this text, or a named event."""

    text: str | None = None
    event: NamedEvent | None = None


class Listener(msgspec.Struct, frozen=True):
    """A compiled `Happens`."""

    matches: Callable[[str], bool] | None = None
    name: str = ""
    key: Template | None = None

    def hears(self, happening: Happening, scope: Callable[[], Mapping[str, Any]]) -> bool:
        """Whether this is what it listens to; a key that cannot be filled in hears nothing."""
        if happening.event is None:
            return self.matches is not None and self.matches(normalise(happening.text or ""))
        if self.matches is not None or happening.event.name != self.name:
            return False
        try:
            return self.key is None or self.key.render(scope()) == (happening.event.key or "")
        except ParleyError:
            return False


def compile_listener(happens: Happens) -> Listener:
    """Compile it once; SourceRefused when a pattern or a template is not valid."""
    match happens:
        case MessageHappens():
            return Listener(matches=compile_matcher(happens))
        case EventHappens():
            return Listener(
                name=happens.name, key=None if happens.key is None else compile_template(happens.key)
            )
