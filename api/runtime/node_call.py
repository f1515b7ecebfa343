"""One visit's call to the outside, as it runs in a thread: whatever the node does becomes an answer or a named error."""

import asyncio
from datetime import datetime
from typing import cast

import msgspec

from engine.context import Context
from engine.errors import NodeInterrupted, ParleyError
from engine.node import Node, tag_of
from engine.outside import OutsideContext
from engine.ports import HttpClient

MAX_RESULT = 256 * 1024
"""Bytes of JSON that one call may bring back."""


class NodeBroke(ParleyError):
    """The node's own mistake: it raised, or answered what cannot be kept."""

    code = "node_broke"


class Call(msgspec.Struct):
    """What is to be run: a node with its settings filled in, the key of its visit, and its name for people."""

    node: Node
    node_id: str
    key: str
    attempt: int
    now: datetime

    @property
    def name(self) -> str:
        """`The node 'ask' (acme.ask)`."""
        return f"The node '{self.node_id}' ({tag_of(type(self.node))})"


async def run_call(call: Call, http: HttpClient) -> bytes:
    """Run the node; answers the result as the engine takes it, in JSON. Raises nothing but ParleyError and TimeoutError."""
    context = OutsideContext(call.key, call.now, http, call.attempt)
    try:
        port = await call.node.run(cast(Context, context))
        return _result(call, context, port)
    except (ParleyError, TimeoutError):
        raise
    except NodeInterrupted:
        raise NodeBroke(
            f"{call.name} held its thread and was interrupted: it must await what it waits for."
        ) from None
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) is not None and task.cancelling():
            raise  # we cancelled it, not the node itself
        raise NodeBroke(f"{call.name} was cancelled from inside.") from None
    except BaseException as error:  # SystemExit too: it must not end the thread
        raise NodeBroke(f"{call.name} broke: {_words(error)}") from error


def _result(call: Call, context: OutsideContext, port: object) -> bytes:
    if not isinstance(port, str) or port not in ("", *call.node.all_ports()):
        raise NodeBroke(f"{call.name} answered {repr(port)[:100]}, which is not one of its ports.")
    result = {
        "port": port,
        "attempts": context.attempt,
        "output": context.output,
        "variables": context.variables,
    }
    try:
        encoded = msgspec.json.encode(result)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise NodeBroke(f"{call.name} brought something that is no plain JSON: {_words(error)}") from error
    if len(encoded) > MAX_RESULT:
        size = f"{len(encoded) / 1024:.0f} KB, and {MAX_RESULT // 1024} KB can be kept"
        raise NodeBroke(f"{call.name} brought {size}: keep less of the answer.")
    return encoded


def _words(error: BaseException) -> str:
    said = str(error).encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return f"{type(error).__name__}: {said[:1000]}"
