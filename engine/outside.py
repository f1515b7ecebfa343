"""Nodes that talk to the outside: what they may see and do meanwhile, and what the engine must know of them beforehand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from engine.errors import Rejected
from engine.facts import Passage
from engine.fields import hint
from engine.node import Node, tag_of
from engine.ports import HttpAnswer, HttpClient
from engine.retry import LONGEST_TIMEOUT, MAX_VENDOR, Retry, host_of

KEY_HEADER = "Idempotency-Key"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OutsideNode(Node, kw_only=True):
    """A node that talks to the outside, with a form for what happens when that fails. Subclass it as you would `Node`."""

    retry: Annotated[Retry | None, hint("If it fails", order=90)] = None
    timeout: Annotated[
        Annotated[int, Meta(ge=1, le=LONGEST_TIMEOUT)] | None,
        hint("Longest wait for an answer", "Seconds of each attempt; usually 30.", order=91),
    ] = None

    def passage(self, port: str) -> Passage:
        """Up to all attempts and the pauses between them."""
        policy = policy_of(self)
        return Passage(0, policy.retry.attempts * (policy.timeout + policy.retry.longest_pause))

    async def run(self, ctx: "OutsideContext") -> str:
        """Talk to the outside; the answer is a port's name."""
        raise NotImplementedError(f"{type(self).__name__} has no run")


class Policy(msgspec.Struct, frozen=True):
    """What the engine must know of one call: its time, its retries, and whose other calls it shares the room with."""

    timeout: float
    retry: Retry
    vendor: str


class OutsideContext:
    """The view of an effect: its idempotency `key`, the `attempt`, the time; `request` to call, `set` and `note` to keep."""

    __slots__ = ("_http", "attempt", "key", "now", "output", "variables")

    def __init__(self, key: str, now: datetime, http: HttpClient | None = None, attempt: int = 1) -> None:
        self.key, self.now, self.attempt = key, now, attempt
        self.variables: dict[str, Any] = {}
        self.output: dict[str, Any] = {}
        self._http = http

    def set(self, name: str, value: Any) -> None:
        """Keep `value` (plain JSON) as the execution's variable `name` when the result is stored."""
        self.variables[name] = value

    def note(self, name: str, value: Any) -> None:
        """Add a fact (plain JSON) to the step's output."""
        self.output[name] = value

    async def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        """Call a public web address and read its whole answer, whatever its status; a call that changes things carries `key`.

        Raises Unavailable when there is no whole answer, and Rejected when the call cannot be made like this.
        """
        if self._http is None:
            raise Rejected("There is no way to the outside here.")
        given = dict(headers or {})
        if method not in SAFE and KEY_HEADER.lower() not in map(str.lower, given):
            given[KEY_HEADER] = self.key
        return await self._http.request(method, url, given, body)


def policy_of(node: Node) -> Policy:
    """The policy of a node with its settings filled in: what its form says, else what its class says."""
    retry, timeout = (node.retry, node.timeout) if isinstance(node, OutsideNode) else (None, None)
    return Policy(
        min(float(node.default_timeout if timeout is None else timeout), LONGEST_TIMEOUT),
        retry or node.default_retry,
        _vendor_of(node),
    )


def _vendor_of(node: Node) -> str:
    """Who is called, as far as the node says; calls to one vendor are bounded together. Never empty."""
    named: Any = node.vendor
    if node.vendor_from is not None:
        value = getattr(node, node.vendor_from, None)
        named = host_of(value) or value if isinstance(value, str) else None
    text = named if isinstance(named, str) and named else tag_of(type(node))
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:MAX_VENDOR] or tag_of(type(node))
