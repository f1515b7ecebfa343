"""Keeping values, and ending."""

from collections.abc import Iterator
from typing import Annotated

from engine.context import Context
from engine.facts import Write
from engine.fields import ExpressionText, Text, VariableName, hint
from engine.kinds import kind_of
from engine.node import Node


class SetVariable(Node, tag="set_variable"):
    """Keep a value under a name: a text with variables in it, or the result of an expression."""

    group = "Data"
    name: Annotated[VariableName, hint("Variable", placeholder="city")]
    value: Annotated[
        Text | None,
        hint(
            "Text", "A text; type {{ to insert a variable.", choice="value", placeholder="{{ message.text }}"
        ),
    ] = None
    expression: Annotated[
        ExpressionText | None,
        hint("Expression", "A calculation with variables.", choice="value", placeholder="vars.total * 2"),
    ] = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Exactly one of the two."""
        if (self.value is None) == (self.expression is None):
            yield "value", "Give a value or an expression: one of the two."

    def sets(self) -> Iterator[Write]:
        """A text, or what the expression gives."""
        yield Write(self.name, "text" if self.expression is None else kind_of(self.expression))

    def run(self, ctx: Context) -> str:
        """Set the variable."""
        ctx.set(self.name, self.value if self.expression is None else ctx.evaluate(self.expression))
        return "out"


class End(Node, tag="end"):
    """End the execution, with a word for its outcome."""

    group, ports, writes = "Logic", (), ()
    outcome: Annotated[
        Text | None,
        hint("Outcome", "A word for how it ended, shown in the list of executions.", placeholder="helped"),
    ] = None

    def run(self, ctx: Context) -> str:
        """Note the outcome; no port leads on."""
        ctx.note("outcome", self.outcome or "end")
        return ""


NODES = (SetVariable, End)
