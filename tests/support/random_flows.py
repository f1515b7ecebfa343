"""Small flows and scripts by a seed: any node behind any way out, texts that read what may be set, and a contact who does anything."""

from collections.abc import Callable
from random import Random
from typing import Any

from engine.flow import FlowDocument, FlowEdge, FlowNode

Config = dict[str, Any]
NAMES = ("a", "b", "c")
WORDS = ("hi", "yes", "no", "stop", "42")
EVENTS = ("paid", "seen")
TRIGGERS: tuple[Config, ...] = (
    {"type": "message_received"},
    {"type": "message_received"},
    {"type": "message_received", "match": "exact", "keywords": ["hi", "yes"]},
    {"type": "event_received", "name": "paid"},
    {"type": "webhook"},
    {"type": "flow_called"},
    {"type": "schedule", "cron": "0 */6 * * *", "audience": {}},
    {"type": "contact_date", "field": "birthday", "everyYear": True},
)
FIRED = ("flow_called", "schedule", "contact_date")
BIRTHDAY = {"birthday": "1990-03-04", "vip": True}


def random_flow(rng: Random, most: int = 12) -> FlowDocument:
    """A flow that grows out of its triggers: each way out that is wired leads to a new node, or to one that is there."""
    triggers = [f"t{n}" for n in range(rng.choice((1, 1, 1, 2)))]
    nodes = [FlowNode(node_id, "trigger", config={"on": rng.choice(TRIGGERS)}) for node_id in triggers]
    edges: list[FlowEdge] = []
    open_ways = [(node_id, "out") for node_id in triggers]
    while open_ways:
        source, port = open_ways.pop(rng.randrange(len(open_ways)))
        others = nodes[len(triggers) :]
        if len(others) >= most or (others and rng.random() < 0.25):
            if not others or (rng.random() < 0.3 and source not in triggers):
                continue
            target = rng.choice(others).id
        else:
            target = f"n{len(others)}"
            made, ports = _node(rng, target)
            nodes.append(made)
            open_ways += [(target, each) for each in ports if rng.random() < 0.85]
        edges.append(FlowEdge(f"e{len(edges)}", source, target, port))
    for node in nodes[len(triggers) :]:
        if node.type == "go_to":
            node.config["target"] = rng.choice(nodes[len(triggers) :]).id
        if rng.random() < 0.08:
            node.disabled = True
    return FlowDocument("Random", nodes=nodes, edges=edges, settings=_settings(rng))


def random_steps(rng: Random, document: FlowDocument) -> list[Config]:
    """What a contact, the world and the clock do, whether or not anything waits for it."""
    ids = [node.id for node in document.nodes]
    timed = [
        node.id for node in document.nodes if node.type == "trigger" and node.config["on"]["type"] in FIRED
    ]
    does: tuple[Callable[[], Config], ...] = (
        lambda: {"type": "say", "text": rng.choice(WORDS)},
        lambda: {"type": "say", "text": rng.choice(WORDS)},
        lambda: {"type": "tap", "button": rng.choice(("Yes", "No", "More"))},
        lambda: {
            "type": "happen",
            "name": rng.choice(EVENTS),
            "key": rng.choice((None, *WORDS)),
            "data": _data(rng),
        },
        lambda: {"type": "webhook", "data": _data(rng)},
        lambda: {"type": "fire", "nodeId": rng.choice(timed or ["nowhere"])},
        lambda: {"type": "advance", "duration": _length(rng)},
        lambda: {"type": "advance_to_next"},
        lambda: {"type": "answer", "nodeId": rng.choice(ids), "port": "out", "variables": {"a": _data(rng)}},
        lambda: {"type": "answer", "nodeId": rng.choice(ids), "error": "Nobody there."},
        lambda: {"type": "fail_send"},
    )
    return [rng.choice(does)() for _ in range(rng.randrange(1, 25))]


def _node(rng: Random, node_id: str) -> tuple[FlowNode, tuple[str, ...]]:
    kind, make = rng.choice(KINDS)
    config, ports = make(rng)
    return FlowNode(node_id, kind, config=config), ports


def _text(rng: Random) -> str:
    read = rng.choice(
        (*(f"vars.{name}" for name in NAMES), "message.text", "event.id", "contact.name", "now.hour")
    )
    return rng.choice(
        (
            "Hello",
            "Hello",
            f"So {{{{ {read} }}}}",
            f"So {{{{ {read} | default('?') }}}}",
            f"{{% if {read} is defined %}}{{{{ {read} }}}}{{% endif %}}.",
        )
    )


def _formula(rng: Random) -> str:
    name = f"vars.{rng.choice(NAMES)}"
    return rng.choice(
        (
            f"{name} == 'yes'",
            "len(contact.tags) > 1",
            "1 + 1",
            f"{name}",
            "message.text",
            "[1, 2]",
            "lower(contact.name)",
        )
    )


def _length(rng: Random) -> Config:
    return rng.choice(({"minutes": 5}, {"hours": 1}, {"hours": 30}, {"days": 3}))


def _data(rng: Random) -> Config:
    """Of an event: what is in one nobody can know beforehand, so what the texts read is there."""
    return rng.choice(({"id": 7}, {"id": "x", "items": [1, 2]}))


def _listens(rng: Random) -> Config:
    key = {"key": f"{{{{ vars.{rng.choice(NAMES)} }}}}"} if rng.random() < 0.3 else {}
    return rng.choice(
        (
            {"type": "message_received", "match": "exact", "keywords": ["stop"]},
            {"type": "event_received", "name": rng.choice(EVENTS), **key},
        )
    )


def _settings(rng: Random) -> Config:
    rules: tuple[Config, ...] = (
        {"type": "once"},
        {"type": "once_per_period", "period": {"hours": 2}},
        {"type": "once_per_key", "key": "{{ contact.name }}{{ event.id | default('') }}"},
        {"type": "interrupt_running"},
    )
    reentry = {"reentry": rng.choice(rules)} if rng.random() < 0.3 else {}
    return {**reentry, **({"exitOn": [_listens(rng)]} if rng.random() < 0.2 else {})}


def _maybe(rng: Random, **fields: Any) -> Config:
    return {name: value for name, value in fields.items() if rng.random() < 0.6}


def _buttons(rng: Random) -> tuple[Config, tuple[str, ...]]:
    titles = ("Yes", "No", "More")[: rng.randrange(1, 4)]
    rows = [{"id": title.lower(), "title": title} for title in titles]
    more = _maybe(rng, saveTo=rng.choice(NAMES), timeout=_length(rng))
    ports = (*(row["id"] for row in rows), "other", *(["timeout"] if "timeout" in more else []), "failed")
    return {"text": _text(rng), "buttons": rows, **more}, ports


def _reply(rng: Random) -> tuple[Config, tuple[str, ...]]:
    more = _maybe(rng, saveTo=rng.choice(NAMES), timeout=_length(rng), debounce=30)
    return more, ("replied", *(["timeout"] if "timeout" in more else []))


def _event(rng: Random) -> tuple[Config, tuple[str, ...]]:
    more = _maybe(rng, saveTo=rng.choice(NAMES), timeout=_length(rng))
    return {"name": rng.choice(EVENTS), **more}, ("happened", *(["timeout"] if "timeout" in more else []))


def _first(rng: Random) -> tuple[Config, tuple[str, ...]]:
    rows = [
        {"id": "said", "on": {"type": "reply"}},
        {"id": "paid", "on": {"type": "event", "name": "paid"}},
        {"id": "late", "on": {"type": "time", "duration": _length(rng)}},
    ][rng.randrange(2) :]
    return {"branches": rows}, tuple(str(row["id"]) for row in rows)


def _condition(rng: Random) -> tuple[Config, tuple[str, ...]]:
    field = rng.choice((*(f"vars.{name}" for name in NAMES), "contact.tags", "message.text", "event.id"))
    when = rng.choice(
        ({"expression": _formula(rng)}, {"any": [{"field": field, "op": "equals", "value": "yes"}]})
    )
    return {"branches": [{"id": "one", "when": when}]}, ("one", "else")


def _variable(rng: Random) -> tuple[Config, tuple[str, ...]]:
    how = rng.choice(({"value": _text(rng)}, {"expression": _formula(rng)}))
    return {"name": rng.choice(NAMES), **how}, ("out",)


def _goal(rng: Random) -> tuple[Config, tuple[str, ...]]:
    return {"on": _listens(rng), "otherwise": rng.choice(("continue", "wait", "end"))}, ("out",)


def _call(rng: Random) -> tuple[Config, tuple[str, ...]]:
    kept = [{"name": "answer", "saveTo": rng.choice(NAMES)}]
    return {"flow": 7, "inputs": [{"name": "a", "value": _text(rng)}], "outputs": kept}, ("out", "failed")


KINDS: tuple[tuple[str, Callable[[Random], tuple[Config, tuple[str, ...]]]], ...] = (
    *[("send_message", lambda rng: ({"body": {"type": "text", "text": _text(rng)}}, ("out",)))] * 3,
    ("send_message", lambda rng: ({"body": {"type": "text", "text": _text(rng)}}, ("out", "failed"))),
    *(("send_buttons", _buttons), ("send_buttons", _buttons)),
    *(("wait_for_reply", _reply), ("wait_for_reply", _reply)),
    *(("wait_for_event", _event), ("wait_for_first", _first)),
    *(("condition", _condition), ("set_variable", _variable), ("set_variable", _variable)),
    *(("goal", _goal), ("call_flow", _call)),
    ("wait", lambda rng: ({"duration": _length(rng)}, ("out",))),
    ("end", lambda rng: ({"outcome": "done"}, ())),
    ("go_to", lambda rng: ({"target": "", "maxVisits": rng.randrange(1, 4)}, ("limit",))),
    ("for_each", lambda rng: ({"list": "[1, 2, 3]", "item": rng.choice(NAMES)}, ("each", "done"))),
    ("random_split", lambda rng: ({"branches": [{"id": "x"}, {"id": "y"}]}, ("x", "y"))),
    ("business_hours", lambda rng: ({"window": {"days": ["mon", "tue"]}}, ("open", "closed"))),
    ("http_request", lambda rng: ({"url": "https://example.com/", "saveTo": "a"}, ("out", "failed"))),
    ("start_flow", lambda rng: ({"flow": 7, "inputs": [{"name": "a", "value": _text(rng)}]}, ("out",))),
)
"""Every built-in node: its settings, and the ways out that may be wired."""
