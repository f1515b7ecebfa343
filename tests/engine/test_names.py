"""What the editor offers as names is what a run has: a name that is added or taken away in one place fails here."""

from typing import Any

from flow_builder import ANY, NOW, Lane, flow

from engine.context import Context
from engine.names import SCOPE
from engine.node import Node
from engine.registry import Registry, load_registry
from engine.scope import DATETIME_PARTS

PATHS = {item.path for item in SCOPE}
seen: list[dict[str, Any]] = []


class Look(Node, tag="test.look"):
    """Looks at its scope."""

    def run(self, ctx: Context) -> str:
        """Keep it."""
        seen.append(ctx.scope)
        return "out"


def test_the_names_of_a_run_are_those_of_the_table() -> None:
    registry = Registry((*load_registry().kinds.values(), Look))
    document = flow(("start", "trigger", ANY), ("look", "test.look", {}), edges="start>look")
    lane = Lane(document, registry=registry)
    lane.take(lane.message("hi"))
    scope = seen.pop()
    assert set(scope) == {path.partition(".")[0] for path in PATHS} | {"vars"}
    assert {f"contact.{name}" for name in scope["contact"]} == below("contact")
    assert {f"now.{part}" for part in DATETIME_PARTS} == below("now")
    assert scope["now"] == NOW


def test_what_needs_a_start_says_so() -> None:
    assert {item.path.partition(".")[0]: item.from_ for item in SCOPE} == {
        "contact": "message",
        "message": "message",
        "event": "webhook",
        "now": None,
    }


def below(name: str) -> set[str]:
    return {path for path in PATHS if path.startswith(f"{name}.")}
