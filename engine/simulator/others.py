"""The other flows that a simulation may come to: which a flow names, where each begins, and their plans once they are needed."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from engine.flow import TRIGGER, FlowDocument
from engine.node import Node
from engine.plan import Plan, PlanRefused, compile_plan
from engine.registry import Registry
from engine.triggers import FlowCalled, Trigger, TriggerRow

Compile = Callable[[int, FlowDocument], Plan | PlanRefused]


def flows_named(document: FlowDocument, registry: Registry) -> set[int]:
    """The flows that a document starts or calls; only nodes that may name one are looked at."""
    found: set[int] = set()
    for spec in document.nodes:
        kind = registry.get(spec.type)
        if spec.disabled or kind is None or kind.flows is Node.flows:
            continue
        try:
            node = msgspec.convert({**spec.config, "$tag": spec.type}, kind)
        except msgspec.ValidationError:
            continue  # a draft may be unfinished
        found.update(flow_id for _, flow_id in node.flows())
    return found


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
            self._known[version_id] = self._compile(version_id, self._others[version_id])
        return self._known[version_id]

    def __iter__(self) -> Iterator[int]:
        return iter({**self._others, **self._known})

    def __len__(self) -> int:
        return len(self._known.keys() | self._others.keys())


def compiling(registry: Registry) -> Compile:
    """Compiles a flow; a refusal is told when somebody comes to the flow."""

    def compile_one(flow_id: int, document: FlowDocument) -> Plan | PlanRefused:
        try:
            return compile_plan(flow_id, flow_id, document, registry)
        except PlanRefused as error:
            return error.with_traceback(None)  # it may be kept, and would keep all that it has seen

    return compile_one
