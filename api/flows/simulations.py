"""Room for a few simulations at a time, and the plans of other flows that they had to compile."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from api.flows.limited import run_limited
from engine.flow import FlowDocument
from engine.plan import Plan, PlanRefused
from engine.registry import Registry
from engine.simulator.host import Limits
from engine.simulator.others import compiling
from engine.simulator.stage import Stage, set_stage

Result = TypeVar("Result")
Others = dict[int, tuple[int, FlowDocument]]
"""Live flows by their id: the id of the version and its document."""

MOST_AT_ONCE = 2
MAX_KEPT = 10_000
"""Nodes of all plans that are kept; the last used stay."""


class Simulations:
    """They calculate, and requests want the processor too, so only a few run at a time."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._compile = compiling(registry)
        self._plans: dict[tuple[int, int], Plan | PlanRefused] = {}

    async def run(self, work: Callable[[Limits], Result], seconds: float) -> Result:
        """What `work` answers, once there is room for it."""
        async with self._room:
            return await run_limited(work, seconds)

    def stage(self, document: FlowDocument, others: Others, own_id: int) -> Stage:
        """The stage of a draft; a published flow is compiled when it is come to, and not again before its next version."""

        def compile_other(flow_id: int, live: FlowDocument) -> Plan | PlanRefused:
            return self._plan(flow_id, others[flow_id][0], live)

        documents = {flow_id: live for flow_id, (_, live) in others.items()}
        return set_stage(document, self.registry, documents, own_id, compile_other)

    def _plan(self, flow_id: int, version_id: int, document: FlowDocument) -> Plan | PlanRefused:
        """Several threads may ask at once; at worst a plan is compiled twice."""
        key = flow_id, version_id
        plan = self._plans.pop(key, None) or self._compile(flow_id, document)
        self._plans[key] = plan  # the last used is the last
        self._forget()
        return plan

    def _forget(self) -> None:
        room = MAX_KEPT
        for key, plan in reversed([*self._plans.items()]):
            room -= 1 + (len(plan.nodes) if isinstance(plan, Plan) else 0)
            if room < 0:
                self._plans.pop(key, None)
