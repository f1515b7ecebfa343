"""What is known at each node: what an execution that gets there surely or maybe has, and how long ago the contact wrote."""

from collections.abc import Iterator

import msgspec

from engine.verifier.names import Names

DAY = 86_400.0
"""Longer makes no difference: WhatsApp's window is closed then."""


class Arrival(msgspec.Struct, gc=False):
    """An execution that gets to a node: the names it surely and maybe has, as bits, and the seconds since the contact wrote."""

    sure: int
    may: int
    least: float = 0.0
    most: float = 0.0

    def merge(self, other: "Arrival") -> bool:
        """Take in another way to get here; answers whether anything changed."""
        sure, may = self.sure & other.sure, self.may | other.may
        least = other.least if other.least < self.least else self.least
        most = other.most if other.most > self.most else self.most
        if sure == self.sure and may == self.may and least == self.least and most == self.most:
            return False
        self.sure, self.may, self.least, self.most = sure, may, least, most
        return True


class Arrivals:
    """What is known at each node that a trigger or a goal leads to; `anywhere` what a contact maybe has wherever the flow stands,
    and `entering` what there is when one enters, None when nobody does.
    """

    def __init__(
        self, names: Names, nodes: dict[str, Arrival], anywhere: Arrival, entering: Arrival | None
    ) -> None:
        self._names, self._nodes = names, nodes
        self.anywhere, self.entering = anywhere, entering

    def at(self, node_id: str) -> Arrival | None:
        """What is known when an execution gets here; None when none does."""
        return self._nodes.get(node_id)

    def is_sure(self, arrival: Arrival, name: str) -> bool:
        """Whether every way here gives the name a value."""
        return bool(arrival.sure & self._names[name])

    def is_possible(self, arrival: Arrival, name: str) -> bool:
        """Whether some way here gives the name a value."""
        return bool(arrival.may & self._names[name])

    def possible(self, arrival: Arrival) -> Iterator[str]:
        """The variables that some way here sets."""
        return self._names.variables(arrival.may)
