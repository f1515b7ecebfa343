"""Where an execution begins."""

from collections.abc import Iterator
from typing import Annotated

from engine.context import Context
from engine.fields import hint
from engine.flow import TRIGGER
from engine.node import Node
from engine.schedules import Timed, problems
from engine.triggers import MessageMatch, matched_word
from engine.triggers import Trigger as TriggerKind


class Trigger(Node, tag=TRIGGER):
    """Starts the flow when something happens, such as a message with a keyword."""

    group, writes = "Triggers", ()
    on: Annotated[TriggerKind, hint("Start when", "What starts this flow.")]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a cron line, a time zone or an audience."""
        if isinstance(self.on, Timed):
            yield from ((f"on.{field}", sentence) for field, sentence in problems(self.on))

    def run(self, ctx: Context) -> str:
        """Go on; a message that had to fit tells the word that it fits."""
        if (
            isinstance(self.on, MessageMatch)
            and self.on.match != "any"
            and "text" in (ctx.scope["message"] or ())
        ):
            ctx.note("matched", matched_word(self.on, ctx.scope["message"]["text"]))
        return "out"


NODES = (Trigger,)
