"""Quick fixes: small changes of a document that mend an issue, as data that an editor carries out as one step."""

from typing import Any

import msgspec


class _Fix(msgspec.Struct, frozen=True, tag_field="type", rename="camel"):
    label: str


class SetField(_Fix, tag="set_field", frozen=True):
    """Set the setting at a place such as `branches[0].label`; a null takes it out. Without a node: of the flow itself."""

    node_id: str | None
    field: str
    value: Any


class AddNode(_Fix, tag="add_node", frozen=True):
    """Add a node behind a port that leads nowhere."""

    node_type: str
    config: dict[str, Any]
    source: str
    port: str


class Reconnect(_Fix, tag="reconnect", frozen=True):
    """Let an edge leave by another port."""

    edge_id: str
    source: str
    port: str
    target: str


class DeleteEdges(_Fix, tag="delete_edges", frozen=True):
    """Take these edges out."""

    edge_ids: tuple[str, ...]


class DeleteNode(_Fix, tag="delete_node", frozen=True):
    """Take the node out; what led to it leads to what came after it."""

    node_id: str


Fix = SetField | AddNode | Reconnect | DeleteEdges | DeleteNode
