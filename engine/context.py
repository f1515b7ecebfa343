"""What a node may see and do while it runs; everything it does is collected as data."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

import msgspec

from engine.errors import EvaluationFailed
from engine.expressions import Expression
from engine.scope import MISSING, read_path


class Context:
    """The node's view of one visit: the scope to read, and `set`, `send` and `note` to act."""

    __slots__ = (
        "_expressions",
        "_wired",
        "has_contact",
        "messages",
        "now",
        "output",
        "rng",
        "scope",
        "variables",
    )

    def __init__(
        self,
        scope: dict[str, Any],
        now: datetime,
        rng: Random,
        expressions: Mapping[str, Expression],
        wired: Mapping[str, int],
    ) -> None:
        self.scope = scope
        self.now = now
        self.rng = rng
        self.variables: dict[str, Any] = scope["vars"]
        self.has_contact = bool(scope["contact"])
        self.messages: list[tuple[str, dict[str, Any]]] = []
        self.output: dict[str, Any] = {}
        self._expressions = expressions
        self._wired = wired

    def set(self, name: str, value: Any) -> None:
        """Keep `value` (plain JSON) as the execution's variable `name`."""
        _demand_json(value)
        self.variables[name] = value
        self.output.setdefault("variables", {})[name] = value

    def send(self, content: str, body: dict[str, Any]) -> None:
        """Queue a message to the contact; `content` is its readable text, `body` what the channel sends."""
        if not self.has_contact:
            raise EvaluationFailed("This execution has no contact, so there is nobody to write to.")
        if not content.strip():
            raise EvaluationFailed("The message is empty, so it was not sent.")
        self.messages.append((content, body))
        self.output["message"] = content

    def note(self, name: str, value: Any) -> None:
        """Add a fact (plain JSON) to the step's output."""
        _demand_json(value)
        self.output[name] = value

    def evaluate(self, source: str) -> Any:
        """The value of an expression field; a missing name is None."""
        return self._expressions[source].evaluate(self.scope)

    def lookup(self, path: str) -> Any:
        """The value at a dotted path such as `contact.fields.city`; None when any part is missing."""
        value = read_path(self.scope, tuple(path.split(".")))
        return None if value is MISSING else value

    def wired(self, port: str) -> bool:
        """Whether an edge leaves this port."""
        return port in self._wired


def _demand_json(value: Any) -> None:
    """Anything else would break the whole batch when it is stored; here it breaks the node that made it."""
    msgspec.json.encode(value)
