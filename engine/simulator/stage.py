"""What a script is played on: the compiled draft, and the other flows that it may start or call; made once for many scripts."""

from collections.abc import Mapping

import msgspec

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.plan import Plan, PlanRefused
from engine.registry import Registry
from engine.simulator.draft import compile_draft
from engine.simulator.others import Compile, Plans, compiling, entrance, triggers_in
from engine.triggers import TriggerIndex, TriggerRow
from engine.verifier.check import Verdict, examine
from engine.zones import DEFAULT_ZONE

DRAFT = 0
"""The number of the draft; no stored flow has it."""


class Stage(msgspec.Struct, frozen=True):
    """Everything compiled; `own_id` is the number by which the draft may start itself, `unready` are triggers that cannot listen.

    `zone` is the owner's: schedules that name none fire in it.
    """

    plan: Plan
    plans: Mapping[int, Plan | PlanRefused]
    triggers: list[TriggerRow]
    index: TriggerIndex
    unready: list[str]
    issues: list[Issue]
    own_id: int | None
    zone: str


def set_stage(
    document: FlowDocument,
    registry: Registry,
    others: Mapping[int, FlowDocument] | None = None,
    own_id: int | None = None,
    compile_other: Compile | None = None,
    verdict: Verdict | None = None,
    zone: str = DEFAULT_ZONE,
) -> Stage:
    """Compile the draft as far as it goes; the owner's published flows around it are compiled when it comes to them.

    `verdict` is what the check made of the draft, where that is known.
    """
    draft = compile_draft(DRAFT, verdict or examine(document, registry), registry)
    rows = list(draft.triggers)
    if own_id is not None and (own := entrance(own_id, DRAFT, draft.triggers)) is not None:
        rows.append(own)
    around: dict[int, FlowDocument] = {}
    for flow_id, other in (others or {}).items():
        there = entrance(flow_id, flow_id, triggers_in(flow_id, other))
        if flow_id != own_id and there is not None:
            around[flow_id] = other
            rows.append(there)
    plans = Plans({DRAFT: draft.plan}, around, compile_other or compiling(registry))
    return Stage(
        *(draft.plan, plans, draft.triggers, TriggerIndex(rows)),
        *(draft.unready, draft.issues, own_id, zone),
    )
