"""The verifier looks at time: waits without end, ways that are never taken, and WhatsApp's 24-hour window."""

from typing import Any

import pytest
from flow_builder import ANY, REGISTRY, NodeSpec, flow, say

from engine.flow import FlowDocument
from engine.verifier.check import check

START = ("start", "trigger", ANY)
EVENT = ("start", "trigger", {"on": {"type": "event_received", "name": "order_paid"}})


def ask(**config: Any) -> NodeSpec:
    return ("ask", "wait_for_reply", config)


def wait(node_id: str, **config: Any) -> NodeSpec:
    return (node_id, "wait", config)


def about(document: FlowDocument, *codes: str) -> list[tuple[str, str | None]]:
    return [(i.code, i.node_id) for i in check(document, REGISTRY) if i.code in codes]


def window(document: FlowDocument) -> list[tuple[str, str | None]]:
    return about(document, "window_closed", "window_maybe_closed")


def test_a_wait_that_nothing_ends_offers_hours_within_the_window() -> None:
    (issue,) = [
        i for i in check(flow(START, ask(), edges="start>ask"), REGISTRY) if i.code == "missing_timeout"
    ]
    assert (issue.node_id, issue.field, issue.severity) == ("ask", "timeout", "warning")
    assert [(f.label, f.value) for f in issue.fixes] == [("Wait 20 hours at most", {"hours": 20})]  # type: ignore[union-attr]


def test_a_way_out_that_is_never_taken_is_told() -> None:
    document = flow(START, ask(), ("end", "end", {}), edges="start>ask ask.timeout>end")
    assert about(document, "way_never_taken") == [("way_never_taken", "ask")]
    timed = flow(START, ask(timeout={"hours": 1}), ("end", "end", {}), edges="start>ask ask.timeout>end")
    assert about(timed, "way_never_taken") == []


def test_a_way_to_nowhere_beside_others_that_lead_on_is_told_with_an_end_to_add() -> None:
    document = flow(START, ask(timeout={"hours": 1}), say("hi", "Hi"), edges="start>ask ask.replied>hi")
    (issue,) = [i for i in check(document, REGISTRY) if i.code == "way_to_nowhere"]
    assert issue.message == "“No reply” leads nowhere, so the flow ends there. Connect it, or add an End."
    assert issue.field == "timeout"


def test_the_time_for_an_event_is_called_as_its_card_calls_it() -> None:
    order = ("order", "wait_for_event", {"name": "order_paid", "timeout": {"hours": 1}})
    document = flow(START, order, say("hi", "Hi"), edges="start>order order.happened>hi")
    (issue,) = [i for i in check(document, REGISTRY) if i.code == "way_to_nowhere"]
    assert issue.message.startswith("“Not in time” leads nowhere")


def test_a_way_that_somebody_named_is_called_so_whatever_its_id() -> None:
    paid, late = (
        {"id": "paid", "on": {"type": "event", "name": "order_paid"}},
        {"id": "timeout", "label": "Gave up", "on": {"type": "time", "duration": {"hours": 1}}},
    )
    first = ("first", "wait_for_first", {"branches": [paid, late]})
    document = flow(START, first, say("hi", "Hi"), edges="start>first first.paid>hi")
    assert [i.message for i in check(document, REGISTRY) if i.code == "way_to_nowhere"] == [
        "“Gave up” leads nowhere, so the flow ends there. Connect it, or add an End."
    ]


@pytest.mark.parametrize("pause", [{"hours": 24}, {"days": 2}, {"hours": 23, "minutes": 59, "seconds": 60}])
def test_after_a_day_of_waiting_the_window_is_closed(pause: dict[str, int]) -> None:
    document = flow(START, wait("rest", duration=pause), say("hi", "Hi"), edges="start>rest rest>hi")
    assert window(document) == [("window_closed", "hi")]


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((wait("rest", duration={"hours": 23}), say("hi", "Hi")), "start>rest rest>hi"),
        ((ask(timeout={"hours": 20}), say("hi", "Hi")), "start>ask ask.timeout>hi"),
        (
            (wait("rest", duration={"days": 9}), ask(), say("hi", "Hi")),
            "start>rest rest>ask ask.replied>hi",
        ),
    ],
)
def test_where_the_contact_wrote_within_a_day_the_window_is_open(
    nodes: tuple[NodeSpec, ...], edges: str
) -> None:
    assert window(flow(START, *nodes, edges=edges)) == []


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((wait("rest", until="{{ now }}"), say("hi", "Hi")), "start>rest rest>hi"),
        ((wait("rest", window={"days": ["mon"]}), say("hi", "Hi")), "start>rest rest>hi"),
        (
            (ask(timeout={"days": 2}), say("hi", "Hi")),
            "start>ask ask.timeout>hi ask.replied>hi",
        ),
        (
            (say("hi", "Hi"), wait("rest", duration={"hours": 3})),
            "start>hi hi>rest rest>hi",
        ),
    ],
)
def test_where_one_way_takes_a_day_the_window_may_be_closed(nodes: tuple[NodeSpec, ...], edges: str) -> None:
    assert window(flow(START, *nodes, edges=edges)) == [("window_maybe_closed", "hi")]


def test_waits_add_up() -> None:
    document = flow(
        START,
        wait("a", duration={"hours": 12}),
        wait("b", duration={"hours": 12}),
        say("hi", "Hi"),
        edges="start>a a>b b>hi",
    )
    assert window(document) == [("window_closed", "hi")]


def test_only_the_first_of_several_messages_in_a_row_is_told() -> None:
    document = flow(EVENT, say("a", "A"), say("b", "B"), edges="start>a a>b")
    assert window(document) == [("window_maybe_closed", "a")]
    later = flow(
        EVENT,
        say("a", "A"),
        wait("rest", duration={"hours": 1}),
        say("b", "B"),
        edges="start>a a>rest rest>b",
    )
    assert window(later) == [("window_maybe_closed", "a"), ("window_maybe_closed", "b")]


def test_a_message_with_a_way_for_its_failure_is_in_good_hands() -> None:
    document = flow(EVENT, say("a", "A"), ("end", "end", {}), edges="start>a a.failed>end")
    assert window(document) == []


def test_many_ways_that_meet_are_no_loop() -> None:
    branches = [{"id": f"b{n}", "weight": 1} for n in range(10)]
    waits = [wait(f"w{n}", duration={"minutes": n + 1}) for n in range(10)]
    ways = " ".join(f"split.b{n}>w{n} w{n}>hi" for n in range(10))
    document = flow(
        START,
        ("split", "random_split", {"branches": branches}),
        *waits,
        say("hi", "Hi"),
        edges=f"start>split {ways}",
    )
    assert window(document) == []


def test_many_lengths_that_meet_in_a_loop_are_as_long_as_the_longest() -> None:
    either = {"window": {"days": ["mon"]}}
    nodes = [
        node
        for n in range(40)
        for node in (wait(f"w{n}", duration={"minutes": 1}), (f"either{n}", "business_hours", either))
    ]
    ways = " ".join(f"w{n}>either{n} either{n}.open>hi either{n}.closed>w{n + 1}" for n in range(40))
    document = flow(START, ask(), *nodes, say("hi", "Hi"), edges=f"start>ask ask.replied>w0 {ways} hi>ask")
    assert window(document) == []


def test_time_adds_up_on_a_way_back_on_which_nothing_is_heard() -> None:
    document = flow(
        START,
        ask(timeout={"seconds": 1}),
        say("hi", "Hi"),
        edges="start>ask ask.timeout>ask ask.replied>hi",
    )
    assert window(document) == []  # a reply is heard
    silent = flow(
        START,
        ask(timeout={"seconds": 1}),
        say("late", "Hi"),
        ("either", "business_hours", {"window": {"days": ["mon"]}}),
        edges="start>ask ask.timeout>either either.open>ask either.closed>late",
    )
    assert window(silent) == [("window_maybe_closed", "late")]


def test_a_node_of_which_nothing_leads_on_is_told_once() -> None:
    document = flow(START, ask(timeout={"hours": 1}), edges="start>ask")
    assert about(document, "way_to_nowhere") == [("way_to_nowhere", "ask")]


def test_a_goal_that_is_waited_for_may_be_waited_for_without_end() -> None:
    on = {"type": "event_received", "name": "order_paid"}
    document = flow(START, ("goal", "goal", {"on": on, "otherwise": "wait"}), edges="start>goal")
    assert about(document, "missing_timeout") == [("missing_timeout", "goal")]
