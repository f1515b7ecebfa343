"""Where an execution begins."""

from typing import Annotated

from engine.context import Context
from engine.fields import hint
from engine.node import Node
from engine.triggers import Trigger as TriggerKind


class Trigger(Node, tag="trigger"):
    """Starts the flow when something happens, such as a message with a keyword."""

    group = "Triggers"
    on: Annotated[TriggerKind, hint("Start when", "What starts this flow.")]

    def run(self, ctx: Context) -> str:
        """Go on."""
        return "out"


NODES = (Trigger,)
