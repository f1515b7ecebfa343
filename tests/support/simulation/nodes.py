"""Nodes of the simulation: one that calls the world outside, and poison."""

from contextvars import ContextVar
from typing import Any

from engine.context import Context
from engine.node import Node
from engine.outside import OutsideContext
from engine.registry import Registry, load_registry

OUTSIDE: ContextVar[Any] = ContextVar("outside")
"""The simulated world, which answers calls and is told of deaths."""


class Ask(Node, tag="ask"):
    """Asks the world outside; its answer is kept in `answer`."""

    ports = ("out", "failed")

    async def run(self, ctx: OutsideContext) -> str:  # type: ignore[override]
        """Call."""
        ctx.set("answer", await OUTSIDE.get().asked(ctx.key, ctx.attempt))
        return "out"


class Poison(Node, tag="poison"):
    """Harms the worker in one of three ways, as the message says."""

    def run(self, ctx: Context) -> str:
        """Break, keep what cannot be stored, or kill the process."""
        text = (ctx.scope["message"] or {}).get("text", "")
        if "nul" in text:
            ctx.set("kept", "a\x00b")
        if "kill" in text:
            OUTSIDE.get().die()
        return "out"


REGISTRY = Registry((*load_registry().kinds.values(), Ask, Poison))
