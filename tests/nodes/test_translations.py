"""The expression that the editor makes of rules is true for the same values: both are run by the real engine."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.expressions import compile_expression
from engine.scope import MISSING, read_path
from engine.templates import compile_template
from nodes.logic import Branch, Condition, Rules

TABLE = Path(__file__).parents[2] / "editor/tests/forms/translations.json"
ROWS = json.loads(TABLE.read_text())


class Seen:
    """What a condition sees of this scope; its templates are filled in as the engine does before."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.scope = scope

    def note(self, name: str, value: Any) -> None:
        """What it tells is not looked at here."""

    def lookup(self, path: str) -> Any:
        """The value at a path, or None."""
        value = read_path(self.scope, tuple(path.split(".")))
        return None if value is MISSING else value


def filled(rule: dict[str, Any], scope: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(rule.get("value"), str) or "{{" not in rule["value"]:
        return rule
    return {**rule, "value": compile_template(rule["value"]).render(scope)}


@pytest.mark.parametrize("row", ROWS, ids=[row["expression"] for row in ROWS])
def test_rules_and_their_expression_agree(row: dict[str, Any]) -> None:
    expression = compile_expression(row["expression"])
    for holds in (True, False):
        for scope in row[str(holds).lower()]:
            rules = {mode: [filled(rule, scope) for rule in each] for mode, each in row["when"].items()}
            seen: Any = Seen(scope)
            condition = Condition([Branch("yes", msgspec.convert(rules, Rules))])
            assert condition.run(seen) == ("yes" if holds else "else")
            assert bool(expression.evaluate(scope)) is holds
