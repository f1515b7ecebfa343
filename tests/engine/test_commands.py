"""Commands: pause, resume, retry and cancel; what comes due for a paused execution stays put."""

from datetime import timedelta

from flow_builder import ANY, NOW, Lane, chain, flow, say, texts, trail
from odd_nodes import odd_registry

from engine.model import Execution, ExecutionStatus
from engine.plan import PlanRefused
from engine.triggers import FlowCalled, MessageReceived

ASK = flow(
    ("start", "trigger", ANY),
    ("listen", "wait_for_reply", {"saveTo": "name", "timeout": {"hours": 1}}),
    say("thank", "Thanks {{ vars.name }}"),
    say("nudge", "Still there?"),
    edges="start>listen listen.replied>thank listen.timeout>nudge",
)
HOUR = timedelta(hours=1)


def test_what_comes_due_for_a_paused_execution_is_held_and_due_when_it_goes_on() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    lane.take(lane.command("pause", execution))
    assert execution.status is ExecutionStatus.PAUSED
    timer = lane.event("timer", execution, NOW + HOUR)
    held = lane.take(timer, now=NOW + HOUR)
    assert (held.held, held.consumed, held.steps) == ([timer.id], [], [])
    resumed = lane.take(lane.command("resume", execution), now=NOW + 2 * HOUR)
    assert resumed.released == [execution.id]
    assert texts(lane.take(timer, now=NOW + 2 * HOUR)) == ["Still there?"]


def test_a_message_to_a_paused_wait_is_the_persons_and_starts_nothing() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    lane.take(lane.command("pause", execution))
    commit = lane.take(lane.message("Eva"))
    assert (commit.executions, len(commit.consumed), len(lane.executions)) == ({}, 1, 1)
    lane.take(lane.command("resume", execution))
    assert texts(lane.take(lane.message("Ana"))) == ["Thanks Ana"]


def test_commands_that_make_no_sense_are_stale() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    for command in ("resume", "retry", "dance"):
        event = lane.command(command, execution)
        assert lane.take(event).stale == [event.id], command
    lane.take(lane.command("pause", execution))
    again = lane.command("pause", execution)
    assert lane.take(again).stale == [again.id]


def test_a_cancelled_pause_drops_what_was_held() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    lane.take(lane.command("pause", execution))
    commit = lane.take(lane.command("cancel", execution))
    assert (execution.outcome, commit.cleared) == ("cancelled", [execution.id])


def test_retry_visits_the_failed_node_once_more_and_counts_as_no_failure() -> None:
    lane = Lane(chain(say("greet", "Hi {{ contact.fields.nick }}")))
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    assert execution.status is ExecutionStatus.FAILED
    lane.contact.fields["nick"] = "Anita"
    commit = lane.take(lane.command("retry", execution))
    assert (trail(commit), texts(commit)) == (["greet.out"], ["Hi Anita"])
    assert (execution.status, execution.error_message, execution.is_retried) == ("Completed", None, True)
    assert [step.n for step in commit.steps] == [3]


def test_a_called_flow_and_its_caller_stand_still_and_go_on_together() -> None:
    caller = chain(("call", "call_flow", {"flow": 2}), say("after", "Done"))
    lane = Lane(caller, ASK, triggers=[MessageReceived("exact", ("go",)), FlowCalled()])
    lane.take(lane.message("go"))
    parent, child = lane.executions
    lane.take(lane.command("pause", child))
    assert (parent.status, child.status) == ("Paused", "Paused")
    lane.take(lane.command("resume", parent))
    assert (parent.status, child.status) == ("Running", "Running")
    assert texts(lane.take(lane.message("Eva"))) == ["Thanks Eva", "Done"]


def test_cancelling_the_caller_ends_the_called_flow_too() -> None:
    caller = chain(("call", "call_flow", {"flow": 2}), say("after", "Done"))
    lane = Lane(caller, ASK, triggers=[MessageReceived("exact", ("go",)), FlowCalled()])
    lane.take(lane.message("go"))
    parent, child = lane.executions
    commit = lane.take(lane.command("cancel", parent))
    assert (parent.outcome, child.outcome, texts(commit)) == ("cancelled", "cancelled", [])
    assert sorted(commit.withdrawn) == [parent.id, child.id]


def test_a_paused_caller_hears_of_the_end_of_its_call_when_it_goes_on() -> None:
    call = ("call", "call_flow", {"flow": 2})
    caller = flow(("start", "trigger", ANY), call, say("after", "Done"), edges="start>call call.failed>after")
    lane = Lane(caller, ASK, triggers=[MessageReceived("exact", ("go",)), FlowCalled()])
    lane.take(lane.message("go"))
    parent, child = lane.executions
    lane.take(lane.command("pause", parent))
    lane.take(lane.command("cancel", child))
    assert (parent.status, parent.waiting_for, child.outcome) == ("Paused", "call", "cancelled")
    commit = lane.take(lane.command("resume", parent))
    assert (trail(commit), texts(commit)) == (["call.failed", "after.out"], ["Done"])


def test_a_call_outside_is_not_made_when_its_execution_is_cancelled_in_the_same_batch() -> None:
    document = flow(
        ("start", "trigger", ANY), ("listen", "wait_for_reply", {}), ("ask", "ask_outside", {}),
        edges="start>listen listen.replied>ask",
    )  # fmt: skip
    lane = Lane(document, registry=odd_registry())
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    commit = lane.take(lane.message("yes"), lane.command("cancel", execution))
    assert (execution.outcome, commit.effects) == ("cancelled", [])


HEARING = flow(
    ("start", "trigger", {"on": {"type": "message_received", "match": "exact", "keywords": ["hi"]}}),
    ("await", "wait_for_event", {"name": "paid", "saveTo": "total", "timeout": {"hours": 1}}),
    say("thank", "Thanks for {{ vars.total }}"),
    say("nudge", "Not yet?"),
    ("won", "goal", {"on": {"type": "event_received", "name": "won"}}),
    say("cheer", "Hooray {{ message.text }}"),
    ("told", "goal", {"on": {"type": "message_received", "match": "exact", "keywords": ["stop it"]}}),
    edges="start>await await.happened>thank await.timeout>nudge won>cheer told>cheer",
)


def paused() -> tuple[Lane, Execution]:
    lane = Lane(HEARING, triggers=[MessageReceived("exact", ("hi",))])
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    lane.take(lane.command("pause", execution))
    return lane, execution


def test_an_event_that_happens_while_paused_ends_the_wait_when_it_goes_on() -> None:
    lane, execution = paused()
    first = lane.take(lane.named("paid", data=40))
    assert (first.steps, list(first.executions)) == ([], [execution.id])
    later = lane.take(lane.named("paid", "k2", data=50))
    assert [kept.key for kept in later.kept] == [
        "k2"
    ]  # the wait has its event; this one is for whoever asks for its key
    timer = lane.event("timer", execution, NOW + HOUR)
    lane.take(timer, now=NOW + HOUR)
    commit = lane.take(lane.command("resume", execution), now=NOW + 2 * HOUR)
    assert (texts(commit), execution.status, execution.memory) == (["Thanks for 40"], "Completed", {})
    assert lane.take(timer, now=NOW + 2 * HOUR).stale == [timer.id]


def test_a_goal_that_is_reached_while_paused_goes_on_when_it_goes_on() -> None:
    lane, execution = paused()
    lane.take(lane.named("paid", data=40))
    lane.take(lane.named("won"))
    assert (
        lane.take(lane.message("stop it")).executions == {}
    )  # one goal is enough; a person reads the message
    commit = lane.take(lane.command("resume", execution))
    assert (trail(commit), texts(commit)) == (["await", "won.out", "cheer.out"], ["Hooray hi"])


def test_a_message_that_reaches_a_goal_while_paused_is_the_message_then() -> None:
    lane, execution = paused()
    lane.take(lane.message("stop it"))
    lane.take(lane.message("please"))
    assert texts(lane.take(lane.command("resume", execution))) == ["Hooray stop it"]


def test_an_event_after_the_time_of_the_wait_comes_too_late_also_while_paused() -> None:
    lane, execution = paused()
    timer = lane.event("timer", execution, NOW + HOUR)
    lane.take(timer, now=NOW + HOUR)
    assert lane.take(lane.named("paid", data=40), now=NOW + HOUR).executions == {}
    lane.take(lane.command("resume", execution), now=NOW + 2 * HOUR)
    assert texts(lane.take(timer, now=NOW + 2 * HOUR)) == ["Not yet?"]


def test_a_goal_puts_an_event_with_a_key_back_for_whoever_asks_for_it_later() -> None:
    lane, _ = paused()
    lane.take(lane.named("paid", "k1", data=40))
    assert [kept.key for kept in lane.take(lane.named("won")).kept] == ["k1"]


def test_what_was_missed_is_forgotten_with_a_failure() -> None:
    lane, execution = paused()
    lane.take(lane.named("paid", data=40))
    lane.plans[1] = PlanRefused("Gone.")
    lane.take(lane.command("resume", execution))
    assert (execution.status, execution.memory) == (ExecutionStatus.FAILED, {})
