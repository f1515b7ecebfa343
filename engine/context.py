"""What a node may see and do while it runs; everything it does is collected as data."""

from datetime import datetime
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from engine.errors import EvaluationFailed
from engine.model import NamedEvent
from engine.scope import MISSING, read_path
from engine.zones import zone_of

if TYPE_CHECKING:
    from engine.plan import PlanNode
    from engine.run import Run

MAX_STATE = 256 * 1024
"""Bytes of JSON that the variables of one execution may take, and the memory of one node."""


class FlowCall(msgspec.Struct, frozen=True):
    """That a node asks for another flow of the owner, with the variables it begins with."""

    flow_id: int
    variables: dict[str, Any]


class Context:
    """The node's view of one visit: the scope to read, and `set`, `send`, `start`, `call` and `note` to act.

    `arrival` is the named event that ended a wait. `memory` is the node's own, kept from visit to visit.
    """

    __slots__ = (
        "_here",
        "_run",
        "arrival",
        "calls",
        "messages",
        "now",
        "output",
        "rng",
        "scope",
        "starts",
        "variables",
    )

    def __init__(self, run: "Run", here: "PlanNode") -> None:
        self._run, self._here = run, here
        self.scope = run.scope()
        self.now: datetime = run.now
        self.rng: Random = run.rng
        self.variables: dict[str, Any] = run.execution.variables
        self.arrival: NamedEvent | None = run.arrival
        self.messages: list[tuple[str, dict[str, Any]]] = []
        self.starts: list[FlowCall] = []
        self.calls: list[FlowCall] = []
        self.output: dict[str, Any] = {}

    @property
    def has_contact(self) -> bool:
        """Whether there is somebody to write to."""
        return self._run.contact is not None

    @property
    def place(self) -> str:
        """This node in this execution, such as `17/ask`: put into what is sent, it tells an answer to it from any other."""
        return f"{self._run.execution.id}/{self._here.id}"

    @property
    def memory(self) -> dict[str, Any]:
        """What this node keeps for itself in this execution: plain JSON, up to 256 KB."""
        return self._run.execution.memory.setdefault(self._here.id, {})

    def set(self, name: str, value: Any) -> None:
        """Keep `value` (plain JSON) as the execution's variable `name`; all of them together take up to 256 KB."""
        execution = self._run.execution
        size = execution.variables_size + len(_as_json(value))
        if name in self.variables:
            size -= len(_as_json(self.variables[name]))
        else:
            size += len(name) + 4
        if size > MAX_STATE:
            raise EvaluationFailed(
                f"The variable '{name}' does not fit: an execution keeps up to {MAX_STATE // 1024} KB."
            )
        execution.variables_size = size
        self.variables[name] = value
        self.output.setdefault("variables", {})[name] = value

    def send(self, content: str, body: dict[str, Any]) -> None:
        """Queue a message to the contact; `content` is its readable text, `body` what the channel sends."""
        if not self.has_contact:
            raise EvaluationFailed("This execution has no contact, so there is nobody to write to.")
        if not content.strip():
            raise EvaluationFailed("The message is empty, so it was not sent.")
        _as_json(body)
        self.messages.append((content, body))
        self.output["message"] = content

    def start(self, flow_id: int, variables: dict[str, Any]) -> None:
        """Start another flow for the same contact, on its own; it begins when this execution has come to rest."""
        self.starts.append(self._other_flow(flow_id, variables))

    def call(self, flow_id: int, variables: dict[str, Any]) -> None:
        """Run another flow as part of this one; answer `Wait("call")` to go on when it has ended."""
        self.calls.append(self._other_flow(flow_id, variables))

    def note(self, name: str, value: Any) -> None:
        """Add a fact (plain JSON) to the step's output."""
        _as_json(value)
        self.output[name] = value

    def evaluate(self, source: str) -> Any:
        """The value of an expression field; a missing name is None."""
        return self._here.expressions[source].evaluate(self.scope)

    def lookup(self, path: str) -> Any:
        """The value at a dotted path such as `contact.fields.city`; None when any part is missing."""
        value = read_path(self.scope, tuple(path.split(".")))
        return None if value is MISSING else value

    def wired(self, port: str) -> bool:
        """Whether an edge leaves this port."""
        return port in self._here.next

    def zone(self, name: str | None = None) -> ZoneInfo:
        """The time zone called `name`, else the contact's."""
        contact = self._run.contact
        return zone_of(name or (contact.timezone if contact else "UTC"))

    def share(self) -> float:
        """A number from 0 to 1 that stays the same for this contact at this node, in any version of the flow."""
        contact, execution = self._run.contact, self._run.execution
        if contact is None:
            return self.rng.random()
        text = f"{execution.flow_id}/{self._here.id}/{contact.id}"
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / 2**64

    def _other_flow(self, flow_id: int, variables: dict[str, Any]) -> FlowCall:
        if self._run.triggers.for_flow(flow_id) is None:
            raise EvaluationFailed(f"Flow {flow_id} is not published, so it cannot be started: publish it.")
        size = len(_as_json(variables))
        if size > MAX_STATE:
            raise EvaluationFailed(f"What flow {flow_id} is given is larger than {MAX_STATE // 1024} KB.")
        return FlowCall(flow_id, variables)


def _as_json(value: Any) -> bytes:
    """Anything else would break the whole batch when it is stored; here it breaks the node that made it."""
    return msgspec.json.encode(value)
