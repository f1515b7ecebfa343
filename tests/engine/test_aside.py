"""An event that cannot be handled fails exactly the execution it was for, and nothing that merely stands beside it."""

from datetime import timedelta
from random import Random

from flow_builder import ANY, NOW, Lane, flow, texts

from engine.aside import set_aside
from engine.handle import World
from engine.model import Commit, Event, ExecutionStatus
from engine.triggers import FlowCalled, MessageReceived

HOUR = {"hours": 1}
PAUSES = flow(("start", "trigger", ANY), ("pause", "wait", {"duration": HOUR}), edges="start>pause")
ASKS = flow(("start", "trigger", ANY), ("ask", "wait_for_reply", {"timeout": HOUR}), edges="start>ask")
WORDS = [MessageReceived(match="exact", keywords=["pause"]), MessageReceived(match="exact", keywords=["ask"])]


def put_aside(lane: Lane, event: Event) -> Commit:
    """What is stored when the event cannot be handled."""
    world = World(lane.contact, lane.executions, lane.plans, lane.triggers, lambda: 99)
    return set_aside(world, event, "It broke.", NOW, Random(1))


def waiting_lane() -> Lane:
    """A contact with an execution that pauses and one that waits for a reply."""
    lane = Lane(PAUSES, ASKS, triggers=list(WORDS))
    lane.take(lane.message("pause"))
    lane.take(lane.message("ask"))
    return lane


def test_a_reply_fails_the_newest_wait_for_one() -> None:
    lane = waiting_lane()
    pausing, asking = lane.executions
    commit = put_aside(lane, lane.message("poison"))
    assert (asking.status, asking.error_message) == (ExecutionStatus.FAILED, "It broke.")
    assert [(step.node_id, step.status, step.error_message) for step in commit.steps] == [
        ("ask", "Failed", "It broke.")
    ]
    assert pausing.is_alive
    assert (commit.consumed, list(commit.executions), commit.cleared) == ([], [asking.id], [asking.id])


def test_a_timer_fails_the_execution_it_names() -> None:
    lane = waiting_lane()
    pausing, asking = lane.executions
    put_aside(lane, lane.event("timer", pausing, at=NOW + timedelta(hours=1)))
    assert pausing.status is ExecutionStatus.FAILED
    assert asking.is_alive


def test_a_message_that_nobody_waits_for_fails_nobody() -> None:
    lane = Lane(PAUSES, ASKS, triggers=list(WORDS))
    lane.take(lane.message("pause"))
    commit = put_aside(lane, lane.message("poison"))
    assert not commit.executions
    assert lane.executions[0].is_alive


def test_the_flow_that_called_the_failed_one_hears_of_it() -> None:
    caller = flow(
        ("start", "trigger", {"on": {"type": "message_received", "match": "exact", "keywords": ["go"]}}),
        ("call", "call_flow", {"flow": 2}),
        ("sorry", "send_message", {"body": {"type": "text", "text": "sorry"}}),
        edges="start>call call.failed>sorry",
    )
    called = {"on": {"type": "flow_called"}}
    asks = flow(("start", "trigger", called), ("ask", "wait_for_reply", {"timeout": HOUR}), edges="start>ask")
    lane = Lane(caller, asks, triggers=[MessageReceived(match="exact", keywords=["go"]), FlowCalled()])
    lane.take(lane.message("go"))
    assert texts(put_aside(lane, lane.message("poison"))) == ["sorry"]
