"""Choosing a way."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from engine.context import Context
from engine.facts import Kinds
from engine.fields import ExpressionText, Identifier, Text, hint
from engine.functions import number_in
from engine.kinds import IN_WORDS
from engine.node import Node
from engine.scope import as_text

MAX_SHOWN = 200
"""Characters of a value in the reason of a step."""

Operator = Literal[
    "equals", "not_equals", "contains", "not_contains", "starts_with",
    "greater_than", "less_than", "at_least", "at_most", "is_number", "is_set", "is_not_set",
]  # fmt: skip
OPERATORS = {
    "equals": "is",
    "not_equals": "is not",
    "contains": "contains",
    "not_contains": "does not contain",
    "starts_with": "starts with",
    "greater_than": "is more than",
    "at_least": "is at least",
    "less_than": "is less than",
    "at_most": "is at most",
    "is_number": "is a number",
    "is_set": "has a value",
    "is_not_set": "has no value",
}
ALONE = frozenset({"is_number", "is_set", "is_not_set", "equals", "not_equals"})
"""Operators that need no value; nothing equals what has no value."""
ORDERED = frozenset({"greater_than", "less_than", "at_least", "at_most"})
Path = Annotated[str, Meta(pattern=r"^(contact|message|event|vars|now)(\.[A-Za-z0-9_-]{1,64}){0,8}$")]


class Rule(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """One comparison, such as `contact.tags` contains `vip`. Text compares without regard to case."""

    field: Annotated[Path, hint("Value", placeholder="contact.tags")]
    op: Annotated[Operator, hint("Comparison", labels=OPERATORS)] = "equals"
    value: Annotated[Text | float | bool | None, hint("Compared with", placeholder="vip")] = None


RuleList = Annotated[list[Rule], Meta(min_length=1, max_length=20)]


class Rules(msgspec.Struct, rename="camel", forbid_unknown_fields=True, omit_defaults=True):
    """When a branch is taken: all of some rules, any of some rules, or an expression."""

    all: Annotated[RuleList | None, hint("All of these are true", choice="test")] = None
    any: Annotated[RuleList | None, hint("Any of these is true", choice="test")] = None
    expression: Annotated[
        ExpressionText | None,
        hint("An expression is true", choice="test", placeholder="vars.total > 100"),
    ] = None


class Branch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A way out: its id is the port."""

    id: Annotated[Identifier, hint(hidden=True)]
    when: Annotated[Rules, hint("If", widget="rules")]
    label: Annotated[
        str,
        Meta(max_length=100),
        hint("Name", "What the way out is called on the canvas.", placeholder="Regular customers"),
    ] = ""


class Condition(Node, tag="condition"):
    """Go the way of the first branch that is true; “Otherwise” when none is."""

    group, ports, ports_from, past, writes = "Logic", ("else",), "branches", "else", ()
    branches: Annotated[
        list[Branch],
        Meta(min_length=1, max_length=20),
        hint(
            "Branches", "The first one that is true is taken; when none is, the flow goes on at “Otherwise”."
        ),
    ]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Ids are unique and not `else`; a branch has one kind of test."""
        taken = {"else"}
        for index, branch in enumerate(self.branches):
            if branch.id in taken:
                yield f"branches[{index}].id", f"The branch id '{branch.id}' is already in use."
            taken.add(branch.id)
            tests = (branch.when.all, branch.when.any, branch.when.expression)
            if sum(test is not None for test in tests) != 1:
                yield (
                    f"branches[{index}].when",
                    "Give rules for 'all' or for 'any', or an expression: one of the three.",
                )
            for place, rule in _rules(index, branch):
                if rule.value is None and rule.op not in ALONE:
                    yield f"{place}.value", "Say what to compare with."

    def looks_up(self) -> Iterator[tuple[str, str]]:
        """What the rules look at."""
        for index, branch in enumerate(self.branches):
            yield from ((f"{place}.field", rule.field) for place, rule in _rules(index, branch))

    def misfits(self, kinds: Kinds) -> Iterator[tuple[str, str]]:
        """Rules that are never true for values of this kind."""
        for index, branch in enumerate(self.branches):
            for place, rule in _rules(index, branch):
                if sentence := _misfit(rule, kinds):
                    yield place, sentence

    def run(self, ctx: Context) -> str:
        """The id of the first branch that is true."""
        tested: list[dict[str, Any]] = []
        port = next((branch.id for branch in self.branches if _holds(branch, ctx, tested)), "else")
        ctx.note("tested", tested)
        return port


def _rules(index: int, branch: Branch) -> Iterator[tuple[str, Rule]]:
    """The rules of a branch with their places."""
    for kind, rules in (("all", branch.when.all), ("any", branch.when.any)):
        for place, rule in enumerate(rules or ()):
            yield f"branches[{index}].when.{kind}[{place}]", rule


def _misfit(rule: Rule, kinds: Kinds) -> str | None:
    """Why the rule is never true."""
    kind, told = kinds.get(rule.field, "any"), f"'{rule.field}'"
    owner = kinds.get(rule.field.rpartition(".")[0], "any")
    if owner in ("text", "number", "yes_no", "list"):
        return f"'{rule.field.rpartition('.')[0]}' is {IN_WORDS[owner]} and has no parts, so {told} has no value."
    is_constant = not (isinstance(rule.value, str) and "{" in rule.value)
    if rule.op in ORDERED:
        if kind in ("list", "object", "yes_no"):
            return f"{told} is {IN_WORDS[kind]}, which is never more or less than a value."
        if rule.value is not None and is_constant and number_in(rule.value) is None:
            return "More and less compare numbers: write a number."
    if rule.op in ("equals", "starts_with") and kind in ("list", "object"):
        return f"{told} is {IN_WORDS[kind]}: ask whether it contains the value."
    if rule.op == "equals" and kind == "number" and is_constant and number_in(rule.value) is None:
        return f"{told} is a number and never equals a text: write a number."
    return None


def _holds(branch: Branch, ctx: Context, tested: list[dict[str, Any]]) -> bool:
    """Whether the branch is taken; `tested` hears which comparisons were made, what they found, and whether they held."""
    when, rules = branch.when, []
    if when.expression is not None:
        value = ctx.evaluate(when.expression)
        is_true = bool(value)
        rules.append({"expression": when.expression, "found": shown(value), "holds": is_true})
    else:
        wanted = when.all is None  # one that is not so decides for all, one that is so for any
        for rule in when.all or when.any or ():
            found = ctx.lookup(rule.field)
            is_true = _compare(rule, found)
            rules.append(
                {
                    "field": rule.field,
                    "op": rule.op,
                    "value": shown(rule.value),
                    "found": shown(found),
                    "holds": is_true,
                }
            )
            if is_true is wanted:
                break
    tested.append({"branch": branch.id, "holds": is_true, "rules": rules})
    return is_true


def shown(value: Any) -> Any:
    """A value as a step tells it: what is long is cut off."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = as_text(value) if isinstance(value, str | list | dict | datetime) else str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _compare(rule: Rule, left: Any) -> bool:
    right = rule.value
    match rule.op:
        case "is_number":
            return number_in(left) is not None
        case "is_set":
            return left not in (None, "", [])
        case "is_not_set":
            return left in (None, "", [])
        case "equals":
            return _same(left, right)
        case "not_equals":
            return not _same(left, right)
        case "contains":
            return _contains(left, right)
        case "not_contains":
            return not _contains(left, right)
        case "starts_with":
            return _plain(left).startswith(_plain(right))
        case _:
            return _ordered(rule.op, number_in(left), number_in(right))


def _ordered(op: str, left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return False
    return {
        "greater_than": left > right,
        "less_than": left < right,
        "at_least": left >= right,
        "at_most": left <= right,
    }[op]


def _same(left: Any, right: Any) -> bool:
    numbers = number_in(left), number_in(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return _plain(left) == _plain(right)


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, list):
        return _plain(right) in map(_plain, left)
    return left is not None and _plain(right) in _plain(left)


def _plain(value: Any) -> str:
    return "" if value is None else str(value).casefold().strip()


NODES = (Condition,)
