"""What leads where in a graph: what is reached, in which order, and what goes round."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import networkx as nx

Place = TypeVar("Place")


def in_order(starts: Iterable[Place], onward: Callable[[Place], Iterable[Place]]) -> list[Place]:
    """Everything that is reached from the starts, each before what it leads to, but for ways back."""
    left: list[Place] = []
    seen: set[Place] = set()
    for start in starts:
        if start not in seen:
            seen.add(start)
            _leave(start, onward, seen, left)
    left.reverse()
    return left


def reached(
    starts: Iterable[Place], onward: Callable[[Place], Iterable[Place]], without: Place | None = None
) -> set[Place]:
    """Everything that is reached from the starts, not through `without`."""

    def around(place: Place) -> Iterator[Place]:
        return (then for then in onward(place) if then != without)

    return set(in_order((start for start in starts if start != without), around))


def circles(graph: "nx.DiGraph[Place]") -> Iterator[set[Place]]:
    """The largest groups in which each leads to each, and to itself."""
    for group in nx.strongly_connected_components(graph):
        if len(group) > 1 or any(graph.has_edge(place, place) for place in group):
            yield group


def _leave(
    start: Place, onward: Callable[[Place], Iterable[Place]], seen: set[Place], left: list[Place]
) -> None:
    """Go down from a place and note each one when all that it leads to is noted; a long flow is deeper than Python's stack."""
    path = [(start, iter(onward(start)))]
    while path:
        place, ways = path[-1]
        then = next((way for way in ways if way not in seen), None)
        if then is None:
            left.append(place)
            path.pop()
        else:
            seen.add(then)
            path.append((then, iter(onward(then))))
