"""Text fields of a node: found once when a flow is compiled, filled with the scope's values at each visit."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from engine.errors import SourceRefused
from engine.expressions import Expression, compile_expression
from engine.fields import Kind
from engine.templates import Template, compile_template, is_plain

Recipe = Template | dict[str, Any] | list[tuple[int, Any]]
Broken = Callable[[str, str], None]


class Read(msgspec.Struct, frozen=True):
    """A dotted name that a field reads. Without a value of what is `needed` the step fails; else it counts as nothing."""

    field: str
    name: str
    is_needed: bool


class Fields(msgspec.Struct):
    """What is compiled of one node: how to render it, the expressions it may evaluate by their source, and the names that both
    read. `formulas` are the fields that hold an expression, with its source.
    """

    recipe: Recipe | None
    expressions: dict[str, Expression]
    reads: tuple[Read, ...] = ()
    formulas: tuple[tuple[str, str], ...] = ()


class _Collected(msgspec.Struct):
    """What the fields of one node gave so far."""

    broken: Broken
    expressions: dict[str, Expression] = msgspec.field(default_factory=dict)
    reads: list[Read] = msgspec.field(default_factory=list)
    formulas: list[tuple[str, str]] = msgspec.field(default_factory=list)


def compile_fields(node: msgspec.Struct, broken: Broken) -> Fields:
    """Compile every Text and ExpressionText of `node`; `broken(path, sentence)` hears of each that is refused."""
    found = _Collected(broken)
    recipe = _recipe(node, None, "", found)
    return Fields(recipe, found.expressions, tuple(found.reads), tuple(found.formulas))


def render(value: Any, recipe: Recipe | None, scope: Mapping[str, Any]) -> Any:
    """`value` with its templates filled in; the value itself is left alone."""
    match recipe:
        case None:
            return value
        case Template():
            return recipe.render(scope)
        case dict() if isinstance(value, dict):
            return value | {key: render(value[key], part, scope) for key, part in recipe.items()}
        case dict():
            return msgspec.structs.replace(
                value, **{name: render(getattr(value, name), part, scope) for name, part in recipe.items()}
            )
        case _:
            rows = list(value)
            for index, part in recipe:
                rows[index] = render(rows[index], part, scope)
            return rows


def _recipe(value: Any, hint: Any, path: str, found: _Collected) -> Recipe | None:
    if isinstance(value, msgspec.Struct):
        parts = {
            name: part
            for name, encoded, field_hint in _fields(type(value))
            if (
                part := _recipe(
                    getattr(value, name), field_hint, f"{path}.{encoded}" if path else encoded, found
                )
            )
            is not None
        }
        return parts or None
    if isinstance(value, list | tuple):
        inner = next(iter(get_args(_bare(hint))), None)
        rows = [
            (index, part)
            for index, item in enumerate(value)
            if (part := _recipe(item, inner, f"{path}[{index}]", found)) is not None
        ]
        return rows or None
    if isinstance(value, dict):
        entries = {
            key: part
            for key, item in value.items()
            if (part := _recipe(item, hint, f"{path}[{key}]", found)) is not None
        }
        return entries or None
    if isinstance(value, str) and (kind := _kind(hint)) is not None:
        return _leaf(value, kind, path, found)
    return None


def _leaf(source: str, kind: Kind, path: str, found: _Collected) -> Template | None:
    try:
        if kind.name == "expression":
            expression = compile_expression(source)
            found.expressions[source] = expression
            found.formulas.append((path, source))
            found.reads += (Read(path, name, False) for name in sorted(expression.names))
            return None
        if is_plain(source):
            return None
        # An address that begins with a variable is meant to be put together from addresses.
        is_whole = kind.escape == "url" and source.lstrip().startswith("{")
        template = compile_template(source, None if is_whole else kind.escape)
    except SourceRefused as error:
        found.broken(path, str(error))
        return None
    found.reads += (Read(path, name, name in template.needs) for name in sorted(template.names))
    return template


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    """(name, name in the document, type) of each field."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, field.encode_name, hints[field.name]) for field in msgspec.structs.fields(kind))


def _kind(hint: Any) -> Kind | None:
    """The Kind in an annotation, also behind `| None`."""
    for mark in getattr(hint, "__metadata__", ()):
        if isinstance(mark, Kind):
            return mark
    return next(filter(None, map(_kind, get_args(hint))), None)


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
