"""Where an execution begins."""

from engine.context import Context
from engine.node import Node
from engine.triggers import Trigger as TriggerKind


class Trigger(Node, tag="trigger"):
    """Starts the flow when something happens, such as a message with a keyword."""

    group = "Triggers"
    on: TriggerKind

    def run(self, ctx: Context) -> str:
        """Go on."""
        return "out"


NODES = (Trigger,)
