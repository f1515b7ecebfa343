"""Does what a script says, one step after the other."""

from datetime import datetime
from random import Random
from typing import Any

import msgspec

from engine.errors import ParleyError
from engine.fields import Duration
from engine.model import Commit, Contact, Effect, Event, Execution
from engine.schedules import Schedule
from engine.simulator import script as say
from engine.simulator.alarms import Alarm, alarms
from engine.simulator.buttons import find_button
from engine.simulator.host import MAX_CLOCK, Host, Lane, Limits, Rules
from engine.simulator.results import Happened, Received
from engine.simulator.stage import DRAFT, Stage
from engine.simulator.telling import Teller
from engine.simulator.weighing import Weigher
from engine.simulator.window import Window
from engine.triggers import Trigger, WebhookReceived, kind_of


class Impossible(ParleyError):
    """A step of the script that cannot be done as things stand."""

    code = "impossible"


class Player:
    """One simulation under way."""

    def __init__(self, stage: Stage, script: say.Script, limits: Limits) -> None:
        start = script.at or say.A_MONDAY
        self.stage = stage
        self.window = Window(start - script.contact.silent_for.length())
        self.teller = Teller(Weigher(stage.triggers, stage.unready), stage.own_id)
        self.host = Host(
            Rules(stage.plans, stage.index, Random(script.seed), limits, self.window.refuse, self._tell),
            start,
        )
        contact = _contact(script.contact, stage.zone)
        self.timezone = contact.timezone
        self.contact = self.host.new_lane(contact)
        self._messages = 0
        self._alarms: dict[int, Alarm] = {}
        for alarm in alarms(stage.triggers, contact, stage.zone, start, MAX_CLOCK):
            self._set(alarm)

    def begin(self, beginning: say.Beginning) -> None:
        """Let an execution begin at a node, as if it had come there by itself."""
        if beginning.node_id not in self.stage.plan.index:
            raise Impossible(f"There is no node '{beginning.node_id}' to begin at, or it is disabled.")
        execution = Execution(
            id=self.host.new_execution_id(),
            flow_id=DRAFT,
            flow_version_id=DRAFT,
            trigger_data={"type": "simulator", "event": beginning.event},
            node_id=beginning.node_id,
            variables=dict(beginning.variables),
            variables_size=len(msgspec.json.encode(beginning.variables)),
            waiting_for="continue",
            started_at=self.host.now,
            visit_started_at=self.host.now,
            is_new=True,
        )
        self.contact.executions.append(execution)
        self.host.post(self.contact, "continue", {}, execution_id=execution.id, visit=execution.visit)
        self.host.settle()

    def do(self, step: say.ScriptStep) -> None:
        """Do one step, and everything that follows from it now."""
        match step:
            case say.Say(text):
                self._receive(text, "text", None)
            case say.Tap(button):
                self._tap(button)
            case say.Happen(name, key, data):
                self._note(name, key, data)
                self.host.post(self.contact, "named_event", {"name": name, "key": key, "data": data})
            case say.Webhook(data):
                self._webhook(data)
            case say.Fire(node_id):
                self._fire(node_id)
            case say.Advance(duration):
                self._advance(duration)
            case say.AdvanceToNext():
                self._advance_to_next()
            case say.Answer():
                self._answer(step)
            case say.FailSend(reason):
                self.window.failing.append(reason)
        self.host.settle()

    @property
    def all_executions(self) -> list[Execution]:
        """Every execution, the newest last."""
        found = (each for lane in self.host.lanes for each in lane.executions)
        return sorted(found, key=lambda each: each.id)

    @property
    def executions(self) -> list[Execution]:
        """Those of the flow itself, without any that it called."""
        return [
            each
            for each in self.all_executions
            if each.parent_id is None and self.teller.shown(each.flow_id) == DRAFT
        ]

    def _tell(self, lane: Lane, event: Event, commit: Commit, errors: list[str | None]) -> None:
        if (alarm := self._alarms.pop(event.id, None)) is not None:
            self._note(event.payload["data"]["type"], alarm.row.node_id, None)
            self._set(alarm)
        self.teller.tell(lane, event, commit, errors, self.host.now)

    def _set(self, alarm: Alarm) -> None:
        """Let the trigger fire at the next of its moments."""
        if (moment := next(alarm.moments, None)) is not None:
            event = self._start(alarm.row.node_id, alarm.row.on, moment)
            self._alarms[event.id] = alarm

    def _receive(self, text: str, subtype: str, button: str | None) -> None:
        self._messages += 1
        self.window.wrote_at = self.host.now
        self.teller.timeline.append(
            Received(at=self.host.now, script_step=self.teller.script_step, text=text, button=button)
        )
        payload = {
            "id": self._messages,
            "text": text,
            "type": "Text",
            "subtype": subtype,
            "button": button,
        }
        self.host.post(self.contact, "message", payload)

    def _tap(self, wanted: str) -> None:
        arrived = (sent.body for sent in reversed(self.teller.sent) if sent.error is None)
        button = find_button(arrived, wanted)
        if button is None:
            raise Impossible(f"No message has a button '{wanted}' to tap.")
        self._receive(button.title, "interactive", button.id)

    def _webhook(self, data: Any) -> None:
        if not any(isinstance(row.on, WebhookReceived) for row in self.stage.triggers):
            raise Impossible("The flow has no trigger that listens to its webhook.")
        self._note("webhook", None, data)
        payload = {"flowId": DRAFT, "nodeId": None, "data": {"type": "webhook", "event": data}}
        self.host.post(self.host.new_lane(None), "start", payload)

    def _fire(self, node_id: str) -> None:
        on = next((row.on for row in self.stage.triggers if row.node_id == node_id), None)
        if on is None:
            raise Impossible(f"There is no trigger '{node_id}' that could fire.")
        self._note(kind_of(on), node_id, None)
        self._start(node_id, on, self.host.now)

    def _start(self, node_id: str, on: Trigger, moment: datetime) -> Event:
        data = {"type": kind_of(on), "at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
        lane = self.contact if _brings_contact(on) else self.host.new_lane(None)
        payload = {"flowId": DRAFT, "nodeId": node_id, "data": data}
        return self.host.post(lane, "start", payload, due_at=moment, is_last=True)

    def _advance(self, duration: Duration) -> None:
        self.host.run_until(self.host.now + duration.length())

    def _advance_to_next(self) -> None:
        if self.host.next_timer is None:
            raise Impossible("Nothing waits for a time, so there is no next moment to go to.")
        self.host.run_until(self.host.next_timer)

    def _answer(self, answer: say.Answer) -> None:
        call = self._call(answer)
        lane, execution = self.host.find(call.execution_id)
        ports = self.host.ports_of(execution)
        if answer.error is None and answer.port not in ports:
            listed = ", ".join(f"'{port}'" for port in ports)
            raise Impossible(f"The node '{answer.node_id}' has no way out '{answer.port}', only {listed}.")
        del self.host.calls[call.execution_id]
        outcome = {"port": answer.port, "variables": answer.variables}
        payload = {
            **({"error": answer.error} if answer.error is not None else outcome),
            "output": dict(answer.output),
            "attempts": 1,
        }
        self.host.post(lane, "effect_result", payload, execution_id=call.execution_id, visit=call.visit)

    def _call(self, answer: say.Answer) -> Effect:
        """The call that is answered; where the answer names no flow, the draft's goes before those of other flows."""
        at_node = [each for each in self.host.calls.values() if each.node_id == answer.node_id]
        wanted = answer.flow_id or DRAFT
        calls = [each for each in at_node if self._flow_of(each) == wanted]
        if answer.flow_id is None:
            calls += at_node
        if not calls:
            raise Impossible(f"No call to the outside waits for an answer at '{answer.node_id}'.")
        return calls[0]

    def _flow_of(self, call: Effect) -> int:
        _, execution = self.host.find(call.execution_id)
        return self.teller.shown(execution.flow_id)

    def _note(self, name: str, key: str | None, data: Any) -> None:
        self.teller.timeline.append(
            Happened(at=self.host.now, script_step=self.teller.script_step, name=name, key=key, data=data)
        )


def _brings_contact(on: Trigger) -> bool:
    return not isinstance(on, WebhookReceived) and not (isinstance(on, Schedule) and on.audience is None)


def _contact(fixture: say.Fixture, zone: str) -> Contact:
    return Contact(
        id=fixture.id,
        account_id=1,
        name=fixture.name,
        phone=fixture.phone,
        email=fixture.email,
        company=fixture.company,
        tags=list(fixture.tags),
        fields=dict(fixture.fields),
        timezone=fixture.timezone or zone,
    )
