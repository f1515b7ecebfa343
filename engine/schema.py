"""Node types and the settings of a flow as the editor and the docs see them: title, help, group, ports and the JSON Schema of the settings."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec

from engine.flow import FlowSettings
from engine.node import Node, tag_of
from engine.registry import Registry
from engine.triggers import TRIGGERS


class TypeDescription(msgspec.Struct, rename="camel"):
    """One node or trigger type; `schema` is JSON Schema 2020-12, kept whole with its `x-ui` hints."""

    tag: str
    title: str
    help: str
    group: str
    ports: tuple[str, ...]
    ports_from: str | None
    schema: dict[str, Any]


def describe(registry: Registry) -> list[TypeDescription]:
    """Every node type of the registry, in its order."""
    return [_describe_node(kind) for kind in registry.kinds.values()]


def describe_triggers() -> list[TypeDescription]:
    """Every kind of trigger that a trigger node may listen to."""
    return [_describe_trigger(kind) for kind in TRIGGERS]


def describe_settings() -> TypeDescription:
    """The settings of a flow as a whole, described as a type without ports, so that one form draws all three."""
    schema = _schema(FlowSettings, "$tag")
    return TypeDescription("flow_settings", "Flow settings", _help(FlowSettings), "Flow", (), None, schema)


def _describe_node(kind: type[Node]) -> TypeDescription:
    schema = _schema(kind, "$tag")
    tag = tag_of(kind)
    return TypeDescription(
        tag, _title(kind, title(tag)), _help(kind), kind.group, kind.ports, kind.ports_from, schema
    )


def _describe_trigger(kind: type[msgspec.Struct]) -> TypeDescription:
    tag = str(kind.__struct_config__.tag)
    return TypeDescription(
        tag, _title(kind, title(tag)), _help(kind), "Triggers", ("out",), None, _schema(kind, "type")
    )


def title(tag: str) -> str:
    """`acme.find_parcel` reads `Find parcel`."""
    return tag.rpartition(".")[2].replace("_", " ").capitalize()


def _help(kind: type[msgspec.Struct]) -> str:
    return re.sub(r"\s+", " ", inspect.cleandoc(kind.__doc__ or ""))


def _schema(kind: type[msgspec.Struct], tag_field: str) -> dict[str, Any]:
    """The settings alone: the tag lives beside the config, so it is taken out of the schema."""
    (_, *_), components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for part in _structs(kind, set()):
        if part.__name__ in components:  # two classes of one name are told apart by names that we do not know
            components[part.__name__] |= _look(part)
    own: dict[str, Any] = dict(components.pop(kind.__name__))
    own["properties"] = {name: rule for name, rule in own["properties"].items() if name != tag_field}
    own["required"] = [name for name in own.get("required", []) if name != tag_field]
    return {**own, "$defs": components} if components else own


def _look(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """What people read of a struct: the `title` of its class, else the class's name in words; and its `ui` hints."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", kind.__name__).capitalize()
    hints = getattr(kind, "ui", None)
    return {"title": _title(kind, words), **({"x-ui": hints} if isinstance(hints, dict) else {})}


def _title(kind: type[msgspec.Struct], otherwise: str) -> str:
    """The class value `title`; a field of that name is not one."""
    own = getattr(kind, "title", None)
    return own if isinstance(own, str) else otherwise


def _structs(hint: Any, seen: set[Any]) -> Iterator[type[msgspec.Struct]]:
    """Every struct that a type is made of, itself included."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        if hint in seen:
            return
        seen.add(hint)
        yield hint
        for field in get_type_hints(hint).values():
            yield from _structs(field, seen)
    for part in get_args(hint):
        yield from _structs(part, seen)
