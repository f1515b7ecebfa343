"""The simulator: what a script leads to, from the first message to outside calls, other flows, and drafts that are not whole."""

from typing import Any

import flow_builder
import msgspec
from flow_builder import ANY, REGISTRY, chain, flow
from scripts import NEXT, answer, expect, expect_end, happen, play, say, skip, texts, trail, wrong

from engine.simulator.buttons import find_button
from engine.simulator.results import Ended, Rested, Sent, Stepped, Weighed
from engine.simulator.script import Script
from engine.simulator.simulate import simulate
from engine.simulator.stage import set_stage
from engine.simulator.window import CLOSED

HI = {"on": {"type": "message_received", "match": "contains", "keywords": ["hi"]}}
ASK = flow(
    ("start", "trigger", HI),
    flow_builder.say("ask", "City, {{ contact.name }}?"),
    ("listen", "wait_for_reply", {"saveTo": "city", "timeout": {"hours": 1}}),
    flow_builder.say("thanks", "{{ vars.city }}, nice."),
    flow_builder.say("nudge", "Still there?"),
    ("done", "end", {"outcome": "answered"}),
    edges="start>ask ask>listen listen.replied>thanks listen.timeout>nudge thanks>done",
)
CALL = chain(
    ("call", "http_request", {"url": "https://api.example.com/{{ vars.id }}", "authorization": "Bearer hush", "saveTo": "got"}),
    flow_builder.say("tell", "It is {{ vars.got.body }}"),
)  # fmt: skip


def test_a_chat_runs_through_the_draft_and_says_where_each_message_came_from() -> None:
    outcome = play(
        ASK, say("hi there"), expect("City, Ana?"), say("Rome"), expect("Rome, nice."), expect_end("answered")
    )
    assert outcome.passed
    assert trail(outcome) == ["start.out", "ask.out", "listen.replied", "thanks.out", "done"]
    sent = [entry for entry in outcome.timeline if isinstance(entry, Sent)]
    assert [(each.node_id, each.script_step) for each in sent] == [("ask", 0), ("thanks", 2)]
    steps = {(each.node_id, each.visit) for each in outcome.timeline if isinstance(each, Stepped)}
    assert {(each.node_id, each.visit) for each in sent} <= steps
    assert outcome.executions[0].variables == {"city": "Rome"}
    assert isinstance(outcome.timeline[-1], Ended)


def test_the_same_input_gives_the_same_bytes() -> None:
    split = flow(
        ("start", "trigger", ANY),
        ("split", "random_split", {"branches": [{"id": "a"}, {"id": "b"}], "sticky": False}),
        flow_builder.say("a", "A"),
        flow_builder.say("b", "B"),
        edges="start>split split.a>a split.b>b",
    )
    script = [say(str(n)) for n in range(20)]
    once, twice = (msgspec.json.encode(play(split, *script, seed=7)) for _ in range(2))
    assert once == twice
    assert msgspec.json.encode(play(split, *script, seed=8)) != once


def test_a_message_that_starts_nothing_says_why_for_each_trigger() -> None:
    once = msgspec.structs.replace(ASK, settings={"reentry": {"type": "once"}})
    outcome = play(once, say("hello"), say("hi"), say("Rome"), say("hi again"))
    weighed = [entry for entry in outcome.timeline if isinstance(entry, Weighed)]
    assert [each.triggers[0].verdict for each in weighed] == ["words", "started", "reentry"]


def test_an_execution_begins_at_any_node_with_variables() -> None:
    outcome = play(ASK, expect_end("answered"), start={"nodeId": "thanks", "variables": {"city": "Oslo"}})
    assert outcome.passed
    assert texts(outcome) == ["Oslo, nice."]
    assert wrong(play(ASK, start={"nodeId": "gone"})) == [
        "There is no node 'gone' to begin at, or it is disabled."
    ]


def test_a_call_to_the_outside_rests_until_it_is_answered_and_hides_its_secrets() -> None:
    resting = play(CALL, say("go"), start=None)
    assert trail(resting) == ["start.out", "call"]  # its address needs a variable
    begun: dict[str, Any] = {"nodeId": "call", "variables": {"id": 7}}
    waiting = play(CALL, start=begun)
    (call,) = waiting.calls
    assert (call.node_id, call.ports) == ("call", ["out", "failed"])
    assert call.input["url"] == "https://api.example.com/7"
    assert call.input["authorization"] == "•••"
    assert b"hush" not in msgspec.json.encode(waiting)
    got = {"got": {"status": 200, "body": "blue"}}
    assert texts(play(CALL, answer("call", variables=got), start=begun)) == ["It is blue"]


def test_an_answer_may_be_an_error_and_must_fit_the_call() -> None:
    begun = {"nodeId": "call", "variables": {"id": 7}}
    failed = play(CALL, answer("call", error="Nobody there."), start=begun)
    assert failed.executions[0].error == "Nobody there."
    assert wrong(play(CALL, answer("call", port="sideways"), start=begun)) == [
        "The node 'call' has no way out 'sideways', only 'out', 'failed'."
    ]
    assert wrong(play(CALL, answer("tell"), start=begun)) == [
        "No call to the outside waits for an answer at 'tell'."
    ]


def test_a_call_of_a_called_flow_is_answered_by_the_number_of_its_flow() -> None:
    called = ("call", "http_request", {"url": "https://api.example.com", "saveTo": "got"})
    inner = flow(
        ("start", "trigger", {"on": {"type": "flow_called"}}),
        called,
        flow_builder.say("tell", "Inside: {{ vars.got }}"),
        edges="start>call call>tell",
    )
    begins = ("begin", "start_flow", {"flow": 5})
    document = chain(begins, called, flow_builder.say("tell", "Here: {{ vars.got }}"))

    def answered(*flow_ids: int | None) -> list[str]:
        steps = [answer("call", flowId=each, variables={"got": place}) for place, each in enumerate(flow_ids)]
        outcome = play(document, say("go"), *steps, others={5: inner})
        return texts(outcome) + wrong(outcome)

    assert [call.flow_id for call in play(document, say("go"), others={5: inner}).calls] == [0, 5]
    assert answered(5, 0) == ["Inside: 0", "Here: 1"]
    assert answered(None, None) == ["Here: 0", "Inside: 1"]  # as scripts without the number always meant it
    assert answered(0, 0) == ["Here: 0", "No call to the outside waits for an answer at 'call'."]


def test_a_contact_without_a_zone_lives_in_the_owners() -> None:
    told = chain(flow_builder.say("tell", "{{ contact.timezone }}"))
    for zone, contact, expected in (
        ("America/Santiago", {}, "America/Santiago"),
        ("America/Santiago", {"timezone": "Asia/Amman"}, "Asia/Amman"),
        ("UTC", {}, "UTC"),
    ):
        script = msgspec.convert({"steps": [say("hi")], "contact": contact}, Script)
        outcome = simulate(set_stage(told, REGISTRY, zone=zone), script)
        assert (texts(outcome), outcome.timezone) == ([expected], expected)


def test_events_webhooks_and_timed_triggers_start_the_flow() -> None:
    document = flow(
        ("paid", "trigger", {"on": {"type": "event_received", "name": "order_paid"}}),
        ("hook", "trigger", {"on": {"type": "webhook"}}),
        ("daily", "trigger", {"on": {"type": "schedule", "cron": "0 9 * * *", "audience": {}}}),
        flow_builder.say("thanks", "Paid {{ event.total | default('nothing') }}"),
        ("keep", "set_variable", {"name": "got", "expression": "event.total"}),
        edges="paid>thanks daily>thanks hook>keep",
    )
    outcome = play(
        document,
        happen("order_paid", "17", {"total": 40}),
        {"type": "webhook", "data": {"total": 3}},
        {"type": "fire", "nodeId": "daily"},
        {"type": "fire", "nodeId": "keep"},
    )
    assert [each.has_contact for each in outcome.executions] == [True, False, True]
    assert outcome.executions[1].variables == {"got": 3}
    assert texts(outcome)[0] == "Paid 40"
    assert wrong(outcome) == ["There is no trigger 'keep' that could fire."]


def test_flows_start_and_call_other_flows_for_real() -> None:
    other = flow(
        ("start", "trigger", {"on": {"type": "flow_called"}}),
        flow_builder.say("name", "Name?"),
        ("listen", "wait_for_reply", {"saveTo": "name"}),
        edges="start>name name>listen",
    )
    call = ("call", "call_flow", {"flow": 5, "outputs": [{"name": "name", "saveTo": "who"}]})
    document = chain(call, flow_builder.say("hello", "Hello {{ vars.who }}"))
    outcome = play(document, say("go"), say("Eva"), others={5: other})
    assert texts(outcome) == ["Name?", "Hello Eva"]
    assert [each.flow_id for each in outcome.executions] == [0, 5]
    missing = play(document, say("go"))
    assert "Flow 5 is not published" in (missing.executions[0].error or "")


def test_a_flow_may_start_itself_and_the_simulation_ends() -> None:
    circle = chain(("again", "start_flow", {"flow": 9}))
    outcome = play(circle, say("go"), own_id=9)
    assert {each.flow_id for each in outcome.executions} == {0}
    assert "go round in a circle" in (outcome.executions[-1].error or "")


def test_a_button_is_tapped_by_its_title_or_its_id() -> None:
    body = {"type": "interactive", "interactive": {"type": "button", "action": {"buttons": [
        {"type": "reply", "reply": {"id": "1/ask/yes", "title": "Yes, please"}},
        {"type": "reply", "reply": {"id": "1/ask/no", "title": "No"}},
    ]}}}  # fmt: skip
    for wanted in ("Yes, please", "yes, PLEASE ", "1/ask/yes", "yes"):
        button = find_button([{"type": "text"}, body], wanted)
        assert button is not None
        assert button.id == "1/ask/yes"
    assert find_button([body], "maybe") is None
    assert wrong(play(ASK, say("hi"), {"type": "tap", "button": "Yes"})) == [
        "No message has a button 'Yes' to tap."
    ]


PICK = flow(
    ("start", "trigger", ANY),
    ("pick", "send_buttons", {"text": "Which?", "buttons": [{"id": "red", "title": "Red"}, {"id": "blue", "title": "Blue"}]}),
    flow_builder.say("red", "Red it is"),
    flow_builder.say("blue", "Blue it is"),
    ("sorry", "set_variable", {"name": "sorry", "expression": "true"}),
    edges="start>pick pick.red>red pick.blue>blue pick.failed>sorry",
)  # fmt: skip


def test_reply_buttons_are_tapped_and_hear_of_a_refusal() -> None:
    tapped = play(PICK, say("hi"), {"type": "tap", "button": "Blue"}, expect("Which?"), expect("Blue it is"))
    assert wrong(tapped) == []
    sent = next(entry for entry in tapped.timeline if isinstance(entry, Sent))
    assert [button.title for button in sent.buttons] == ["Red", "Blue"]
    assert texts(play(PICK, say("hi"), say("red")))[-1] == "Red it is"
    refused = play(PICK, {"type": "fail_send"}, say("hi"))
    assert trail(refused) == ["start.out", "pick.failed", "sorry.out"]


def test_a_send_that_fails_takes_the_other_way() -> None:
    document = flow(
        ("start", "trigger", ANY),
        flow_builder.say("offer", "Offer"),
        ("sorry", "set_variable", {"name": "sorry", "expression": "true"}),
        edges="start>offer offer.failed>sorry",
    )
    outcome = play(document, {"type": "fail_send"}, say("go"), expect("Offer", failed=True))
    assert outcome.passed
    assert trail(outcome) == ["start.out", "offer.failed", "sorry.out"]
    assert trail(play(document, say("go"))) == ["start.out", "offer.out"]


def test_a_message_after_a_day_of_silence_is_refused_unless_the_contact_wrote() -> None:
    document = chain(("sleep", "wait", {"duration": {"hours": 25}}), flow_builder.say("late", "Still there?"))
    outcome = play(document, say("go"), NEXT)
    (sent,) = (entry for entry in outcome.timeline if isinstance(entry, Sent))
    assert sent.error == CLOSED
    awake = play(document, say("go"), skip(hours=2), say("me again"), skip(hours=24), expect("Still there?"))
    assert awake.passed
    silent = play(ASK, start={"nodeId": "ask"}, contact={"silentFor": {"days": 2}})
    assert next(entry for entry in silent.timeline if isinstance(entry, Sent)).error == CLOSED


def test_a_draft_with_broken_nodes_runs_elsewhere() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("choose", "condition", {"branches": [{"id": "good", "when": {"expression": "message.text == 'good'"}}]}),
        flow_builder.say("fine", "Fine"),
        ("broken", "send_message", {}),
        ("gone", "acme.gone", {"secret": "hush"}),
        edges="start>choose choose.good>fine choose.else>broken broken.out>gone fine>nowhere",
    )  # fmt: skip
    outcome = play(document, say("good"), expect_end(), say("bad"))
    assert texts(outcome) == ["Fine"]
    assert outcome.expectations[0].holds
    assert outcome.executions[1].error == "This node is not ready: This is needed: fill it in."
    assert {issue.code for issue in outcome.issues} >= {"invalid_config", "unknown_node", "dangling_edge"}
    reached = play(document, start={"nodeId": "gone"})
    assert "is not installed" in (reached.executions[0].error or "")
    assert b"hush" not in msgspec.json.encode(reached)


def test_a_trigger_that_is_not_ready_is_told() -> None:
    document = flow(("start", "trigger", {}), flow_builder.say("hi", "Hi"), edges="start>hi")
    (weighed,) = (entry for entry in play(document, say("x")).timeline if isinstance(entry, Weighed))
    assert [(each.node_id, each.verdict) for each in weighed.triggers] == [("start", "not_ready")]


def test_waits_tell_what_for_and_until_when() -> None:
    outcome = play(ASK, say("hi"))
    (rested,) = (entry for entry in outcome.timeline if isinstance(entry, Rested))
    assert (rested.node_id, rested.waiting_for) == ("listen", "reply")
    assert rested.until == outcome.next_timer == outcome.executions[0].wait_until
