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


def test_every_link_and_picture_of_the_pages_leads_to_something() -> None:
    house = README.parent
    pages = (*house.glob("*.md"), *house.glob("docs/*.md"), *house.glob("*/README.md"))
    for page in pages:
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.relative_to(house)}: {link}"
