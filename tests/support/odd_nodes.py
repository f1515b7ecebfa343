"""Nodes that misbehave, for tests only."""

from engine.context import Context
from engine.node import Node
from engine.outside import OutsideContext
from engine.registry import Registry, load_registry


class Hang(Node, tag="hang"):
    """Never comes back."""

    def run(self, ctx: Context) -> str:
        """Spin."""
        while True:
            pass


class KeepNul(Node, tag="keep_nul"):
    """Keeps a text that Postgres cannot store when the message says `bad`."""

    def run(self, ctx: Context) -> str:
        """Set a variable."""
        ctx.set("kept", "a\x00b" if ctx.scope["message"]["text"] == "bad" else "fine")
        return "out"


class AskOutside(Node, tag="ask_outside"):
    """An effect that answers with its own key."""

    async def run(self, ctx: OutsideContext) -> str:  # type: ignore[override]
        """Keep the key."""
        ctx.set("answer", ctx.key)
        return "out"


def odd_registry() -> Registry:
    """The built-in nodes and these."""
    return Registry((*load_registry().kinds.values(), Hang, KeepNul, AskOutside))
