"""The examples of the README run as they stand there."""

import re
from pathlib import Path

from engine.node import tag_of

README = Path(__file__).parents[1] / "README.md"


def test_the_node_of_the_readme_is_a_node() -> None:
    example = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    scope: dict[str, object] = {"__name__": "acme_nodes"}
    exec("\n".join(example), scope)
    (kind,) = scope["NODES"]  # type: ignore[misc]
    assert tag_of(kind) == "acme.shorten"
    kept: dict[str, object] = {}

    class Keeper:
        set = kept.__setitem__

    assert kind(text="one two three", words=2).run(Keeper()) in kind.ports
    assert kept == {"short": "one two"}


def test_every_room_of_the_house_has_its_page() -> None:
    for page in re.findall(r"\]\((\w+/README\.md)\)", README.read_text()):
        assert (README.parent / page).is_file(), page
