"""Nodes that misbehave, for tests only."""

import asyncio
import sys
import threading
from collections.abc import Callable
from typing import Any, ClassVar

from engine.context import Context
from engine.errors import ParleyError, RateLimited, Rejected, Unavailable
from engine.node import Node
from engine.outside import OutsideContext, OutsideNode
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


class KeepObject(Node, tag="keep_object"):
    """Puts what is no JSON among the variables behind the context's back when the message says `bad`."""

    def run(self, ctx: Context) -> str:
        """Keep it."""
        ctx.variables["kept"] = object() if ctx.scope["message"]["text"] == "bad" else "fine"
        return "out"


class AskOutside(Node, tag="ask_outside"):
    """An effect that answers with its own key."""

    async def run(self, ctx: OutsideContext) -> str:
        """Keep the key."""
        ctx.set("answer", ctx.key)
        return "out"


class CallVendor(OutsideNode, tag="call_vendor", kw_only=True):
    """Does what the test tells the vendor to do; the vendor is named in the settings."""

    ports, vendor_from = ("out", "failed"), "name"
    does: ClassVar[Callable[[OutsideContext], Any]] = staticmethod(lambda ctx: None)
    name: str = "vendor"

    async def run(self, ctx: OutsideContext) -> str:
        """Keep which attempt it was."""
        await asyncio.sleep(0)
        type(self).does(ctx)
        ctx.set("attempt", ctx.attempt)
        return "out"


class BlockThread(OutsideNode, tag="block_thread"):
    """Waits for the test without an await."""

    is_inside: ClassVar[threading.Event] = threading.Event()
    may_leave: ClassVar[threading.Event] = threading.Event()

    async def run(self, ctx: OutsideContext) -> str:
        """Block."""
        self.is_inside.set()
        self.may_leave.wait()
        return "out"


class SpinThread(OutsideNode, tag="spin_thread"):
    """Counts for ever without an await."""

    async def run(self, ctx: OutsideContext) -> str:
        """Spin."""
        n = 0
        while True:
            n += 1


class Misbehave(OutsideNode, tag="misbehave", kw_only=True):
    """Does one of many wrong things."""

    what: str

    async def run(self, ctx: OutsideContext) -> str:
        """Misbehave."""
        answer = MISDEEDS[self.what](ctx)
        return answer  # type: ignore[no-any-return]


class Strange(ParleyError):
    """An error of a third party's own."""


def _raises(error: BaseException) -> Callable[[OutsideContext], Any]:
    def misdeed(ctx: OutsideContext) -> Any:
        raise error

    return misdeed


def _keeps(value: Any) -> Callable[[OutsideContext], Any]:
    def misdeed(ctx: OutsideContext) -> Any:
        ctx.set("kept", value)
        return "out"

    return misdeed


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


MISDEEDS: dict[str, Callable[[OutsideContext], Any]] = {
    "a port it does not have": lambda ctx: "elsewhere",
    "no port": lambda ctx: None,
    "a list for a port": lambda ctx: ["out"],
    "an object": _keeps(object()),
    "a lone surrogate": _keeps("\ud800"),
    "a nul": _keeps("a\0b"),
    "too deep": _keeps(_nested(20_000)),
    "too much": _keeps("x" * 300_000),
    "an error": _raises(ZeroDivisionError("\0 and \ud800")),
    "an error of its own": _raises(Strange("It rained.")),
    "an exit": lambda ctx: sys.exit(3),
    "an interrupt": _raises(KeyboardInterrupt()),
    "a cancel": _raises(asyncio.CancelledError()),
    "a stop": _raises(StopAsyncIteration()),
    "refused": _raises(Rejected("No such order.")),
    "rate limited for a strange time": _raises(RateLimited("Slow down.", float("nan"))),
    "unavailable": _raises(Unavailable("Nobody there.", sent=False)),
}


def odd_registry() -> Registry:
    """The built-in nodes and these."""
    odd = (Hang, KeepNul, KeepObject, AskOutside, CallVendor, BlockThread, SpinThread, Misbehave)
    return Registry((*load_registry().kinds.values(), *odd))
