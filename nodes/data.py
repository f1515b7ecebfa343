"""Keeping values, and ending."""

from collections.abc import Iterator

from engine.context import Context
from engine.fields import ExpressionText, Text, VariableName
from engine.node import Node


class SetVariable(Node, tag="set_variable"):
    """Keep a value under a name: a text with variables in it, or the result of an expression."""

    group = "Data"
    name: VariableName
    value: Text | None = None
    expression: ExpressionText | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Exactly one of the two."""
        if (self.value is None) == (self.expression is None):
            yield "value", "Give a value or an expression: one of the two."

    def run(self, ctx: Context) -> str:
        """Set the variable."""
        ctx.set(self.name, self.value if self.expression is None else ctx.evaluate(self.expression))
        return "out"


class End(Node, tag="end"):
    """End the execution, with a word for its outcome."""

    group, ports = "Logic", ()
    outcome: Text | None = None

    def run(self, ctx: Context) -> str:
        """Note the outcome; no port leads on."""
        ctx.note("outcome", self.outcome or "end")
        return ""


NODES = (SetVariable, End)
