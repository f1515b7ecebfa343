"""What a node tells the verifier of itself: the same for the same settings, so it is asked once and kept with them."""

from functools import cached_property

import msgspec

from engine.facts import Passage, Write
from engine.node import Node
from engine.rendering import Read


class Told:
    """A node's answers, each asked for when it is first needed."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._passages: dict[str, Passage | None] = {}

    @cached_property
    def ports(self) -> tuple[str, ...]:
        """Its ways out."""
        return self.node.all_ports()

    @cached_property
    def slow_ports(self) -> tuple[str, ...]:
        """The ways out that a loop may go through."""
        return self.node.slow_ports()

    @cached_property
    def writes(self) -> tuple[Write, ...]:
        """The variables that it says it sets."""
        return tuple(self.node.sets())

    @cached_property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """(field, node id) for every node that it may jump to."""
        return tuple(self.node.targets())

    @cached_property
    def flows(self) -> tuple[tuple[str, int], ...]:
        """(field, flow id) for every flow that it starts or calls."""
        return tuple(self.node.flows())

    def passage(self, port: str) -> Passage | None:
        """How much time passes on this way out; None when it is never taken."""
        if port in self._passages:
            return self._passages[port]
        passage = self.node.passage(port)
        if port in self.ports:  # others are made up by the edges of a document, which need not be kept
            self._passages[port] = passage
        return passage


class Untold(msgspec.Struct, frozen=True):
    """What is known of a node whose settings are wrong: its type, the variables that it sets (None for any), what those settings
    read that are right, and what it starts with when it is a trigger.
    """

    kind: type[Node]
    writes: tuple[Write, ...] | None = None
    reads: tuple[Read, ...] = ()
    on: object = None
