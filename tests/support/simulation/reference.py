"""The engine once more in plain Python, the oracle of transcripts: recursive, one event at a time, nothing stored, nothing batched.

An execution is a generator that yields what it waits for and is sent what happened. What the real engine consumed, in its order,
goes into `Reference.take`; the steps, messages, variables and outcomes that come out must be those of the real one.
"""

from datetime import datetime
from typing import Any

from simulation.reference_nodes import Failed, Flow, Left, Life, Nodes, Reached, Run, length_of


class Reference(Nodes):
    """One lane: a contact, or none, and all that its events lead to."""

    def __init__(self, flows: list[Flow], contact: dict[str, Any] | None) -> None:
        self.flows, self.contact = {flow.id: flow for flow in flows}, contact
        self.runs: dict[int, Run] = {}
        self.live: list[Run] = []
        self.sends: list[tuple[int, str]] = []
        self.starts: list[int] = []
        self.kept: dict[int, dict[str, Any]] = {}
        self.entries: dict[tuple[int, str], datetime] = {}
        self.ids: list[int] = []
        self.early: list[str] = []
        self.started: list[int] = []

    def batch(self, events: list[Any], now: datetime, ids: list[int]) -> None:
        """What one transaction consumed; `ids` are those of the executions it started, in their order."""
        self.now, self.ids = now, list(ids)
        self.live = sorted((run for run in self.live if not run.is_over), key=lambda run: run.id)
        for event in events:
            self.take(event)

    def stop(self, execution_id: int) -> None:
        """Fail an execution where it rests: the event it was for cannot be handled."""
        self._go(self.runs[execution_id], Failed())

    def take(self, event: Any) -> None:
        payload = event.payload
        match event.kind:
            case "message":
                self._message(payload)
            case "named_event":
                self._named(payload, event.id)
            case "start":
                self._start_event(payload)
            case "command":
                self._command(payload["command"], self.runs.get(event.execution_id))
            case "timer" | "effect_result" | "send_result":
                self._answer(event, self.runs.get(event.execution_id))

    # What reaches the lane.

    def _message(self, message: dict[str, Any]) -> None:
        text = message["text"]
        left = self._exits(text, None)
        if self._goals(text, None, message):
            return
        waiting = [run for run in self.live if run.takes_reply]
        if waiting:
            run = max(waiting, key=lambda run: (run.since, run.id))
            if run.status == "Running":
                run.message = message
                self._send(run, "message")
            return
        fits = [
            (f, t)
            for f in self.flows.values()
            for t in f.triggers("message_received")
            if _matches(t, text) and f.id not in left
        ]
        fits.sort(key=lambda ft: (ft[1]["config"]["on"].get("match", "any") == "any", ft[0].id))
        for flow, trigger in fits:
            if self._start(flow, trigger["id"], {"message": message}):
                break

    def _named(self, payload: dict[str, Any], event_id: int) -> None:
        name, key = payload["name"], payload.get("key")
        left = self._exits(None, (name, key))
        is_goal = self._goals(None, (name, key), None)
        waiting = [run for run in self.live if _awaits(run, name, key) and self._is_in_time(run)]
        for run in waiting:
            if run.status == "Paused":
                run.missed = {"event": payload, "id": event_id}
            else:
                self._send(run, "event", payload)
        for flow in self.flows.values():
            for trigger in flow.triggers("event_received"):
                if trigger["config"]["on"]["name"] == name and flow.id not in left:
                    self._start(flow, trigger["id"], {"event": payload.get("data"), "eventId": event_id})
        if not is_goal and not waiting and key is not None:
            self.kept[event_id] = payload

    def _start_event(self, payload: dict[str, Any]) -> None:
        flow = self.flows[payload["flowId"]]
        if payload["data"]["type"] == "flow_started":
            if flow.id not in self.starts:
                self.early.append(f"flow {flow.id} was started by nobody")
                return
            self.starts.remove(flow.id)
            trigger = _entry(flow)
        else:
            trigger = next(node for node in flow.triggers(payload["data"]["type"]))
        self._start(flow, trigger["id"], payload["data"], payload.get("variables"))

    def _command(self, command: str, run: Run | None) -> None:
        if run is None:
            return
        if command == "cancel" and not run.is_over:
            self._end(run, "cancelled")
        elif command == "retry" and run.status == "Failed":
            run.status, run.outcome = "Running", None
            self.live.append(run)
            run.life = self._life(run, run.node)
            self._go(run, None)
        elif (command, run.status) in (("pause", "Running"), ("resume", "Paused")):
            before, after = run.status, "Paused" if command == "pause" else "Running"
            for each in self._family(run):
                each.status = after if each.status == before else each.status
            if after == "Running":
                for each in self._family(run):
                    if not each.is_over:
                        self._take_up(each)
                        self._look_back(each)

    def _is_in_time(self, run: Run) -> bool:
        assert run.rest is not None
        if run.status == "Running":
            return True
        return run.status == "Paused" and not run.missed and (not run.rest.until or run.rest.until > self.now)

    def _take_up(self, run: Run) -> None:
        missed, run.missed, heard, run.heard = run.missed, {}, run.heard, None
        if "goal" in missed:
            run.message = missed["message"] or run.message
            self._end(run, "goal", Reached(missed["goal"]))
        elif "event" in missed:
            self._send(run, "event", missed["event"])
        elif heard is not None:
            self._send(run, *heard)

    def _answer(self, event: Any, run: Run | None) -> None:
        if run is None or run.status != "Running" or run.rest is None or run.visit != event.visit:
            return
        kinds = {
            "timer": ("time", "reply", "event", "first"),
            "effect_result": ("effect",),
            "send_result": ("send",),
        }
        if run.rest.kind not in kinds[event.kind]:
            return
        if event.kind == "timer" and (run.rest.until is None or event.due_at < run.rest.until):
            self.early.append(f"the timer of execution {run.id}, visit {run.visit}, came too early")
        outcome = "failed" if event.payload.get("error") else "sent"
        self._send(run, outcome if event.kind == "send_result" else event.kind, event.payload)

    def _exits(self, text: str | None, named: tuple[str, str | None] | None) -> set[int]:
        left = set()
        for run in list(self.live):
            exits = run.flow.settings.get("exitOn", [])
            if not run.is_over and any(self._hears(run, on, text, named) for on in exits):
                self._end(run, "exit")
                left.add(run.flow.id)
        return left

    def _goals(self, text: str | None, named: tuple[str, str | None] | None, message: Any) -> bool:
        is_reached = False
        for run in list(self.live):
            goals = [node for node in run.flow.nodes.values() if node["type"] == "goal"]
            for goal in goals if not run.is_over and "goal" not in run.missed else ():
                if goal["id"] not in run.memory and self._hears(run, goal["config"]["on"], text, named):
                    missed, is_reached = {"goal": goal["id"], "message": message}, True
                    if run.status == "Paused":
                        if run.missed and run.missed["event"].get("key") is not None:
                            self.kept[run.missed["id"]] = run.missed["event"]
                        run.missed = missed
                    else:
                        run.message = message or run.message
                        self._end(run, "goal", Reached(goal["id"]))
                    break
        return is_reached

    def _hears(self, run: Run, on: dict[str, Any], text: str | None, named: Any) -> bool:
        if on["type"] == "message_received":
            return text is not None and _fits(on, text)
        if named is None or named[0] != on["name"]:
            return False
        try:
            return on.get("key") is None or self._fill(run, on["key"]) == (named[1] or "")
        except Failed:
            return False

    # Executions: how they start, go on and end.

    def _start(
        self, flow: Flow, node_id: str, data: dict[str, Any], variables: dict[str, Any] | None = None
    ) -> bool:
        rule = flow.settings.get("reentry", {"type": "every_time"})
        if self.contact is not None and rule["type"] in ("once", "once_per_period"):
            last = self.entries.get((flow.id, ""))
            if last is not None and (rule["type"] == "once" or self.now - last < length_of(rule["period"])):
                return False
            self.entries[flow.id, ""] = self.now
        if self.contact is not None and rule["type"] == "interrupt_running":
            for run in list(self.live):
                if run.flow is flow and run.parent is None and not run.is_over:
                    self._end(run, "interrupted")
        self._create(flow, node_id, data, variables)
        return True

    def _create(
        self, flow: Flow, node_id: str, data: dict[str, Any], variables: Any, parent: Any = None
    ) -> None:
        run = Run(self.ids.pop(0), flow, data, dict(variables or {}), data.get("message"), parent)
        self.runs[run.id] = run
        self.live.append(run)
        run.life = self._life(run, node_id)
        self._go(run, None)

    def _end(self, run: Run, outcome: str, how: Exception | None = None) -> None:
        """End an execution, or move it to its goal, and then end the flow it has called."""
        child = self._called(run)
        self._go(run, how or Left(outcome))
        if child is not None:
            self._end(child, outcome)

    def _send(self, run: Run, what: str, data: Any = None) -> None:
        run.arrival = data
        self._go(run, (what, data))

    def _go(self, run: Run, what: Any) -> None:
        """Let an execution go on until it rests, with the flow it calls and the one that has called it."""
        assert run.life is not None
        run.rest = None
        try:
            if isinstance(what, Exception):
                run.rest = run.life.throw(what)
            else:
                run.rest = run.life.send(what)
        except StopIteration:
            self.live = [each for each in self.live if each is not run]
        if run.call is not None:
            (flow_id, given), run.call = run.call, None
            flow = self.flows[flow_id]
            self._create(flow, _entry(flow)["id"], {}, given, (run, run.visit))
        self._look_back(run)
        if run.is_over and run.parent is not None:
            self._report(run, *run.parent)

    def _report(self, child: Run, parent: Run, visit: int) -> None:
        if parent.is_over or parent.visit != visit or not parent.rest or parent.rest.kind != "call":
            return
        is_broken = child.status == "Failed" or child.outcome in ("cancelled", "exit", "interrupted")
        what = "failed" if is_broken else "returned", child.vars
        if parent.status == "Paused":
            parent.heard = what
        else:
            self._send(parent, *what)

    def _look_back(self, run: Run) -> None:
        """A wait for a key ends at once when the event came before it."""
        if run.status != "Running" or run.rest is None:
            return
        for event_id, kept in self.kept.items():
            if run.data.get("eventId") != event_id and (kept["name"], kept["key"]) in run.rest.awaits:
                del self.kept[event_id]
                return self._send(run, "event", kept)

    def _called(self, run: Run) -> Run | None:
        mine = (each for each in self.live if each.parent and each.parent[0] is run)
        return next((each for each in mine if each.parent and each.parent[1] == run.visit), None)

    def _family(self, run: Run) -> list[Run]:
        while run.parent and not run.parent[0].is_over and run.parent[0].visit == run.parent[1]:
            run = run.parent[0]
        family = [run]
        while (child := self._called(family[-1])) is not None:
            family.append(child)
        return family

    def _life(self, run: Run, node_id: str) -> Life:
        walk = self._walk(run, node_id)
        while True:
            try:
                yield from walk
                return
            except Left as left:
                return self._over(run, "Skipped", str(left))
            except Reached as reached:
                goal = str(reached)
                if run.node != goal:
                    run.steps.append((run.node, "Skipped", None))
                    run.node, run.visit, run.since = goal, run.visit + 1, self.now
                run.memory[goal] = True
                walk = self._leave(run, "out", None if (goal, "out") in run.flow.edges else "goal")

    def _walk(self, run: Run, node_id: str) -> Life:
        """Visit a node, and then whatever it leads to."""
        run.node, run.visit, run.since = node_id, run.visit + 1, self.now
        node = run.flow.nodes[node_id]
        try:
            port = yield from getattr(self, f"do_{node['type']}")(run, node["config"])
        except Failed:
            return self._over(run, "Failed", None)
        yield from self._leave(run, port)

    def _leave(self, run: Run, port: str, outcome: str | None = None) -> Life:
        if port.startswith(">"):
            run.steps.append((run.node, "Completed", None))
            yield from self._walk(run, port[1:])
        elif (target := run.flow.edges.get((run.node, port))) is not None:
            run.steps.append((run.node, "Completed", port))
            yield from self._walk(run, target)
        else:
            is_end = run.flow.nodes[run.node]["type"] == "end"
            outcome = outcome or (port if is_end else None) or run.memory.pop("outcome", None) or "end"
            self._over(run, "Completed", outcome, None if is_end or not port else port)

    def _over(self, run: Run, status: str, outcome: str | None, port: str | None = None) -> None:
        run.steps.append((run.node, status, port))
        run.status = "Failed" if status == "Failed" else "Completed"
        run.outcome = outcome


def _entry(flow: Flow) -> dict[str, Any]:
    """Where a flow begins that another one starts or calls."""
    triggers = [node for node in flow.nodes.values() if node["type"] == "trigger"]
    return next(iter(flow.triggers("flow_called")), triggers[0])


def _matches(trigger: dict[str, Any], text: str) -> bool:
    return _fits(trigger["config"]["on"], text)


def _fits(on: dict[str, Any], text: str) -> bool:
    match on.get("match", "any"):
        case "any":
            return True
        case "exact":
            return text in on["keywords"]
    return bool(set(text.split()) & set(on["keywords"]))


def _awaits(run: Run, name: str, key: str | None) -> bool:
    return run.rest is not None and any(n == name and k in (None, key) for n, k in run.rest.awaits)
