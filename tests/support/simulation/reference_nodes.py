"""What each node does, in plain Python: generators that yield what they wait for and answer with a port."""

import json
import re
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

Life = Generator["Rest", tuple[str, Any], None]
Visit = Generator["Rest", tuple[str, Any], str | None]


class Failed(Exception):
    """A step that cannot be done."""


class Left(Exception):
    """The execution is ended from outside."""


class Reached(Exception):
    """The execution goes on at one of its goals."""


@dataclass
class Rest:
    """What an execution waits for."""

    kind: str
    until: datetime | None = None
    awaits: list[tuple[str, str | None]] = field(default_factory=list)
    takes_reply: bool = False


@dataclass
class Flow:
    """A published document, as dictionaries."""

    id: int
    document: dict[str, Any]

    def __post_init__(self) -> None:
        self.nodes = {node["id"]: node for node in self.document["nodes"]}
        self.edges = {(e["source"], e["sourceHandle"]): e["target"] for e in self.document["edges"]}
        self.settings = self.document.get("settings", {})
        loops = [node["id"] for node in self.nodes.values() if node["type"] == "for_each"]
        starts = [n["id"] for n in self.nodes.values() if n["type"] in ("trigger", "goal")]
        self.within = {
            loop: {
                inner
                for inner in loops
                if inner in self._reached([self.edges.get((loop, "each"), loop)], loop)
                and inner not in self._reached(starts, loop)
            }
            for loop in loops
        }

    def _reached(self, starts: list[str], without: str) -> set[str]:
        """What an execution may come to from here on ways that do not lead through one node."""
        reached: set[str] = set()
        todo = list(starts)
        while todo:
            if (place := todo.pop()) not in reached and place != without:
                reached.add(place)
                todo += [target for (source, _), target in self.edges.items() if source == place]
                todo += [t for t in [self.nodes[place]["config"].get("target")] if t]
        return reached

    def triggers(self, kind: str) -> list[dict[str, Any]]:
        nodes = [node for node in self.nodes.values() if node["type"] == "trigger"]
        return [node for node in nodes if node["config"]["on"]["type"] == kind]


@dataclass
class Run:
    """One execution."""

    id: int
    flow: Flow
    data: dict[str, Any]
    vars: dict[str, Any] = field(default_factory=dict)
    message: dict[str, Any] | None = None
    parent: tuple["Run", int] | None = None
    status: str = "Running"
    outcome: str | None = None
    node: str = ""
    visit: int = 0
    since: datetime | None = None
    rest: Rest | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[str, str, str | None]] = field(default_factory=list)
    life: Life | None = None
    arrival: Any = None
    call: tuple[int, dict[str, Any]] | None = None
    heard: tuple[str, dict[str, Any]] | None = None
    missed: dict[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.status in ("Completed", "Failed")

    @property
    def takes_reply(self) -> bool:
        return not self.is_over and self.rest is not None and self.rest.takes_reply


class Nodes:
    """One method for each type of node; `>id` as a port jumps to a node."""

    contact: dict[str, Any] | None
    now: datetime
    sends: list[tuple[int, str]]
    starts: list[int]

    def do_trigger(self, run: Run, config: dict[str, Any]) -> Visit:
        return "out"
        yield

    def do_send_message(self, run: Run, config: dict[str, Any]) -> Visit:
        text = self._fill(run, config["body"]["text"])
        if self.contact is None or not text.strip():
            raise Failed
        self.sends.append((run.id, text))
        if (run.node, "failed") not in run.flow.edges:
            return "out"
        what, _ = yield Rest("send")
        return "out" if what == "sent" else "failed"

    def do_condition(self, run: Run, config: dict[str, Any]) -> Visit:
        for branch in config["branches"]:
            (rule,) = branch["when"]["all"]
            value = run.vars.get(rule["field"].removeprefix("vars."))
            if ("" if value is None else str(value).casefold().strip()) == rule["value"].casefold():
                return str(branch["id"])
        return "else"
        yield

    def do_set_variable(self, run: Run, config: dict[str, Any]) -> Visit:
        run.vars[config["name"]] = self._fill(run, config["value"])
        return "out"
        yield

    def do_wait(self, run: Run, config: dict[str, Any]) -> Visit:
        yield Rest("time", self.now + length_of(config["duration"]))
        return "out"

    def do_wait_for_reply(self, run: Run, config: dict[str, Any]) -> Visit:
        what, _ = yield Rest("reply", self._timeout(config), takes_reply=True)
        collected: list[str] = []
        while what == "message":
            assert run.message is not None
            collected.append(run.message["text"])
            if "debounce" not in config:
                break
            run.visit += 1
            what, _ = yield Rest("reply", self.now + timedelta(seconds=config["debounce"]), takes_reply=True)
        if not collected:
            return "timeout"
        if "saveTo" in config:
            run.vars[config["saveTo"]] = "\n".join(collected)
        return "replied"

    def do_wait_for_event(self, run: Run, config: dict[str, Any]) -> Visit:
        key = self._fill(run, config["key"]) if "key" in config else None
        if key is not None and not key.strip():
            raise Failed
        what, event = yield Rest("event", self._timeout(config), [(config["name"], key)])
        if what == "timer":
            return "timeout"
        if "saveTo" in config:
            run.vars[config["saveTo"]] = event.get("data")
        return "happened"

    def do_wait_for_first(self, run: Run, config: dict[str, Any]) -> Visit:
        branches = config["branches"]
        events = {
            b["id"]: (b["on"]["name"], b["on"].get("key")) for b in branches if b["on"]["type"] == "event"
        }
        ids = {b["on"]["type"]: b["id"] for b in branches}
        times = [length_of(b["on"]["duration"]) for b in branches if b["on"]["type"] == "time"]
        until = self.now + times[0] if times else None
        what, event = yield Rest("first", until, list(events.values()), "reply" in ids)
        if what == "event":
            met = (
                i
                for i, (name, key) in events.items()
                if name == event["name"] and key in (None, event.get("key"))
            )
            return next(met)
        return str(ids["time"] if what == "timer" else ids["reply"])

    def do_goal(self, run: Run, config: dict[str, Any]) -> Visit:
        match "continue" if run.node in run.memory else config.get("otherwise", "continue"):
            case "wait":
                yield Rest("event")
            case "end":
                run.memory["outcome"] = "goal not reached"
                return ""
        return "out"

    def do_go_to(self, run: Run, config: dict[str, Any]) -> Visit:
        visits = run.memory.get(run.node, 0)
        if visits >= config["maxVisits"]:
            return "limit"
        run.memory[run.node] = visits + 1
        return f">{config['target']}"
        yield

    def do_for_each(self, run: Run, config: dict[str, Any]) -> Visit:
        if run.node not in run.memory:
            event = run.data.get("event")
            if not isinstance(event, dict) or not isinstance(event.get("items"), list):
                raise Failed
            run.memory[run.node] = list(event["items"])
        items = run.memory[run.node]
        for inner in run.flow.within[run.node]:
            run.memory.pop(inner, None)
        if not items:
            del run.memory[run.node]
            return "done"
        run.vars[config["item"]] = items.pop(0)
        return "each"
        yield

    def do_start_flow(self, run: Run, config: dict[str, Any]) -> Visit:
        {given["name"]: self._fill(run, given["value"]) for given in config["inputs"]}
        self.starts.append(config["flow"])
        return "out"
        yield

    def do_call_flow(self, run: Run, config: dict[str, Any]) -> Visit:
        run.call = config["flow"], {g["name"]: self._fill(run, g["value"]) for g in config["inputs"]}
        what, variables = yield Rest("call")
        if what == "failed":
            if (run.node, "failed") not in run.flow.edges:
                raise Failed
            return "failed"
        for taken in config["outputs"]:
            run.vars[taken["saveTo"]] = variables.get(taken["name"])
        return "out"

    def do_random_split(self, run: Run, config: dict[str, Any]) -> Visit:
        assert self.contact is not None
        text = f"{run.flow.id}/{run.node}/{self.contact['id']}"
        share = int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / 2**64
        total = sum(branch["weight"] for branch in config["branches"])
        for branch in config["branches"]:
            share -= branch["weight"] / total
            if share < 0:
                return str(branch["id"])
        return str(config["branches"][-1]["id"])
        yield

    def do_ask(self, run: Run, config: dict[str, Any]) -> Visit:
        _, result = yield Rest("effect")
        run.vars.update(result.get("variables", {}))
        if result.get("error") and (run.node, "failed") not in run.flow.edges:
            raise Failed
        return str(result.get("port") or "failed")

    def do_end(self, run: Run, config: dict[str, Any]) -> Visit:
        return str(config.get("outcome", "end"))
        yield

    def _fill(self, run: Run, template: str) -> str:
        """A text with `{{ vars.x }}` and `{{ message.text }}` filled in; a missing name is a failure."""

        def value(match: re.Match[str]) -> str:
            root, name = match[1].split(".")
            scope = {"vars": run.vars, "message": run.message or {}, "contact": self.contact or {}}[root]
            if scope.get(name) is None:
                raise Failed
            found = scope[name]
            return found if isinstance(found, str) else json.dumps(found, separators=(",", ":"))

        return re.sub(r"{{ (\w+\.\w+) }}", value, template)

    def _timeout(self, config: dict[str, Any]) -> datetime | None:
        return self.now + length_of(config["timeout"]) if "timeout" in config else None


def length_of(duration: dict[str, int]) -> timedelta:
    """The length of time that a node's settings say."""
    return timedelta(**duration)
