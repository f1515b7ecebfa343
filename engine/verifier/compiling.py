"""The texts of a node ready to be filled in, and what its type finds wrong between its settings."""

from collections.abc import Iterator

from engine.errors import Issue, SourceRefused
from engine.fixes import SetField
from engine.node import Node
from engine.rendering import Fields, compile_fields
from engine.triggers import MessageMatch, compile_matcher, normalise
from engine.verifier.issues import error


def compile_texts(node_id: str, node: Node, issues: list[Issue]) -> Fields:
    """The texts of the node; what is wrong with them is added."""
    return compile_fields(
        node, lambda path, text: issues.append(error("refused_source", text, node_id, path))
    )


def problems_of(node_id: str, node: Node) -> Iterator[Issue]:
    """What the types of the settings cannot say."""
    for place, text, *mended in node.problems():
        fixes = [SetField(each.label, node_id, place, each.value) for each in mended]
        yield error("invalid_config", text, node_id, place, *fixes)
    yield from listening_problems(node_id, "on", getattr(node, "on", None))


def listening_problems(node_id: str | None, field: str, on: object) -> Iterator[Issue]:
    """What is wrong with what a trigger, a goal or an exit condition listens to."""
    if not isinstance(on, MessageMatch):
        return
    field = f"{field}.keywords"
    if on.match != "any" and not any(map(normalise, on.keywords)):
        yield error("invalid_config", "Name at least one keyword, or match any message.", node_id, field)
    try:
        compile_matcher(on)
    except SourceRefused as refusal:
        yield error("refused_source", str(refusal), node_id, field)
