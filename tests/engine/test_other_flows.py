"""Flows that start and call each other, and loops: returns, failures, depth, circles, and the step limit across them."""

from datetime import timedelta
from typing import Any

from flow_builder import ANY, NOW, REGISTRY, Lane, chain, flow, say, texts, trail

from engine.advance import MAX_STEPS_AT_ONCE
from engine.flow import FlowDocument
from engine.lane import MAX_CALL_DEPTH, MAX_LIVE
from engine.model import Commit, Event
from engine.plan import compile_plan
from engine.run import MOST_FLOWS_IN_A_ROW
from engine.triggers import EventReceived, FlowCalled, MessageReceived

GO = MessageReceived("exact", ("go",))
CALLED = {"on": {"type": "flow_called"}}


def called(*nodes: Any, edges: str) -> FlowDocument:
    return flow(("start", "trigger", CALLED), *nodes, edges=edges)


def calls(flow_id: int, **config: Any) -> tuple[str, str, dict[str, Any]]:
    return "call", "call_flow", {"flow": flow_id, **config}


ASK_NAME = called(
    say("ask", "Name, {{ vars.city }}?"),
    ("listen", "wait_for_reply", {"saveTo": "name"}),
    edges="start>ask ask>listen",
)


def test_a_called_flow_gets_inputs_takes_the_reply_and_gives_back_what_it_set() -> None:
    call = calls(2, inputs=[{"name": "city", "value": "Rome"}], outputs=[{"name": "name", "saveTo": "who"}])
    lane = Lane(chain(call, say("after", "Hi {{ vars.who }}")), ASK_NAME, triggers=[GO, FlowCalled()])
    first = lane.take(lane.message("go"))
    parent, child = lane.executions
    assert texts(first) == ["Name, Rome?"]
    assert (parent.waiting_for, child.waiting_for) == ("call", "reply")
    assert (child.parent_id, child.parent_visit) == (parent.id, parent.visit)
    second = lane.take(lane.message("Eva"))
    assert texts(second) == ["Hi Eva"]
    assert trail(second) == ["listen.replied", "call.out", "after.out"]
    assert parent.variables == {"who": "Eva"}


def test_a_called_flow_that_fails_takes_the_other_way_or_fails_its_caller() -> None:
    broken = called(say("say", "{{ vars.nothing }}"), edges="start>say")
    careful = flow(
        ("start", "trigger", ANY), calls(2), say("sorry", "Sorry"), edges="start>call call.failed>sorry"
    )
    lane = Lane(careful, broken, triggers=[GO, FlowCalled()])
    assert texts(lane.take(lane.message("go"))) == ["Sorry"]
    lane = Lane(chain(calls(2)), broken, triggers=[GO, FlowCalled()])
    lane.take(lane.message("go"))
    parent, child = lane.executions
    assert parent.status == child.status == "Failed"
    assert parent.error_message == child.error_message


def test_flows_that_call_each_other_for_ever_are_stopped() -> None:
    lane = Lane(chain(calls(1)), triggers=[GO])
    commit = settle(lane, lane.take(lane.message("go")))
    assert {execution.status for execution in lane.executions} == {"Failed"}
    assert len(lane.executions) == MAX_CALL_DEPTH + 1
    assert "go round in a circle" in (lane.executions[0].error_message or "")
    assert commit.messages == []


def test_a_started_flow_runs_on_its_own_with_what_it_is_given() -> None:
    start = ("other", "start_flow", {"flow": 2, "inputs": [{"name": "city", "value": "Rome"}]})
    lane = Lane(chain(start, say("bye", "Bye")), ASK_NAME, triggers=[GO, FlowCalled()])
    first = lane.take(lane.message("go"))
    assert texts(first) == ["Bye"]
    (event,) = first.events
    assert (event.kind, event.execution_id) == ("start", None)
    second = lane.take(Event(90, NOW, "start", event.payload))
    assert texts(second) == ["Name, Rome?"]
    assert lane.executions[1].trigger_data == {
        "type": "flow_started",
        "executionId": lane.executions[0].id,
        "chain": 1,
    }


def test_flows_that_start_each_other_without_a_rest_are_stopped_and_with_one_go_on() -> None:
    lane = Lane(chain(("again", "start_flow", {"flow": 1})), triggers=[GO])
    settle(lane, lane.take(lane.message("go")))
    assert len(lane.executions) == MOST_FLOWS_IN_A_ROW + 2
    assert "without a rest" in (lane.executions[-1].error_message or "")
    slow = chain(("sleep", "wait", {"duration": {"days": 1}}), ("again", "start_flow", {"flow": 1}))
    lane = Lane(slow, triggers=[GO])
    lane.take(lane.message("go"))
    for day in range(1, 2 * MOST_FLOWS_IN_A_ROW):
        now = NOW + timedelta(days=day)
        commit = lane.take(lane.event("timer", lane.executions[-1], now), now=now)
        lane.take(Event(1000 + day, now, "start", commit.events[0].payload), now=now)
    assert lane.executions[-1].is_alive


def test_a_called_flow_that_starts_its_caller_again_is_stopped_too() -> None:
    back = called(("back", "start_flow", {"flow": 1}), edges="start>back")
    lane = Lane(chain(calls(2)), back, triggers=[GO, FlowCalled()])
    settle(lane, lane.take(lane.message("go")))
    assert len(lane.executions) <= 2 * (MOST_FLOWS_IN_A_ROW + 2)
    assert any("without a rest" in (execution.error_message or "") for execution in lane.executions)


def test_a_loop_over_a_list_calls_a_flow_for_each_item_within_the_step_limit() -> None:
    shout = called(
        ("keep", "set_variable", {"name": "loud", "expression": "upper(vars.word)"}), edges="start>keep"
    )
    document = flow(
        ("start", "trigger", {"on": {"type": "event_received", "name": "words"}}),
        ("each", "for_each", {"list": "event", "item": "word"}),
        calls(
            2,
            inputs=[{"name": "word", "value": "{{ vars.word }}"}],
            outputs=[{"name": "loud", "saveTo": "loud"}],
        ),
        say("say", "{{ vars.loud }}"),
        say("end", "That is all"),
        edges="start>each each.each>call call>say say>each each.done>end",
    )
    lane = Lane(document, shout, triggers=[EventReceived("words"), FlowCalled()])
    words = [f"w{n}" for n in range(60)]
    first = lane.take(lane.named("words", data=words))
    assert len(first.steps) <= MAX_STEPS_AT_ONCE
    said = texts(settle(lane, first))
    assert said == [*map(str.upper, words), "That is all"]
    assert lane.executions[0].memory == {}


def test_going_back_is_counted_and_then_goes_the_other_way() -> None:
    document = flow(
        ("start", "trigger", ANY),
        say("ask", "Your number?"),
        ("again", "go_to", {"target": "ask", "maxVisits": 2}),
        say("enough", "Never mind"),
        edges="start>ask ask>again again.limit>enough",
    )
    lane = Lane(document)
    assert texts(lane.take(lane.message("hi"))) == ["Your number?"] * 3 + ["Never mind"]


def settle(lane: Lane, commit: Commit) -> Commit:
    """Handle what the engine itself asked for, until it asks for nothing more; answers everything that was decided."""
    total, events = commit, list(commit.events)
    while events:
        new = events.pop(0)
        following = lane.take(Event(10_000, new.due_at, new.kind, new.payload, new.execution_id, new.visit))
        total.steps += following.steps
        total.messages += following.messages
        events += following.events
    return total


def test_a_loop_that_was_left_early_begins_anew_for_the_next_item_of_the_loop_around_it() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("outer", "for_each", {"list": "[[1, 2], [3, 4]]", "item": "row"}),
        ("inner", "for_each", {"list": "vars.row", "item": "cell"}),
        ("back", "go_to", {"target": "outer", "maxVisits": 9}),
        say("say", "{{ vars.cell }}"),
        ("after", "for_each", {"list": "[5]", "item": "cell"}),
        say("last", "{{ vars.cell }}"),
        edges="start>outer outer.each>inner inner.each>say say>back outer.done>after after.each>last last>after",
    )
    lane = Lane(document)
    assert texts(lane.take(lane.message("go"))) == ["1", "3", "5"]


def test_loops_are_nested_by_what_leads_to_them() -> None:
    loops = [(name, "for_each", {"list": "[1]", "item": "x"}) for name in "abc"]
    goal = ("won", "goal", {"on": {"type": "event_received", "name": "won"}})
    ways = "start>a a.each>b b.each>c c.each>c c.done>b b.done>a"

    def nesting(document: FlowDocument) -> dict[str, tuple[str, ...]]:
        plan = compile_plan(1, 1, document, REGISTRY)
        return {node.id: node.loops_within for node in plan.nodes if node.loops_within}

    start = ("start", "trigger", ANY)
    again = "start>a a.each>a a.done>b b.each>a"  # what is done once the first is through is not inside of it
    assert nesting(flow(start, *loops[:2], edges=again)) == {}
    assert nesting(flow(start, *loops, edges=ways)) == {"a": ("b", "c"), "b": ("c",)}
    assert nesting(flow(start, *loops, goal, edges=f"{ways} won>c")) == {}  # the goal leads past the others


def test_a_contact_is_in_so_many_flows_and_no_more() -> None:
    lane = Lane(chain(("listen", "wait", {"duration": {"days": 1}})), triggers=[EventReceived("order_paid")])
    for _ in range(MAX_LIVE):
        lane.take(lane.named("order_paid"))
    lane.take(lane.named("order_paid"))
    *living, crowded = lane.executions
    assert {execution.status for execution in living} == {"Running"}
    assert (crowded.status, crowded.error_message) == (
        "Failed",
        "The contact is in 200 flows already, and in no more at once: end some of them.",
    )


def test_too_many_flows_spend_no_entry_and_retry_nothing() -> None:
    once = flow(
        ("start", "trigger", ANY),
        say("hello", "Hello"),
        edges="start>hello",
        settings={"reentry": {"type": "once"}},
    )
    lane = Lane(
        chain(("listen", "wait", {"duration": {"days": 1}})), once,
        triggers=[EventReceived("order_paid"), MessageReceived("exact", ("hi",))],
    )  # fmt: skip
    for _ in range(MAX_LIVE):
        lane.take(lane.named("order_paid"))
    assert lane.take(lane.message("hi")).entries == []
    failed = lane.executions[-1]
    command = lane.command("retry", failed)
    assert lane.take(command).stale == [command.id]
    lane.take(lane.command("cancel", lane.executions[0]))
    assert texts(lane.take(lane.message("hi"))) == ["Hello"]


def test_a_call_by_one_of_too_many_flows_fails() -> None:
    waits = called(("listen", "wait", {"duration": {"days": 1}}), edges="start>listen")
    lane = Lane(chain(calls(2)), waits, triggers=[EventReceived("order_paid"), FlowCalled()])
    for _ in range(MAX_LIVE // 2 + 1):
        lane.take(lane.named("order_paid"))
    assert sum(not execution.is_over for execution in lane.executions) == MAX_LIVE
    assert lane.executions[-1].error_message == (
        "The contact is in 200 flows already, and in no more at once: end some of them."
    )
