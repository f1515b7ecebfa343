"""Compiles a draft as it is: a broken node fails when it is reached, and the rest of the flow runs."""

import msgspec

from engine.errors import Issue
from engine.flow import TRIGGER, FlowDocument, FlowEdge, FlowNode, FlowSettings, read_settings
from engine.plan import Plan, assemble
from engine.registry import Registry
from engine.simulator.later import Broken, broken, later
from engine.triggers import Trigger, TriggerRow
from engine.verifier.check import Verdict
from engine.verifier.reading import DecodedNode, read_draft

OF_THE_NODE = frozenset({"unknown_node", "invalid_config", "refused_source", "unknown_target"})
"""Issues with which a node, or the settings of the flow, cannot run; what else may be wrong leaves it usable."""


class Compiled(msgspec.Struct, frozen=True):
    """A draft ready to run, with what is wrong with it; `unready` are the triggers that cannot listen."""

    plan: Plan
    triggers: list[TriggerRow]
    unready: list[str]
    issues: list[Issue]


def compile_draft(flow_id: int, verdict: Verdict, registry: Registry) -> Compiled:
    """Compile what can run of a draft; its version has the number of the flow."""
    wrong = _wrong_nodes(verdict.issues)
    specs = {spec.id: spec for spec in verdict.document.nodes}  # of two with one id the last
    nodes = {
        node_id: broken(node_id, wrong[node_id]) if node_id in wrong else verdict.nodes[node_id]
        for node_id in specs
    }
    listed = [spec for spec in verdict.document.nodes if specs[spec.id] is spec]
    mended = msgspec.structs.replace(
        verdict.document, nodes=listed, edges=_usable(verdict.document, specs, nodes)
    )
    settings = FlowSettings() if _has_broken_settings(verdict.issues) else read_settings(mended)
    draft = read_draft(mended, nodes, verdict.drawn, verdict.past)
    plan = assemble(flow_id, flow_id, draft, settings, later(registry))
    triggers = [spec.id for spec in listed if spec.type == TRIGGER]
    rows = [
        TriggerRow(flow_id, flow_id, node_id, msgspec.convert(specs[node_id].config["on"], Trigger))
        for node_id in triggers
        if node_id not in wrong
    ]
    return Compiled(plan, rows, [node_id for node_id in triggers if node_id in wrong], verdict.issues)


def _wrong_nodes(issues: list[Issue]) -> dict[str, str]:
    """What is wrong with each node that cannot run: the first sentence."""
    wrong: dict[str, str] = {}
    for issue in issues:
        if issue.severity == "error" and issue.node_id is not None and issue.code in OF_THE_NODE:
            wrong.setdefault(issue.node_id, issue.message)
    return wrong


def _usable(
    document: FlowDocument, specs: dict[str, FlowNode], nodes: dict[str, DecodedNode]
) -> list[FlowEdge]:
    """The edges between nodes that are there, one for each way out that its node has."""
    found: dict[tuple[str, str], FlowEdge] = {}
    for edge in document.edges:
        source, target = nodes.get(edge.source), specs.get(edge.target)
        if source is None or target is None or target.type == TRIGGER:
            continue
        if isinstance(source.node, Broken) or edge.source_handle in source.node.all_ports():
            found.setdefault((edge.source, edge.source_handle), edge)
    return list(found.values())


def _has_broken_settings(issues: list[Issue]) -> bool:
    return any(
        issue.code in OF_THE_NODE and issue.node_id is None and (issue.field or "").startswith("settings")
        for issue in issues
    )
