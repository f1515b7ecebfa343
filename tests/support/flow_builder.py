"""Short ways to write flows and lanes in engine tests."""

from datetime import UTC, datetime
from itertools import count, pairwise
from random import Random
from typing import Any

from engine.flow import FlowDocument, FlowEdge, FlowNode
from engine.handle import World, handle
from engine.model import Commit, Contact, Event, EventKind, Execution, NamedEvent
from engine.plan import Plan, PlanRefused, compile_plan
from engine.registry import Registry, load_registry
from engine.triggers import MessageReceived, Trigger, TriggerIndex, TriggerRow

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REGISTRY = load_registry()
ANY = {"on": {"type": "message_received"}}

NodeSpec = tuple[str, str, dict[str, Any]]


def flow(
    *nodes: NodeSpec, edges: str = "", name: str = "Test", settings: dict[str, Any] | None = None
) -> FlowDocument:
    """A document of `(id, type, config)` nodes; edges read `a>b c.port>d`."""
    return FlowDocument(
        name,
        settings=settings or {},
        nodes=[FlowNode(node_id, kind, config=config) for node_id, kind, config in nodes],
        edges=[_edge(f"e{n}", text) for n, text in enumerate(edges.split())],
    )


def chain(*nodes: NodeSpec) -> FlowDocument:
    """A trigger on any message with these nodes behind it, each wired by its `out`."""
    names = ["start", *(node_id for node_id, _, _ in nodes)]
    edges = " ".join(f"{a}>{b}" for a, b in pairwise(names))
    return flow(("start", "trigger", ANY), *nodes, edges=edges)


def say(node_id: str, text: str) -> NodeSpec:
    """A node that sends a text."""
    return node_id, "send_message", {"body": {"type": "text", "text": text}}


def _edge(edge_id: str, text: str) -> FlowEdge:
    source, _, target = text.partition(">")
    source, _, port = source.partition(".")
    return FlowEdge(edge_id, source, target, port or "out")


class Lane:
    """One contact and its flows between calls of `handle`, as a host keeps them."""

    def __init__(
        self,
        *documents: FlowDocument,
        triggers: list[Trigger] | None = None,
        contact: Contact | None = None,
        registry: Registry = REGISTRY,
    ) -> None:
        self.contact = contact or Contact(7, 1, "Ana", "+34600000001")
        self.executions: list[Execution] = []
        self.kept: list[NamedEvent] = []
        self.entries: dict[tuple[int, str], datetime] = {}
        self.plans: dict[int, Plan | PlanRefused] = {
            n: compile_plan(n, n, document, registry) for n, document in enumerate(documents, 1)
        }
        kinds = triggers or [MessageReceived(match="any") for _ in documents]
        rows = [TriggerRow(n, n, documents[n - 1].nodes[0].id, on) for n, on in enumerate(kinds, 1)]
        self.triggers = TriggerIndex(rows)
        self._events, self._executions = count(1), count(1)

    def take(self, *events: Event, now: datetime = NOW) -> Commit:
        """Handle the events and keep what became of the executions."""
        retried = [e.execution_id for e in events if e.payload.get("command") == "retry"]
        live = [e for e in self.executions if not e.is_over or (e.id in retried and e.status == "Failed")]
        world = World(
            self.contact,
            live,
            self.plans,
            self.triggers,
            lambda: next(self._executions),
            list(self.kept),
            self.entries,
        )
        commit = handle(world, list(events), now, Random(1))
        self.kept = [kept for kept in [*self.kept, *commit.kept] if kept.id not in commit.used]
        known = {execution.id for execution in self.executions}
        self.executions += [e for e in commit.executions.values() if e.id not in known]
        return commit

    def message(self, text: str, at: datetime = NOW) -> Event:
        """A message of the contact."""
        return Event(next(self._events), at, "message", {"text": text})

    def named(self, name: str, key: str | None = None, data: Any = None, at: datetime = NOW) -> Event:
        """Something that happens to the contact."""
        return Event(next(self._events), at, "named_event", {"name": name, "key": key, "data": data})

    def command(self, command: str, execution: Execution, at: datetime = NOW) -> Event:
        """What a person tells an execution to do."""
        return Event(next(self._events), at, "command", {"command": command}, execution.id)

    def event(self, kind: EventKind, execution: Execution, at: datetime = NOW, **payload: Any) -> Event:
        """An event for the visit in progress of an execution."""
        return Event(next(self._events), at, kind, payload, execution.id, execution.visit)


def webhook(flow_id: int, event: Any) -> dict[str, Any]:
    """The payload of a start by a flow's own webhook."""
    return {"flowId": flow_id, "nodeId": None, "data": {"type": "webhook", "event": event}}


def trail(commit: Commit) -> list[str]:
    """The steps as `node` or `node.port`, in order."""
    return [f"{step.node_id}.{step.port}" if step.port else step.node_id for step in commit.steps]


def texts(commit: Commit) -> list[str]:
    """What was said."""
    return [message.content for message in commit.messages]
