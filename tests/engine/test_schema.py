"""Node types are served with their whole JSON Schema, form hints included, and without the inner tag."""

from typing import Any

import msgspec
import pytest

from engine.context import Context
from engine.fields import Duration, Text
from engine.node import Node
from engine.registry import Registry, load_registry
from engine.schema import describe, describe_settings, describe_triggers
from nodes import NODES

TYPES = {kind.tag: kind for kind in describe(load_registry())}


@pytest.mark.parametrize("tag", TYPES)
def test_a_node_type_has_a_help_a_group_and_a_schema_that_is_json(tag: str) -> None:
    kind = TYPES[tag]
    assert kind.help.endswith(".")
    assert kind.group
    served = msgspec.json.encode(kind).decode()
    assert "$tag" not in served
    assert kind.schema["additionalProperties"] is False


def test_hints_and_limits_ride_in_the_schema() -> None:
    outcome = TYPES["end"].schema["properties"]["outcome"]
    assert {"type": "string", "maxLength": 4096, "x-ui": {"widget": "template"}} in outcome["anyOf"]
    name = TYPES["set_variable"].schema["properties"]["name"]
    assert name["x-ui"] == {"widget": "variable", "placeholder": "city"}
    assert name["pattern"].startswith("^[a-z_]")


def test_names_are_those_of_the_document() -> None:
    reply = TYPES["wait_for_reply"]
    assert set(reply.schema["properties"]) == {"saveTo", "timeout", "debounce"}
    assert reply.schema["required"] == []
    assert TYPES["set_variable"].schema["required"] == ["name"]
    assert (TYPES["condition"].ports, TYPES["condition"].ports_from) == (("else",), "branches")


def test_every_field_of_a_built_in_node_has_a_title_in_words() -> None:
    for kind in (*describe(Registry(NODES)), *describe_triggers()):
        parts = [
            kind.schema,
            *(part for name, part in kind.schema.get("$defs", {}).items() if name != "Duration"),
        ]
        for name, field in ((name, field) for part in parts for name, field in part["properties"].items()):
            is_shown = name != "type" and not field.get("x-ui", {}).get("hidden")
            assert "title" in field or not is_shown, f"{kind.tag}: {name}"


def test_every_choice_of_a_built_in_node_has_words() -> None:
    for kind in describe(Registry(NODES)):
        for field in (
            f for part in kind.schema.get("$defs", {}).values() for f in part["properties"].values()
        ):
            if len(field.get("enum", ())) > 1:
                assert sorted(field["x-ui"]["labels"]) == sorted(field["enum"]), kind.tag


def test_structs_are_called_by_their_title_or_by_their_name_in_words() -> None:
    trigger, message, condition = (
        TYPES[tag].schema["$defs"] for tag in ("trigger", "send_message", "condition")
    )
    assert trigger["MessageReceived"]["title"] == "A message arrives"
    assert trigger["WebhookReceived"]["title"] == "A webhook is called"
    assert message["TextBody"]["title"] == "Text"
    assert condition["Rules"]["title"] == "Rules"
    assert TYPES["wait"].schema["$defs"]["Duration"]["x-ui"] == {"widget": "duration"}


def test_a_class_may_choose_its_title_and_a_field_of_that_name_is_no_title() -> None:
    named = type("Named", (Node,), {"run": _run, "title": "Ring the bell"}, tag="test.named")
    field = type("Field", (Node,), {"run": _run, "__annotations__": {"title": Text}}, tag="test.has_field")
    assert [kind.title for kind in describe(Registry([named, field]))] == ["Ring the bell", "Has field"]


def test_a_hint_beside_the_field_joins_the_hint_of_its_kind() -> None:
    text = TYPES["send_message"].schema["$defs"]["TextBody"]["properties"]["text"]
    assert text["x-ui"] == {
        **{"widget": "template", "multiline": True, "placeholder": "Hi {{ contact.name }}!"},
        **{"limit": 4096, "formatted": True},
    }
    assert (text["minLength"], text["maxLength"]) == (1, 4096)


def test_every_reference_is_defined() -> None:
    for kind in (*TYPES.values(), *describe_triggers()):
        defined = {f"#/$defs/{name}" for name in kind.schema.get("$defs", {})}
        assert set(references(kind.schema)) <= defined, kind.tag


def test_triggers_are_described_too() -> None:
    assert [kind.tag for kind in describe_triggers()][:2] == ["message_received", "webhook"]
    assert set(describe_triggers()[0].schema["properties"]) == {"match", "keywords", "priority"}


def test_a_node_without_a_sentence_does_not_borrow_one() -> None:
    silent = type("Silent", (Node,), {"run": _run}, tag="test.silent")
    assert describe(Registry([silent]))[0].help == ""


def test_a_field_called_like_a_class_value_is_refused_at_once() -> None:
    for name in ("group", "ports"):
        with pytest.raises(TypeError, match=f"a field cannot be called '{name}'"):
            type("Wrong", (Node,), {"__annotations__": {name: Text}}, tag="test.wrong")


def test_a_class_value_of_the_wrong_kind_is_refused_at_once() -> None:
    """Else it would break the lane of every customer who comes to the node."""
    for name, value in (
        ("default_timeout", Duration(seconds=4)),
        ("default_timeout", True),
        ("default_retry", 3),
    ):
        with pytest.raises(TypeError, match=f"Wrong: {name} is a"):
            type("Wrong", (Node,), {name: value}, tag="test.wrong")


def test_two_nodes_of_one_tag_are_refused() -> None:
    first = type("First", (Node,), {"run": _run}, tag="test.same")
    second = type("Second", (Node,), {"run": _run}, tag="test.same")
    with pytest.raises(ValueError, match=r"Two node types are called 'test\.same'"):
        Registry([first, second])


def references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
        return own + [ref for part in schema.values() for ref in references(part)]
    return [ref for part in schema for ref in references(part)] if isinstance(schema, list) else []


def _run(self: Node, ctx: Context) -> str:
    return "out"


def test_the_settings_of_a_flow_are_described_as_a_type_is() -> None:
    settings = describe_settings()
    assert (settings.tag, settings.ports, settings.help[-1]) == ("flow_settings", (), ".")
    assert set(settings.schema["properties"]) == {"reentry", "exitOn", "quietHours"}
    assert settings.schema["properties"]["quietHours"]["x-ui"] == {"hidden": True}
    assert settings.schema["$defs"]["OncePerKey"]["title"] == "Once for each key"
    assert settings.schema["required"] == []
