"""The settings of the built-in nodes, as the editor's types are made from them."""

from api.contract import nodes_document
from engine.node import tag_of
from nodes import NODES


def test_every_built_in_node_and_no_other_has_its_settings_in_the_document() -> None:
    schemas = nodes_document()["components"]["schemas"]
    configs = schemas["NodeConfigs"]["properties"]
    assert set(configs) == {tag_of(kind) for kind in NODES}
    for kind in NODES:
        assert configs[tag_of(kind)] == {"$ref": f"#/components/schemas/{kind.__name__}"}
        assert "$tag" not in str(schemas[kind.__name__])
    assert set(schemas["Trigger"]["properties"]) == {"on"}
    assert {"MessageReceived", "WebhookReceived", "Duration", "Rules"} <= set(schemas)
