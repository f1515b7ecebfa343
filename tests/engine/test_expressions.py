"""Expressions read, compare and calculate; absence is null, and everything else is refused."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.errors import EvaluationFailed, SourceRefused
from engine.expressions import compile_expression

SCOPE: dict[str, Any] = {
    "contact": {"name": "Ana", "email": None, "tags": ["vip"], "fields": {"age": 30, "items": "mine"}},
    "message": None,
    "event": {"order": {"items": [{"title": "Hat", "price": 5}], "count": 2}},
    "vars": {"long": "x" * 9_000, "huge": ["x" * 40_000, "y" * 40_000]},
    "now": datetime(2026, 7, 2, 22, 30, tzinfo=UTC),
}  # fmt: skip

VALUES: list[tuple[str, object]] = [
    ("contact.fields.age > 18", True),
    ("18 < contact.fields.age <= 30", True),
    ("contact.fields.items", "mine"),
    ("event.order.count", 2),
    ("event.order.items[0].price * 2 + 1", 11),
    ("event.order['items'][-1]['title']", "Hat"),
    ("event.order.items[7].title", None),
    ("contact.name.first", None),
    ("nobody.at.home", None),
    ("message.text", None),
    ("message.text == null", True),
    ("message.text is None", True),
    ("contact.email is not None", False),
    ("contact.fields.score > 5", False),
    ("contact.fields.score <= 5", False),
    ("'a' in contact.fields.score", False),
    ("'a' not in contact.fields.score", True),
    ("'vip' in contact.tags", True),
    ("contact.name in ['Ana', 'Eva']", True),
    ("contact.name in ('Ana', 'Eva')", True),
    ("not true or false", False),
    ("(vars.n or 0) + 1", 1),
    ("'a' if contact.fields.age else 'b'", "a"),
    ("'Hi ' + contact.name", "Hi Ana"),
    ("7 // 2 + 7 % 4 - 2 ** 3", -2),
    ("-contact.fields.age", -30),
    ("lower('ÁB') + upper('c')", "ábC"),
    ("lower(message.text)", None),
    ("contains(contact.name, 'na') and contains(contact.tags, 'vip')", True),
    ("contains(lower(message.text), 'hi')", False),
    ("starts_with(contact.name, 'An')", True),
    ("len(contact.tags) + len(null)", 1),
    ("int('12') + float('0.5')", 12.5),
    ("int(message.text)", None),
    ("str(12) + str(null) + str(true)", "12true"),
    ("round(2.567, 1)", 2.6),
    ("round(2.5)", 2),
    ("min(3, null, 2) + max([4, 5])", 7),
    ("min(null)", None),
    ("abs(-3)", 3),
    ("date_diff(now, '2026-06-30')", 2),
    ("date_diff('2026-06-30', now)", -2),
    ("date_diff(now, contact.fields.gone)", None),
    ("matches(contact.name, '^[A-Z]\\w+$')", True),
    ("matches(message.text, 'x')", False),
    ("now.hour >= 22 and now.weekday == 4", True),
    ("[contact.name, 1]", ["Ana", 1]),
]


@pytest.mark.parametrize(("source", "value"), VALUES)
def test_an_expression_has_a_value(source: str, value: object) -> None:
    assert compile_expression(source).evaluate(SCOPE) == value


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("vars.n + 1", "missing value"),
        ("'a' * 3", "mixes kinds"),
        ("'%9d' % 1", "mixes kinds"),
        ("contact.tags + contact.tags", "mixes kinds"),
        ("1 < 'a'", "mixes kinds"),
        ("1 / 0", "divides by zero"),
        ("int('x')", "expected form"),
        ("2 ** 63", "too large"),
        ("9 ** 65", "a power is too large"),
        ("1e308 * 10", "too large"),
        ("float('nan')", "too large"),
        ("[1e999]", "too large"),
        ("(-8) ** 0.5", "negative"),
        ("vars.long + vars.long", "longer than 10000"),
        ("str(vars.huge)", "longer than 10000"),
        ("vars.huge", "larger than 64 kB"),
        ("matches(contact.name, contact.name + '(')", "pattern is not valid"),
    ],
)
def test_a_failure_is_a_sentence(source: str, sentence: str) -> None:
    with pytest.raises(EvaluationFailed, match=f"^The expression .* failed: .*{sentence}.*\\.$"):
        compile_expression(source).evaluate(SCOPE)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "does not read as one expression"),
        ("1; 2", "does not read as one expression"),
        ("x = 1", "does not read as one expression"),
        ("(x := 1)", "'NamedExpr' is not part"),
        ("f'{1}'", "'JoinedStr' is not part"),
        ("lambda: 1", "'Lambda' is not part"),
        ("[x for x in vars]", "'ListComp' is not part"),
        ("{'a': 1}", "'Dict' is not part"),
        ("contact.name[1:]", "'Slice' is not part"),
        ("lower(*contact.tags)", "'Starred' is not part"),
        ("1 << 2", "'LShift' is not part"),
        ("contact.name.lower()", "only functions are called"),
        ("round(1.5, digits=1)", "only functions are called"),
        ("rand()", "no function 'rand'"),
        ("lower()", "does not take these arguments"),
        ("contact.__class__", "begins with '__'"),
        ("'\\x00'", "cannot be stored"),
        ("'\\ud800'", "cannot be stored"),
        ("b'x'", "not a text or number"),
        ("matches(contact.name, '(')", "pattern of 'matches' is not valid"),
        (f"matches(contact.name, '{'a' * 257}')", "longer than 256"),
        ("1" + " + 1" * 100, "more than 200 parts"),
        ("-" * 21 + "1", "nested too deeply"),
        ("1" * 1001, "longer than 1000"),
    ],
)
def test_a_source_is_refused_with_a_reason(source: str, sentence: str) -> None:
    with pytest.raises(SourceRefused, match=f"^The expression .*{sentence}.*\\.$"):
        compile_expression(source)


def test_an_expression_knows_the_names_it_reads() -> None:
    expression = compile_expression("lower(contact.fields['city']) == 'x' and event.items[vars.i].t or true")
    assert expression.names == {"contact.fields.city", "event.items", "vars.i"}


def test_evaluating_changes_nothing_and_can_be_repeated() -> None:
    scope, expression = copy.deepcopy(SCOPE), compile_expression("contact.tags")
    assert expression.evaluate(scope) == expression.evaluate(scope) == ["vip"]
    assert scope == SCOPE


def test_one_expression_reads_each_scope_afresh() -> None:
    expression = compile_expression("vars.n")
    assert [expression.evaluate({"vars": {"n": n}}) for n in (1, 2)] == [1, 2]
