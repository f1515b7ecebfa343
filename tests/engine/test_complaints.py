"""What does not fit is told in plain words at the exact field; a form can place every issue."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
import pytest
from flow_builder import chain, flow

from engine.context import Context
from engine.fields import Duration, ExpressionText, Identifier, Text
from engine.flow import FlowDocument
from engine.node import Node
from engine.registry import Registry, load_registry
from engine.verifier.check import check


class Row(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A row."""

    first_name: Text
    amount: Annotated[float, msgspec.Meta(ge=0, lt=10)] = 0


class Left(msgspec.Struct, tag_field="kind", tag="left", forbid_unknown_fields=True):
    """One way."""

    rows: list[Row] = []


class Right(msgspec.Struct, tag_field="kind", tag="right", forbid_unknown_fields=True):
    """The other way."""

    sum: ExpressionText = "1"


class Many(Node, tag="test.many"):
    """Has many kinds of fields."""

    side: Left | Right = msgspec.field(default_factory=Left)
    size: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    word: Literal["a", "b"] = "a"
    texts: Annotated[list[Annotated[Text, msgspec.Meta(min_length=2)]], msgspec.Meta(max_length=2)] = (
        msgspec.field(default_factory=list)
    )
    patience: Duration | None = None
    headers: dict[Identifier, Text] = msgspec.field(default_factory=dict)
    is_loud: bool = False

    def problems(self) -> Iterator[tuple[str, str]]:
        """One that the types cannot say."""
        for index, row in enumerate(self.side.rows if isinstance(self.side, Left) else []):
            if row.first_name == "Nobody":
                yield f"side.rows[{index}].firstName", "Nobody is not a name."

    def run(self, ctx: Context) -> str:
        """Go on."""
        return "out"


REGISTRY = Registry((*load_registry().kinds.values(), Many))
ROWS = [{"firstName": "Ana"}]
NEEDED = "This is needed: fill it in."

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"side": {"kind": "left", "rows": [{}]}}, "side.rows[0].firstName", NEEDED),
    ({"side": {}}, "side.kind", NEEDED),
    ({"side": {"kind": "up"}}, "side.kind", "'up' is not one of the choices."),
    (
        {"side": {"kind": "left", "rows": [*ROWS, {"firstName": "B", "age": 1}]}},
        "side.rows[1].age",
        "There is no setting called 'age' here: remove it.",
    ),
    (
        {"side": {"kind": "left", "rows": [*ROWS, {"firstName": "B", "amount": 10}]}},
        "side.rows[1].amount",
        "This is too large: less than 10.",
    ),
    ({"side": {"kind": "left", "rows": [{"firstName": "Nobody"}]}}, "side.rows[0].firstName", "Nobody is not a name."),
    ({"is_loud": True}, "is_loud", "There is no setting called 'is_loud' here: remove it."),
    ({"isLoud": "yes"}, "isLoud", "This has to be yes or no, and it is a text."),
    ({"size": 0}, "size", "This is too small: at least 1."),
    ({"size": 10}, "size", "This is too large: at most 9."),
    ({"size": 1.5}, "size", "This has to be a whole number, and it is a number."),
    ({"size": None}, "size", "This has to be a whole number, and it is empty."),
    ({"word": "c"}, "word", "'c' is not one of the choices."),
    ({"texts": ["ok", "a"]}, "texts[1]", "Write at least 2 characters."),
    ({"texts": ["ok", "ok", "ok"]}, "texts", "These are too many: at most 2."),
    ({"patience": {"hours": "1"}}, "patience.hours", "This has to be a whole number, and it is a text."),
    ({"patience": 5}, "patience", "This has to be a group of settings or empty, and it is a whole number."),
    ({"headers": {"a": 1}}, "headers", "This has to be a text, and it is a whole number."),
    ({"headers": {"not this": "x"}}, "headers", "This does not have the expected form."),
]  # fmt: skip


@pytest.mark.parametrize(("config", "field", "message"), CASES)
def test_a_wrong_setting_is_told_at_its_field(config: dict[str, Any], field: str, message: str) -> None:
    assert found(chain(("subject", "test.many", config))) == [("invalid_config", field, message)]


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({"side": {"kind": "left", "rows": [*ROWS, {"firstName": "{{ x"}]}}, "side.rows[1].firstName"),
        ({"side": {"kind": "right", "sum": "import os"}}, "side.sum"),
        ({"texts": ["ok", "{% for %}"]}, "texts[1]"),
        ({"headers": {"trace": "{{ x() }}"}}, "headers[trace]"),
    ],
)
def test_a_template_or_expression_is_refused_at_its_field(config: dict[str, Any], field: str) -> None:
    [(code, place, _)] = found(chain(("subject", "test.many", config)))
    assert (code, place) == ("refused_source", field)


def test_the_rule_deep_in_a_branch_is_named() -> None:
    rules = [{"field": "contact.fields.a", "value": "fine"}, {"field": "contact.fields.b", "value": "{{"}]
    branches = [
        {"id": "a", "when": {"all": rules}},
        {"id": "a", "when": {"all": [{"field": "contact.fields.a"}]}},
    ]
    places = [field for _, field, _ in found(chain(("which", "condition", {"branches": branches})))]
    assert places == ["branches[0].when.all[1].value", "branches[1].id"]


def test_an_unknown_node_says_what_to_do() -> None:
    [_, (code, field, message)] = found(flow(("a", "end", {}), ("b", "acme.beam_up", {})))[::-1][-2:]
    assert (code, field) == ("unknown_node", "type")
    assert message == (
        "The node type 'acme.beam_up' is not installed. Install the package that brings it, or delete the node."
    )


def found(document: FlowDocument) -> list[tuple[str, str | None, str]]:
    """The errors."""
    issues = (issue for issue in check(document, REGISTRY) if issue.severity == "error")
    return [(issue.code, issue.field, issue.message) for issue in issues]
