"""Going round: back to an earlier node for some times, or once for each item of a list."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta

from engine.context import Context
from engine.errors import EvaluationFailed
from engine.facts import Write
from engine.fields import ExpressionText, NodeId, VariableName, hint
from engine.node import Jump, Node

MAX_ITEMS = 1_000


class GoTo(Node, tag="go_to"):
    """Go on at another node, for so many times in one execution; then go the other way."""

    group, ports, writes, counts_visits = "Logic", ("limit",), (), True
    target: Annotated[NodeId, hint("Go to", "The node at which the flow goes on.")]
    max_visits: Annotated[
        int,
        Meta(ge=1, le=1_000),
        hint("At most", "How often; after that the flow goes on at “Limit”."),
    ] = 3

    def targets(self) -> Iterator[tuple[str, str]]:
        """The node to go to."""
        yield "target", self.target

    def run(self, ctx: Context) -> str | Jump:
        """Jump, and count it."""
        visits = ctx.memory.get("visits", 0)
        if visits >= self.max_visits:
            return "limit"
        ctx.memory["visits"] = visits + 1
        return Jump(self.target)


class ForEach(Node, tag="for_each"):
    """Take the items of a list one after the other: connect “Each” to what is done with one, and lead it back here."""

    group, ports, past, repeats = "Logic", ("each", "done"), "done", True
    list: Annotated[
        ExpressionText, hint("The list", "An expression that gives a list.", placeholder="event.order.items")
    ]
    item: Annotated[VariableName, hint("Keep the item as", placeholder="item")] = "item"
    index: Annotated[
        VariableName | None, hint("Keep its place as", "The first item has place 1.", placeholder="place")
    ] = None
    max_items: Annotated[
        int, Meta(ge=1, le=MAX_ITEMS), hint("At most", "A longer list fails the execution.")
    ] = 100

    def slow_ports(self) -> tuple[str, ...]:
        """There are so many items and no more."""
        return ("each",)

    def sets(self) -> Iterator[Write]:
        """The item and its place."""
        yield Write(self.item, "any", ("each",))
        if self.index:
            yield Write(self.index, "number", ("each",))

    def run(self, ctx: Context) -> str:
        """The next item, or the way on when there is none; a list is read once, when the loop begins."""
        memory = ctx.memory
        if not memory:
            memory.update(items=self._items(ctx), place=0)
        place = memory["place"]
        if place >= len(memory["items"]):
            memory.clear()
            return "done"
        ctx.set(self.item, memory["items"][place])
        if self.index:
            ctx.set(self.index, place + 1)
        memory["place"] = place + 1  # not before: an item that does not fit is there again for a retry
        return "each"

    def _items(self, ctx: Context) -> Sequence[object]:
        items = ctx.evaluate(self.list)
        if isinstance(items, str) or not isinstance(items, Sequence):
            raise EvaluationFailed(f"'{self.list[:60]}' is not a list, so there is nothing to go through.")
        if len(items) > self.max_items:
            raise EvaluationFailed(
                f"The list has {len(items)} items; at most {self.max_items} are allowed here."
            )
        return [*items]


NODES = (GoTo, ForEach)
