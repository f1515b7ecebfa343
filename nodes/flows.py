"""Other flows: starting one beside this one, or running one as a part of it."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from engine.context import Context
from engine.facts import Write
from engine.fields import FlowId, Text, VariableName, hint
from engine.node import Node, Wait


class Given(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A variable that the other flow begins with."""

    name: Annotated[VariableName, hint("Variable", placeholder="city")]
    value: Annotated[Text, hint("Value", placeholder="{{ vars.city }}")]


class Taken(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A variable of the other flow that this one keeps."""

    name: Annotated[VariableName, hint("Its variable", placeholder="answer")]
    save_to: Annotated[VariableName, hint("Keep as", placeholder="answer")]


Inputs = Annotated[list[Given], Meta(max_length=50), hint("Inputs", "Variables that it begins with.")]


class StartFlow(Node, tag="start_flow"):
    """Start another flow for the same contact; this one goes on without waiting for it."""

    group, writes = "Flows", ()
    flow: FlowId
    inputs: Inputs = msgspec.field(default_factory=list)

    def flows(self) -> Iterator[tuple[str, int]]:
        """The flow to start."""
        yield "flow", self.flow

    def gives(self) -> tuple[str, frozenset[str]]:
        """What it begins with."""
        return "inputs", frozenset(given.name for given in self.inputs)

    def run(self, ctx: Context) -> str:
        """Ask for the start; it happens when this execution has come to rest."""
        ctx.start(self.flow, {given.name: given.value for given in self.inputs})
        ctx.note("flow", self.flow)
        return "out"


class CallFlow(Node, tag="call_flow"):
    """Run another flow as a part of this one, wait for its end, and keep variables of it."""

    group, ports, waits = "Flows", ("out", "failed"), True
    flow: FlowId
    inputs: Inputs = msgspec.field(default_factory=list)
    outputs: Annotated[
        list[Taken], Meta(max_length=50), hint("Results", "Variables of it that this flow keeps.")
    ] = msgspec.field(default_factory=list)

    def flows(self) -> Iterator[tuple[str, int]]:
        """The flow to call."""
        yield "flow", self.flow

    def gives(self) -> tuple[str, frozenset[str]]:
        """What it begins with."""
        return "inputs", frozenset(given.name for given in self.inputs)

    def takes(self) -> Iterator[tuple[str, str]]:
        """What is kept of its variables, by its own names."""
        return ((f"outputs[{place}].name", taken.name) for place, taken in enumerate(self.outputs))

    def sets(self) -> Iterator[Write]:
        """What is kept of its variables."""
        return (Write(taken.save_to, "any", ("out",)) for taken in self.outputs)

    def run(self, ctx: Context) -> Wait:
        """Call it."""
        ctx.call(self.flow, {given.name: given.value for given in self.inputs})
        ctx.note("flow", self.flow)
        return Wait("call")

    def resume(self, ctx: Context, event: str) -> str:
        """Keep what was asked for; a variable that the flow did not set is null."""
        returned = ctx.output.pop("returned", {})
        if event == "failed":
            return "failed"
        for taken in self.outputs:
            ctx.set(taken.save_to, returned.get(taken.name))
        return "out"


NODES = (StartFlow, CallFlow)
