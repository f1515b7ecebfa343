"""What kinds of values an expression gives and mixes, as far as it can be told before it runs."""

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from engine.evaluator import OPERATORS
from engine.expressions import dotted_name
from engine.facts import Kinds, ValueKind

RETURNS: dict[str, ValueKind] = {
    **dict.fromkeys(("abs", "date_diff", "float", "int", "len", "round"), "number"),
    **dict.fromkeys(("contains", "is_number", "matches", "starts_with"), "yes_no"),
    **dict.fromkeys(("lower", "str", "upper"), "text"),
}
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
IN_WORDS: dict[ValueKind, str] = {
    "text": "a text",
    "number": "a number",
    "yes_no": "true or false",
    "list": "a list",
    "object": "a group of values",
}


class Misfit(msgspec.Struct, frozen=True):
    """A place where kinds do not fit, so that the expression fails; `mended` is the source with a conversion, if one helps."""

    sentence: str
    mended: str | None


def kind_of(source: str, kinds: Kinds | None = None) -> ValueKind:
    """What the expression gives; `any` when it cannot be told, or the source does not read as one."""
    body = _parse(source)
    return "any" if body is None else _kind(body, kinds or {})


def misfits(source: str, kinds: Kinds) -> Iterator[Misfit]:
    """Every comparison and calculation in the expression that would fail."""
    body = _parse(source)
    for node in ast.walk(body) if body is not None else ():
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                for op, one, other in zip(ops, [left, *others], others, strict=False):
                    if isinstance(op, ORDERED):
                        yield from _pair(source, one, other, kinds, "compared")
            case ast.BinOp(op=op) if type(op) in OPERATORS:
                yield from _pair(source, node.left, node.right, kinds, "calculated")


def _pair(source: str, left: ast.expr, right: ast.expr, kinds: Kinds, how: str) -> Iterator[Misfit]:
    kind, other = _kind(left, kinds), _kind(right, kinds)
    if "any" in (kind, other) or {kind, other} in _FITTING:
        return
    name = left
    if kind == "number":
        name, kind, other = right, other, kind
    told = ast.get_source_segment(source, name) or "a value"
    text = f"{told[:60]} is {IN_WORDS[kind]}, so it cannot be {how} with {IN_WORDS[other]}"
    if kind == "text" and other == "number":
        yield Misfit(f"{text}: write float({told[:60]}).", _wrapped(source, name, "float"))
    else:
        yield Misfit(f"{text}: compare values of one kind.", None)


_FITTING: tuple[set[ValueKind], ...] = ({"number"}, {"text"}, {"number", "yes_no"}, {"yes_no"})


def _wrapped(source: str, node: ast.expr, function: str) -> str | None:
    segment = ast.get_source_segment(source, node)
    if segment is None or "\n" in source or not source.isascii():  # offsets count bytes
        return None
    start, end = node.col_offset, node.end_col_offset
    return f"{source[:start]}{function}({segment}){source[end:]}"


def _kind(node: ast.expr, kinds: Kinds) -> ValueKind:
    if (name := dotted_name(node)) is not None:
        return "yes_no" if name in ("true", "false") else kinds.get(name, "any")
    match node:
        case ast.Constant(value=value):
            return next((kind for is_it, kind in _CONSTANTS if is_it(value)), "any")
        case ast.List() | ast.Tuple():
            return "list"
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return "yes_no"
        case ast.UnaryOp():
            return "number"
        case ast.BinOp(op=ast.Add()):
            return _same(_kind(node.left, kinds), _kind(node.right, kinds))
        case ast.BinOp():
            return "number"
        case ast.BoolOp(values=values):
            return _same(*(_kind(value, kinds) for value in values))
        case ast.IfExp():
            return _same(_kind(node.body, kinds), _kind(node.orelse, kinds))
        case ast.Call(func=ast.Name(id=function)):
            return RETURNS.get(function, "any")
    return "any"


_CONSTANTS: tuple[tuple[Callable[[object], bool], ValueKind], ...] = (
    (lambda value: isinstance(value, bool), "yes_no"),
    (lambda value: isinstance(value, int | float), "number"),
    (lambda value: isinstance(value, str), "text"),
)


def _same(*kinds: ValueKind) -> ValueKind:
    return kinds[0] if len(set(kinds)) == 1 else "any"


@lru_cache(maxsize=4_096)
def _parse(source: str) -> ast.expr | None:
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
