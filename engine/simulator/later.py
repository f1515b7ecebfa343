"""Plans of which a node is compiled when a simulation comes to it: it visits few of many."""

from collections.abc import Sequence
from typing import Any, overload

import msgspec

from engine.errors import EvaluationFailed, Issue
from engine.flow import FlowNode
from engine.node import Node
from engine.plan import Making, Part, Plan, PlanNode, make_node
from engine.registry import Registry
from engine.rendering import Fields
from engine.verifier.reading import DecodedNode, convert_node, decode_node
from engine.verifier.told import Told, Untold


class Broken(Node, tag="$broken"):
    """Stands where a node is not ready yet."""

    sentence: str

    def run(self, ctx: Any) -> str:
        """Say what is wrong."""
        raise EvaluationFailed(f"This node is not ready: {self.sentence}")


def broken(node_id: str, sentence: str) -> DecodedNode:
    """A node that fails with this sentence when it is reached."""
    node = Broken(sentence)
    return DecodedNode(node_id, node, Fields(None, {}), Told(node))


def decode_for_later(spec: FlowNode, registry: Registry, issues: list[Issue]) -> DecodedNode | Untold | None:
    """The node of a document entry, with no text of it read yet."""
    node = convert_node(spec, registry, issues)
    return DecodedNode(spec.id, node, Fields(None, {}), Told(node)) if isinstance(node, Node) else node


def later(registry: Registry) -> Making:
    """Makes the nodes of a plan when they are asked for."""
    return lambda parts: LaterNodes(parts, registry)


def for_one_simulation(plan: Plan) -> Plan:
    """The plan with nothing compiled: what is compiled evaluates for one thread at a time, and two simulations may run at once."""
    nodes = plan.nodes
    return msgspec.structs.replace(plan, nodes=nodes.anew()) if isinstance(nodes, LaterNodes) else plan


class LaterNodes(Sequence[PlanNode]):
    """The nodes of a plan, each made when it is first asked for; one that cannot be made fails when it is reached."""

    def __init__(self, parts: Sequence[Part], registry: Registry) -> None:
        self._parts, self._registry = parts, registry
        self._made: dict[int, PlanNode] = {}

    def anew(self) -> "LaterNodes":
        """The same nodes, none of them made."""
        return LaterNodes(self._parts, self._registry)

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, place: int) -> PlanNode: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PlanNode]: ...
    def __getitem__(self, place: int | slice) -> PlanNode | Sequence[PlanNode]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        if place not in self._made:
            self._made[place] = self._make(self._parts[place])
        return self._made[place]

    def _make(self, part: Part) -> PlanNode:
        decoded = part.decoded if isinstance(part.decoded.node, Broken) else self._decode(part.spec)
        made = make_node(msgspec.structs.replace(part, decoded=decoded))
        if isinstance(decoded.node, Broken):
            # Its steps tell the type that the document says, and none of its settings: a secret may be among them.
            made = msgspec.structs.replace(made, tag=part.spec.type, constant_input="{}")
        return made

    def _decode(self, spec: FlowNode) -> DecodedNode:
        issues: list[Issue] = []
        decoded = decode_node(spec, self._registry, issues)
        if issues or not isinstance(decoded, DecodedNode):
            return broken(spec.id, issues[0].message)
        return decoded
