"""The other flows that a simulation may come to: where each begins, and their plans once they are needed."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from engine.errors import ParleyError
from engine.flow import TRIGGER, FlowDocument
from engine.plan import Plan, PlanRefused, compile_plan
from engine.registry import Registry
from engine.simulator.later import decode_for_later, for_one_simulation, later
from engine.triggers import FlowCalled, Trigger, TriggerRow

Compile = Callable[[int, FlowDocument], Plan | PlanRefused]


def triggers_in(flow_id: int, document: FlowDocument) -> list[TriggerRow]:
    """The triggers of a flow that can be read, straight from its document."""
    rows = []
    for spec in document.nodes:
        if spec.type == TRIGGER and not spec.disabled:
            try:
                on = msgspec.convert(spec.config.get("on"), Trigger)
            except msgspec.ValidationError:
                continue
            rows.append(TriggerRow(flow_id, flow_id, spec.id, on))
    return rows


def entrance(flow_id: int, version_id: int, triggers: list[TriggerRow]) -> TriggerRow | None:
    """Where another flow begins this one; what else it listens to is not for this simulation."""
    called = (row for row in triggers if isinstance(row.on, FlowCalled))
    row = next(called, next(iter(triggers), None))
    return None if row is None else TriggerRow(flow_id, version_id, row.node_id, FlowCalled())


class Plans(Mapping[int, Plan | PlanRefused]):
    """Plans by the number of their version: some are there, the others are compiled when they are first asked for."""

    def __init__(
        self,
        ready: Mapping[int, Plan | PlanRefused],
        others: Mapping[int, FlowDocument],
        compile_one: Compile,
    ) -> None:
        self._known = dict(ready)
        self._others = others
        self._compile = compile_one

    def __getitem__(self, version_id: int) -> Plan | PlanRefused:
        if version_id not in self._known:
            plan = self._compile(version_id, self._others[version_id])
            self._known[version_id] = for_one_simulation(plan) if isinstance(plan, Plan) else plan
        return self._known[version_id]

    def __iter__(self) -> Iterator[int]:
        return iter({**self._others, **self._known})

    def __len__(self) -> int:
        return len(self._known.keys() | self._others.keys())


def compiling(registry: Registry) -> Compile:
    """Compiles a flow; a refusal is told when somebody comes to the flow."""

    def compile_one(flow_id: int, document: FlowDocument) -> Plan | PlanRefused:
        try:
            return compile_plan(flow_id, flow_id, document, registry, decode_for_later, later(registry))
        except PlanRefused as error:
            return error.with_traceback(None)  # it may be kept, and would keep all that it has seen
        except ParleyError as error:  # a key or a pattern of the whole flow
            return PlanRefused(f"The flow cannot run: {error}")

    return compile_one
