"""Runs the case file of a node: each case is one visit of the node in a flow of its own, through `handle`."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from web_server import Asked, Says, WebServer, web_server

from api.runtime.node_call import Call, run_call
from engine.errors import ParleyError
from engine.flow import FlowDocument, FlowEdge, FlowNode
from engine.handle import World, handle
from engine.model import Contact, Effect, Event, EventKind, Execution
from engine.plan import compile_plan
from engine.registry import Registry
from engine.triggers import FlowCalled, TriggerIndex, TriggerRow
from engine.verifier.check import check

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
ANA: dict[str, Any] = {"id": 7, "account_id": 1, "name": "Ana", "phone": "+34600000001"}
STARTS = {
    "start": {"type": "flow_called"},
    "wrote": {"type": "message_received"},
    "happened": {"type": "event_received", "name": "case"},
}
ANSWERS: dict[str, EventKind] = {
    "message": "message",
    "event": "named_event",
    "timer": "timer",
    "sent": "send_result",
    "failed": "send_result",
}


class Expected(msgspec.Struct, forbid_unknown_fields=True):
    """What the visit comes to.

    `wait` is `[kind, until]`, `starts` are the flows it starts, `issues` are `[code, field]` of a config that is refused.
    """

    port: str | None = None
    wait: tuple[str, datetime | None] | None = None
    messages: list[dict[str, Any]] = []
    variables: dict[str, Any] = {}
    output: dict[str, Any] = {}
    outcome: str | None = None
    error: str | None = None
    starts: list[dict[str, Any]] = []
    issues: list[tuple[str, str | None]] = []


class WebAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """What the web server at `vars.server` answers to a node that talks to the outside."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = {}


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """One visit: the config, what the node sees, and for a wait what ends it (`answer`, with the event that `arrives`,
    or the `reply` of the contact, who may have tapped a `button`).

    `last` asks for the last visit of several. A node that talks to the outside finds a web server which answers `web`, and is
    asked for `asked`. Flow 9 is published beside it; it ends with the variables it is given.
    """

    title: str
    config: dict[str, Any]
    expect: Expected
    contact: dict[str, Any] | None = None
    message: dict[str, Any] | None = None
    event: dict[str, Any] | None = None
    vars: dict[str, Any] = {}
    wired: list[str] = []
    answer: str | None = None
    reply: str = ""
    button: str | None = None
    arrives: dict[str, Any] = {}
    last: bool = False
    web: WebAnswer | None = None
    asked: dict[str, Any] | None = None


def read_cases(path: Path) -> list[Case]:
    """The cases of one file."""
    return msgspec.json.decode(path.read_bytes(), type=list[Case])


def run_case(tag: str, case: Case, registry: Registry) -> Expected:
    """What the node does with the case, in the shape of its expectation."""
    with web_server() as server:
        says = case.web or WebAnswer()
        server.answer = lambda asked: Says(says.status, says.body.encode(), says.headers)
        expected = _run_case(tag, case, registry, server)
        if case.asked is not None:
            (asked,) = server.asked
            assert case.asked.items() <= _plain(asked).items()
    return expected


def _run_case(tag: str, case: Case, registry: Registry, server: WebServer) -> Expected:
    case.vars = {**case.vars, **({"server": server.url} if case.web else {})}
    document = flow_around(tag, case)
    issues = [issue for issue in check(document, registry) if issue.severity == "error"]
    if issues:
        return Expected(issues=[(issue.code, issue.field) for issue in issues])
    world = _world(case, document, registry)
    execution = world.executions[0]
    commit = handle(world, [Event(1, NOW, "continue", {}, execution.id, execution.visit)], NOW, Random(1))
    messages, wait = commit.messages, _wait_of(execution)
    if case.web:
        (effect,) = commit.effects
        result = _call(effect, registry, server)
        event = Event(2, LATER, "effect_result", result, execution.id, execution.visit)
        commit, wait = handle(world, [event], LATER, Random(1)), None
        execution.variables.pop("server")
    if case.answer:
        assert wait is not None, "there is no wait to answer"
        commit = handle(world, [_answer(case, execution)], LATER, Random(1))
        messages, wait = [*messages, *commit.messages], None
    visits = [
        step for step in commit.steps if step.node_id == "subject" and step.execution_id == execution.id
    ]
    step = next(iter(visits[::-1] if case.last else visits), None)
    return Expected(
        port=step.port if step else None,
        wait=wait,
        messages=[message.body for message in messages],
        variables=execution.variables,
        output=msgspec.json.decode(step.output) if step else {},
        outcome=execution.outcome if execution.outcome != "end" else None,
        error=execution.error_message,
        starts=[
            {name: event.payload[name] for name in ("flowId", "variables")}
            for event in commit.events
            if event.kind == "start"
        ],
    )


def _call(effect: Effect, registry: Registry, server: WebServer) -> dict[str, Any]:
    """The result of the node's call, as the effect runner would store it after one attempt."""
    kind = registry.kinds[effect.node_type]
    node = msgspec.convert({**msgspec.json.decode(effect.input), "$tag": effect.node_type}, kind)
    try:
        result = asyncio.run(run_call(Call(node, effect.node_id, effect.key, 1, NOW), server.web()))
    except ParleyError as error:
        return {"error": str(error).replace(server.url, "{server}"), "attempts": 1}
    return msgspec.json.decode(result)  # type: ignore[no-any-return]


def _plain(asked: Asked) -> dict[str, Any]:
    """The request as case files write it: body as text, headers beside it."""
    return {"method": asked.method, "path": asked.path, "body": asked.body.decode(), **asked.headers}


def flow_around(tag: str, case: Case) -> FlowDocument:
    """A flow in which the node stands behind triggers that may give anything, and each wired port leads to an end."""
    subject = FlowNode("subject", tag, config=case.config)
    if tag == "trigger":
        return FlowDocument("Case", nodes=[subject])
    nodes = [FlowNode(name, "trigger", config={"on": on}) for name, on in STARTS.items()]
    edges = [FlowEdge(f"in_{start.id}", start.id, "subject") for start in nodes]
    nodes.append(subject)
    for port in case.wired:
        nodes.append(FlowNode(f"end_{port}", "end"))
        edges.append(FlowEdge(port, "subject", f"end_{port}", port))
    return FlowDocument("Case", nodes=nodes, edges=edges)


def _world(case: Case, document: FlowDocument, registry: Registry) -> World:
    contact = msgspec.convert(ANA | (case.contact or {}), Contact)
    execution = Execution(
        id=1,
        flow_id=1,
        flow_version_id=1,
        trigger_data={"event": case.event},
        node_id="subject",
        variables=dict(case.vars),
        message=case.message,
        waiting_for="continue",
    )
    other = FlowDocument(
        "Other", nodes=[FlowNode("called", "trigger", config={"on": {"type": "flow_called"}})]
    )
    plans = {n: compile_plan(n, n, each, registry) for n, each in ((1, document), (9, other))}
    triggers = TriggerIndex([TriggerRow(9, 9, "called", FlowCalled())])
    return World(contact, [execution], plans, triggers, lambda: 2)


def _wait_of(execution: Execution) -> tuple[str, datetime | None] | None:
    return (execution.waiting_for, execution.wait_until) if execution.waiting_for else None


def _answer(case: Case, execution: Execution) -> Event:
    payload: dict[str, Any] = {"text": case.reply, "button": case.button} if case.answer == "message" else {}
    if case.answer == "event":
        payload = case.arrives
    if case.answer == "failed":
        payload = {"error": "refused"}
    return Event(2, LATER, ANSWERS[case.answer or ""], payload, execution.id, execution.visit)
