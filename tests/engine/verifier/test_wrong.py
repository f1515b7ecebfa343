"""What is told of a node whose settings are wrong, whatever its type makes of them."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from engine.errors import Issue
from engine.fields import Text
from engine.flow import FlowNode
from engine.node import Node
from engine.verifier.converting import Wrong, convert
from engine.verifier.wrong import read_wrong


class Shout(Node, tag="shout"):
    """Trusts that its words have letters."""

    words: Annotated[str, Meta(min_length=1)]
    text: Text
    times: int = 1

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the first letter."""
        yield "times", "Once is enough."
        if self.words[0] == "?":
            yield "words", "Do not ask."


def test_a_type_that_cannot_look_at_wrong_settings_hides_nothing() -> None:
    config = {"words": "", "text": "{{ vars.a", "times": 2}
    wrong = convert(Shout, config)
    assert isinstance(wrong, Wrong)
    issues: list[Issue] = []
    untold = read_wrong(FlowNode("a", "shout", config=config), Shout, wrong, issues)
    assert [(issue.code, issue.field) for issue in issues] == [
        ("invalid_config", "words"),
        ("refused_source", "text"),
        ("invalid_config", "times"),
    ]
    assert untold.writes is None
