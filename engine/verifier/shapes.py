"""What a setting may be by its type: which settings it has within, and something harmless to stand in for it."""

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

UNFIT: Any = object()
"""Instead of a setting that cannot be read, and that nothing can stand in for."""

STAND_INS = ("x", "vars.x", "09:00", 1, 100, 1.0, False, None)
"""For needed settings that are wrong, so that the others can be looked at."""


class Field(msgspec.Struct, frozen=True):
    """A setting of a struct: what it is called here and in documents, and its type."""

    name: str
    encoded: str
    hint: Any
    is_needed: bool


@cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, Field]:
    """Its settings by their names in documents."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.encode_name: Field(field.name, field.encode_name, hints[field.name], field.required)
        for field in msgspec.structs.fields(kind)
    }


def struct_in(hint: Any, value: dict[str, Any]) -> type[msgspec.Struct] | None:
    """The struct that these settings are meant for, by their tag where there are several."""
    kinds = [each for each in members(hint) if _is_struct(each)]
    return next((kind for kind in kinds if _is_meant(kind, value)), None)


def list_in(hint: Any) -> Any | None:
    """The type among these that is a list of any length."""
    return next((each for each in members(hint) if _is_list(each)), None)


def dict_in(hint: Any) -> Any | None:
    """The type among these that has entries of any name."""
    return next((each for each in members(hint) if (get_origin(each) or each) is dict), None)


def item_of(hint: Any) -> Any:
    """The type of the items of a list."""
    return next(iter(get_args(hint)), Any)


def names_nothing(hint: Any) -> bool:
    """Whether it is a number, a choice or a text of any form, and no name of a variable or of a way out."""
    if (origin := get_origin(hint)) is Annotated:
        kept, *marks = get_args(hint)
        return names_nothing(kept) and not any(getattr(mark, "pattern", None) for mark in marks)
    if origin in (Union, UnionType):
        return all(map(names_nothing, get_args(hint)))
    return origin is Literal or hint in (str, int, float, bool, type(None))


def stand_in(hint: Any, *, is_plain: bool) -> Any:
    """Something of this type that does no harm; UNFIT when there is none. What is plain has no settings within."""
    for each in members(hint):
        if isinstance(kind := get_origin(each) or each, type) and issubclass(kind, list | tuple | dict):
            return kind()
        if get_origin(each) is Literal:
            return get_args(each)[0]
        if _is_struct(each) and not is_plain and (made := _made_up(each)) is not UNFIT:
            return made
    return next((value for value in STAND_INS if _fits(value, hint)), UNFIT)


def members(hint: Any) -> Iterator[Any]:
    """The types that a type is one of, without what is noted beside them."""
    origin = get_origin(hint)
    if origin is Annotated:
        yield from members(get_args(hint)[0])
    elif origin in (Union, UnionType):
        for each in get_args(hint):
            yield from members(each)
    else:
        yield hint


def _made_up(kind: type[msgspec.Struct]) -> Any:
    needed = [field for field in fields_of(kind).values() if field.is_needed]
    parts = {field.name: stand_in(field.hint, is_plain=True) for field in needed}
    try:
        return UNFIT if UNFIT in parts.values() else kind(**parts)
    except (TypeError, ValueError):
        return UNFIT


def _is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _is_meant(kind: type[msgspec.Struct], value: dict[str, Any]) -> bool:
    config = kind.__struct_config__
    return config.tag_field is None or value.get(config.tag_field) == config.tag


def _is_list(hint: Any) -> bool:
    origin, args = get_origin(hint) or hint, get_args(hint)
    return origin is list or (origin is tuple and (not args or args[-1] is Ellipsis))


def _fits(value: Any, hint: Any) -> bool:
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return False
    return True
