"""Room for a few simulations at a time, and the plans of other flows that they had to compile."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from api.flows.kept import Kept
from api.flows.limited import run_limited
from api.flows.live import LiveFlow, LiveFlows
from engine.flow import FlowDocument
from engine.plan import Plan, PlanRefused
from engine.simulator.host import Limits
from engine.simulator.others import compiling
from engine.simulator.stage import Stage, set_stage
from engine.verifier.recheck import Rechecker

Result = TypeVar("Result")

MOST_AT_ONCE = 2
MAX_KEPT = 20_000
"""Nodes of all plans that are kept."""


class Simulations:
    """They calculate, and requests want the processor too, so only a few run at a time."""

    def __init__(self, checker: Rechecker, live_flows: LiveFlows) -> None:
        self.live_flows = live_flows
        self._checker = checker
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._compile = compiling(checker.registry)
        self._plans: Kept[int, Plan | PlanRefused] = Kept(MAX_KEPT)

    async def run(self, work: Callable[[Limits], Result], seconds: float) -> Result:
        """What `work` answers, once there is room for it."""
        async with self._room:
            return await run_limited(work, seconds)

    def stage(self, document: FlowDocument, others: Mapping[int, LiveFlow], own_id: int, zone: str) -> Stage:
        """The stage of a draft; a published flow is compiled when it is come to, and not again before its next version."""

        def compile_other(flow_id: int, document: FlowDocument) -> Plan | PlanRefused:
            return self._plan(others[flow_id])

        documents = {live.id: live.document for live in others.values()}
        verdict = self._checker.examine(document)
        return set_stage(document, self._checker.registry, documents, own_id, compile_other, verdict, zone)

    def _plan(self, live: LiveFlow) -> Plan | PlanRefused:
        """Several threads may ask at once; at worst a plan is compiled twice."""
        plan = self._plans.get(live.version_id)
        if plan is None:
            plan = self._compile(live.id, live.document)
            self._plans.put(live.version_id, plan, 1 + (len(plan.nodes) if isinstance(plan, Plan) else 0))
        return plan
