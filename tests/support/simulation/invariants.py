"""What must hold: after every commit, and once the world has come to rest. The oracle of what executions do is `reference`."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from engine.lane import ENDED_FROM_OUTSIDE
from engine.model import MISSED, Execution, Step
from simulation.reference import Flow, Reference
from simulation.scenario import (
    FOREIGN_EXECUTION,
    FOREIGN_LANE,
    STRANGER,
    MeddledRow,
    contact_of,
)
from simulation.store import BatchRow
from simulation.whatsapp import REFUSED
from storage.memory_rows import NEVER, EffectRow, EventRow, ExecutionRow, FailedEventRow, MessageRow
from storage.memory_writing import WITHDRAWN
from storage.outbox import UNRESOLVED_SECONDS

if TYPE_CHECKING:
    from simulation.world import World

RANK = {"Queued": 0, "Sent": 1, "Failed": 2, "Delivered": 3, "Read": 4}
_execution = msgspec.json.Decoder(Execution)
_event = msgspec.json.Decoder(dict[str, Any])


class Invariants:
    """Hears of every commit and complains."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.failures: list[str] = []
        self.lanes: dict[int, Reference] = {}
        self._before: dict[Any, Any] = {}
        self._deleted: set[int] = set()
        self._ended_by_hand: set[int] = set()
        self._inbound: defaultdict[int, list[int]] = defaultdict(list)
        self._steps: defaultdict[int, list[Step]] = defaultdict(list)
        self._unknown: defaultdict[int, set[int]] = defaultdict(set)

    def complain(self, sentence: str) -> None:
        """Note what went wrong."""
        self.world.note(f"WRONG {sentence}")
        if len(self.failures) < 20:
            self.failures.append(f"at {self.world.time():.3f} s: {sentence}")

    def committed(self, changes: dict[Any, Any]) -> None:
        """Look at what a transaction changed."""
        for (kind, key), row in sorted(changes.items(), key=lambda change: change[0][0] is BatchRow):
            before = self._before.get((kind, key))
            self._before[kind, key] = row
            if row is None:
                self._before[kind, key] = before
                continue
            match row:
                case Step():
                    self._step(row)
                case ExecutionRow():
                    self._moved(row, before)
                case MessageRow() if row.direction == "Outbound":
                    self._message(row, before)
                case EffectRow() if before is not None and row.attempt:
                    self._leased(row, before)
                case EventRow() if row.kind == "effect_result" and before is None:
                    self._answered(row)
                case FailedEventRow():
                    self._set_aside(row)
                case MeddledRow():
                    self._meddled(row)
                case BatchRow():
                    self._batch(row)
        self._futures(changes)

    # One by one.

    def _step(self, row: Step) -> None:
        steps = self._steps[row.execution_id]
        steps.append(row)
        if row.n != len(steps):
            self.complain(f"step {row.n} of execution {row.execution_id} is its {len(steps)}th")

    def _moved(self, row: ExecutionRow, before: ExecutionRow | None) -> None:
        if row.id == FOREIGN_EXECUTION:
            self.complain("the execution of another owner was moved")
        if row.seq != (before.seq if before else 0) + 1:
            self.complain(f"execution {row.id} went from seq {before and before.seq} to {row.seq}")

    def _message(self, row: MessageRow, before: MessageRow | None) -> None:
        if before is None:
            return
        if RANK[row.status] < RANK[before.status]:
            self.complain(f"message {row.id} went back from {before.status} to {row.status}")
        if row.error_message == REFUSED and row.attempt not in self.world.whatsapp.refused[row.id]:
            self.complain(f"message {row.id} failed by the answer to an attempt before {row.attempt}")
        if row.unknown_attempts > before.unknown_attempts:
            self._unknown[row.id].add(row.attempt)
        if row.attempt > before.attempt:
            known = self._unknown[row.id] | self.world.whatsapp.refused[row.id]
            if before.attempt and before.attempt not in known:
                self.complain(f"message {row.id} is sent again while attempt {before.attempt} is open")
            self._cap(row.account_id)

    def _cap(self, account_id: int) -> None:
        rows = self.world.tables.rows[MessageRow].values()
        open_ = [r for r in rows if r.account_id == account_id and r.status == "Queued" and r.attempted_at]
        most = max(1, int(self.world.scenario.send_rate * UNRESOLVED_SECONDS))
        if len(open_) > most:
            self.complain(
                f"{len(open_)} sends of account {account_id} are unresolved at once, {most} are allowed"
            )

    def _leased(self, row: EffectRow, before: EffectRow) -> None:
        if row.attempt == before.attempt:
            return
        if before.is_calling and before.due_at > self.world.now() and not self.world.faults.skew:
            self.complain(f"effect {row.effect.key} is leased again although its lease has not ended")
        if (row.due_at - before.due_at).total_seconds() < row.effect.timeout:
            self.complain(f"effect {row.effect.key} is leased for less than its timeout")

    def _answered(self, row: EventRow) -> None:
        event = _event.decode(row.event)
        answer = event["payload"].get("variables", {}).get("answer")
        if answer is not None:
            key, _, attempt = answer.rpartition(" ")
            newest = self._before[EffectRow, key].attempt
            if int(attempt) != newest:
                self.complain(
                    f"the result of attempt {attempt} of {key} counts, though {newest} is under way"
                )

    def _set_aside(self, row: FailedEventRow) -> None:
        event = _event.decode(row.row.event)
        if "poison" not in event["payload"].get("text", ""):
            self.complain(f"event {row.row.id} was set aside: {row.error}")

    def _meddled(self, row: MeddledRow) -> None:
        if row.event_id is not None:
            self._deleted.add(row.event_id)
        if row.execution_id is not None:
            self._ended_by_hand.add(row.execution_id)
        if row.execution_id is not None and (lane := self.lanes.get(row.lane_id)) is not None:
            run = lane.runs[row.execution_id]
            run.status, run.outcome = "Failed", None

    # What a batch did, against the oracle.

    def _batch(self, row: BatchRow) -> None:
        ids = [event.id for event in row.events]
        taken = {*ids, *row.held}
        if taken != set(row.was_due[: len(taken)]) or ids != [i for i in row.was_due if i in ids]:
            self.complain(f"lane {row.lane_id} had {row.was_due} due and took {ids}, held {row.held}")
        if twice := [event_id for event_id in ids if event_id in self._deleted]:
            self.complain(f"events {twice} were handled after somebody had deleted them")
        self._in_order(row)
        lane = self._lane(row.lane_id)
        try:
            lane.batch(list(row.events), row.now, list(row.started))
            for execution_id in row.stopped:
                lane.stop(execution_id)
        except Exception as error:
            return self.complain(
                f"the reference broke on lane {row.lane_id}: {type(error).__name__}: {error}"
            )
        for sentence in lane.early:
            self.complain(sentence)
        lane.early.clear()
        self._compare(row, lane)
        for message in self._outbound(row.withdrawn):
            if message.status == "Queued" and message.attempted_at is None:
                self.complain(f"message {message.id} of an execution that was ended may still leave")

    def _in_order(self, row: BatchRow) -> None:
        accepted = self._inbound[row.lane_id]
        for event in row.events:
            if event.kind == "message":
                if accepted and event.payload["id"] < accepted[-1]:
                    self.complain(f"message {event.payload['id']} was handled after {accepted[-1]}")
                if event.payload["id"] in accepted:
                    self.complain(f"message {event.payload['id']} was handled twice")
                accepted.append(event.payload["id"])

    def _lane(self, lane_id: int) -> Reference:
        if lane_id not in self.lanes:
            contact = None if lane_id == FOREIGN_LANE else contact_of(lane_id).scope()
            flows = [Flow(flow_id, doc) for flow_id, doc in sorted(self.world.scenario.flows.items())]
            self.lanes[lane_id] = Reference(flows, contact)
        return self.lanes[lane_id]

    def _compare(self, row: BatchRow, lane: Reference) -> None:
        if lane.ids:
            self.complain(f"lane {row.lane_id} started executions {lane.ids} which the reference did not")
        for run in lane.runs.values():
            self._compare_run(run)
        ids = set(lane.runs)
        sent = [(m.queued.execution_id, m.content) for m in self._outbound(ids) if m.queued]
        if sent != lane.sends:
            self.complain(f"lane {row.lane_id} sent {sent}, the reference {lane.sends}")

    def _compare_run(self, run: Any) -> None:
        row = self.world.tables.rows[ExecutionRow].get(run.id)
        if row is None:
            return self.complain(f"execution {run.id} is missing")
        execution = _execution.decode(row.execution)
        steps = [(s.node_id, str(s.status), s.port) for s in self._steps[run.id]]
        found = (str(execution.status), execution.outcome, execution.variables, steps)
        wanted = (run.status, run.outcome, run.vars, run.steps)
        if found != wanted:
            self.complain(f"execution {run.id} is {found}, the reference says {wanted}")

    def _outbound(self, execution_ids: Any) -> Iterator[MessageRow]:
        rows = sorted(self.world.tables.rows[MessageRow].values(), key=lambda row: row.id)
        return (row for row in rows if row.queued is not None and row.queued.execution_id in execution_ids)

    # Nothing waits for what will never come.

    def _futures(self, changes: dict[Any, Any]) -> None:
        rows = self.world.tables.rows
        events = [
            (r.kind, r.execution_id, _event.decode(r.event).get("visit")) for r in rows[EventRow].values()
        ]
        waits: set[tuple[str, int, int]] = set()
        for row in rows[ExecutionRow].values():
            if row.status in ("Running", "Paused") and row.user_id != STRANGER:
                execution = _execution.decode(row.execution)
                waits.add(("timer", execution.id, execution.visit))
                if not self._has_future(execution, events):
                    self.complain(
                        f"execution {row.id} waits for a {execution.waiting_for} that will never come"
                    )
        for row in rows[EventRow].values():
            visit = _event.decode(row.event).get("visit")
            is_ahead = self.world.now() < row.due_at < NEVER
            is_meddled = row.execution_id in self._ended_by_hand
            is_awaited = row.kind != "timer" or ("timer", row.execution_id, visit) in waits
            if is_ahead and not (is_awaited or is_meddled or self.world.faults.skew):
                self.complain(f"a timer is left over for execution {row.execution_id}, visit {visit}")
        self._effects()

    def _has_future(self, execution: Execution, events: list[Any]) -> bool:
        rows, visit = self.world.tables.rows, execution.visit
        match execution.waiting_for:
            case "time" | "reply" | "event" | "first":
                return execution.wait_until is None or ("timer", execution.id, visit) in events
            case "effect":
                key = f"{execution.id}/{execution.node_id}/{visit}"
                return key in rows[EffectRow] or ("effect_result", execution.id, visit) in events
            case "send":
                messages = self._outbound([execution.id])
                is_open = any(m.status == "Queued" and m.queued and m.queued.visit == visit for m in messages)
                return is_open or ("send_result", execution.id, visit) in events
            case "continue":
                return ("continue", execution.id, visit) in events
            case "call":
                return MISSED in execution.memory or any(
                    (child := _execution.decode(row.execution)).parent_id == execution.id
                    and child.parent_visit == visit
                    for row in rows[ExecutionRow].values()
                    if row.status in ("Running", "Paused")
                )
        return False

    def _effects(self) -> None:
        rows = self.world.tables.rows
        for effect in rows[EffectRow].values():
            row = rows[ExecutionRow].get(effect.effect.execution_id)
            outcome = _execution.decode(row.execution).outcome if row is not None else None
            if outcome in ENDED_FROM_OUTSIDE:
                self.complain(f"effect {effect.effect.key} is called for an execution that was ended")

    # At rest.

    def is_quiet(self) -> bool:
        """Whether nothing is left to be done."""
        return not self.unrest()

    def unrest(self) -> list[str]:
        """What is left to be done."""
        rows = self.world.tables.rows
        left = [f"event {r.id} {r.kind}" for r in rows[EventRow].values() if r.due_at < NEVER]
        left += [f"message {r.id}" for r in rows[MessageRow].values() if r.status == "Queued"]
        return left + [f"effect {key}" for key in rows[EffectRow]]

    def at_the_end(self) -> None:
        """Compare the world's own account with the vendor's ledger and with what was brought in."""
        for message in self.world.tables.rows[MessageRow].values():
            if message.direction == "Outbound":
                self._settled(message)
        self._ledger_order()
        self._all_handled()
        for lane in self.lanes.values():
            if lane.starts:
                self.complain(f"flows {lane.starts} were to be started and were not")
        for text in self.world.scheduler.complaints:
            if "StoreLost" not in text and "Conflict" not in text and "Died" not in text:
                self.complain(f"a task broke: {text}")

    def _settled(self, row: MessageRow) -> None:
        accepted = [a for a in self.world.whatsapp.ledger if a.message_id == row.id]
        attempts = [a.attempt for a in accepted]
        if len(set(attempts)) < len(attempts):
            self.complain(f"message {row.id} was sent twice in one attempt")
        if accepted and not row.outcome_unknown:
            if len(accepted) > 1:
                self.complain(f"message {row.id} was sent {len(accepted)} times and is not listed")
            if row.status == "Failed" and row.id not in self.world.whatsapp.failed_later:
                self.complain(f"message {row.id} is Failed and arrived: {row.error_message}")
        if row.status in ("Sent", "Delivered", "Read") and not accepted:
            self.complain(f"message {row.id} is {row.status} and never left")
        if row.error_message == WITHDRAWN and accepted and not row.outcome_unknown:
            self.complain(f"message {row.id} was withdrawn and left")

    def _ledger_order(self) -> None:
        first: dict[str, list[int]] = defaultdict(list)
        for acceptance in self.world.whatsapp.ledger:
            if acceptance.message_id not in first[acceptance.phone]:
                first[acceptance.phone].append(acceptance.message_id)
        rows = self.world.tables.rows[MessageRow]
        for phone, ids in first.items():
            sure = [message_id for message_id in ids if not rows[message_id].outcome_unknown]
            if sure != sorted(sure):
                self.complain(f"messages left to {phone} in the order {sure}")

    def _all_handled(self) -> None:
        """Everything that was acknowledged was handled once, or set aside for its poison, or deleted by hand."""
        rows = self.world.tables.rows
        handled = {i for accepted in self._inbound.values() for i in accepted}
        events = [_event.decode(row.row.event) for row in rows[FailedEventRow].values()]
        aside = {event["payload"].get("id") for event in events}
        for message in rows[MessageRow].values():
            is_known = message.id in handled or message.id in aside or self._deleted
            if message.direction == "Inbound" and not is_known:
                self.complain(f"inbound message {message.id} was never handled")
        texts = [(m.contact_id, m.content) for m in rows[MessageRow].values() if m.direction == "Inbound"]
        wanted = [(m.contact, m.text) for m in self.world.scenario.moments if m.kind == "message"]
        if sorted(texts) != sorted(wanted):
            self.complain(f"{len(wanted)} messages were brought in and {len(texts)} are stored")
