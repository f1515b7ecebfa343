"""What a script is played on: the compiled draft, and the other flows that it may start or call; made once for many scripts."""

from collections.abc import Mapping

import msgspec

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.plan import Plan, PlanRefused, compile_plan
from engine.registry import Registry
from engine.simulator.draft import compile_draft
from engine.triggers import FlowCalled, TriggerIndex, TriggerRow

DRAFT = 0
"""The number of the draft; no stored flow has it."""


class Stage(msgspec.Struct, frozen=True):
    """Everything compiled; `own_id` is the number by which the draft may start itself, `unready` are triggers that cannot listen."""

    plan: Plan
    plans: Mapping[int, Plan | PlanRefused]
    triggers: list[TriggerRow]
    index: TriggerIndex
    unready: list[str]
    issues: list[Issue]
    own_id: int | None


def set_stage(
    document: FlowDocument,
    registry: Registry,
    others: Mapping[int, FlowDocument] | None = None,
    own_id: int | None = None,
) -> Stage:
    """Compile the draft as far as it goes, and the owner's published flows around it."""
    draft = compile_draft(DRAFT, document, registry)
    rows = list(draft.triggers)
    plans: dict[int, Plan | PlanRefused] = {DRAFT: draft.plan}
    if own_id is not None and (own := _entrance(own_id, DRAFT, draft.triggers)) is not None:
        rows.append(own)
    for flow_id, other in (others or {}).items():
        if flow_id == own_id:
            continue
        there = compile_draft(flow_id, other, registry).triggers
        if (entrance := _entrance(flow_id, flow_id, there)) is not None:
            plans[flow_id] = _compile(flow_id, other, registry)
            rows.append(entrance)
    return Stage(draft.plan, plans, draft.triggers, TriggerIndex(rows), draft.unready, draft.issues, own_id)


def _entrance(flow_id: int, version_id: int, triggers: list[TriggerRow]) -> TriggerRow | None:
    """Where another flow begins this one; what else it listens to is not for this simulation."""
    called = (row for row in triggers if isinstance(row.on, FlowCalled))
    row = next(called, next(iter(triggers), None))
    return None if row is None else TriggerRow(flow_id, version_id, row.node_id, FlowCalled())


def _compile(flow_id: int, document: FlowDocument, registry: Registry) -> Plan | PlanRefused:
    try:
        return compile_plan(flow_id, flow_id, document, registry)
    except PlanRefused as error:
        return error
