"""Goals: what a flow is for. When it happens, the flow goes on here, wherever it stood."""

from typing import Annotated, Literal

from engine.context import Context
from engine.facts import ANY_TIME, AT_ONCE, Passage
from engine.fields import hint
from engine.listening import Happens
from engine.node import Node, Wait

OTHERWISE = {
    "continue": "go on as if it were reached",
    "wait": "wait here until it happens",
    "end": "end the flow",
}


class Goal(Node, tag="goal"):
    """When this happens, the flow goes on here at once, wherever it stood; it needs no way that leads here."""

    group, ports, writes, waits, awaits_events = "Logic", ("out",), (), True, True
    on: Annotated[Happens, hint("The goal is reached when")]
    otherwise: Annotated[
        Literal["continue", "wait", "end"],
        hint(
            "When the flow gets here before",
            "What to do when the goal has not happened yet.",
            labels=OTHERWISE,
        ),
    ] = "continue"

    def jumps_on(self) -> Happens:
        """The goal itself."""
        return self.on

    def slow_ports(self) -> tuple[str, ...]:
        """None: once it was reached the flow passes."""
        return ()

    def endless(self) -> str | None:
        """Waiting here has no end but the goal."""
        return "otherwise" if self.otherwise == "wait" else None

    def passage(self, port: str) -> Passage:
        """Whoever gets here by the flow's own ways may wait."""
        return ANY_TIME if self.otherwise == "wait" else AT_ONCE

    def run(self, ctx: Context) -> str | Wait:
        """The flow got here by its own ways: it passes if the goal has happened."""
        if ctx.memory.get("reached"):
            return self._pass(ctx)
        ctx.note("reached", False)
        match self.otherwise:
            case "wait":
                return Wait("event")
            case "end":
                ctx.note("outcome", "goal not reached")
                return ""
        return "out"

    def resume(self, ctx: Context, event: str) -> str:
        """It happened; once for each execution."""
        ctx.memory["reached"] = True
        return self._pass(ctx)

    def _pass(self, ctx: Context) -> str:
        ctx.note("reached", True)
        if not ctx.wired("out"):
            ctx.note("outcome", "goal")
        return "out"


NODES = (Goal,)
