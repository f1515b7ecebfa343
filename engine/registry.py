"""Which node types exist: the sum of the NODES tuples behind the entry point group `parley.nodes`."""

from collections.abc import Iterable
from importlib.metadata import entry_points

from engine.node import Node, tag_of


class Registry:
    """Node types by tag."""

    def __init__(self, kinds: Iterable[type[Node]]) -> None:
        self.kinds: dict[str, type[Node]] = {}
        for kind in kinds:
            tag = tag_of(kind)
            if tag in self.kinds:
                raise ValueError(
                    f"Two node types are called '{tag}': {self.kinds[tag].__module__} and {kind.__module__}."
                )
            self.kinds[tag] = kind

    def get(self, tag: str) -> type[Node] | None:
        """The node type with this tag, or None."""
        return self.kinds.get(tag)


def load_registry() -> Registry:
    """Load every installed node package, ours first."""
    found = sorted(entry_points(group="parley.nodes"), key=lambda e: (e.name != "builtin", e.name))
    return Registry(kind for entry in found for kind in entry.load().NODES)
