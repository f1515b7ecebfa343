"""The verifier compares what a flow gives to another with what that one reads, and what it keeps with what that one sets."""

from itertools import pairwise
from typing import Any

from flow_builder import ANY, REGISTRY, Lane, NodeSpec, chain, flow, say, texts

from engine.flow import FlowDocument
from engine.triggers import FlowCalled, MessageReceived
from engine.verifier.called import callee_of, misfitting_calls
from engine.verifier.check import check, examine

CALLED = ("start", "trigger", {"on": {"type": "flow_called"}})
START = ("start", "trigger", ANY)
ASK = ("ask", "wait_for_reply", {"saveTo": "answer", "timeout": {"hours": 1}})
CITY = {"name": "city", "value": "Rome"}


def told(callee: FlowDocument, kind: str = "call_flow", **config: Any) -> list[tuple[str, str | None, str]]:
    """What is found in a flow that starts or calls this one."""
    draft = examine(chain(("call", kind, {"flow": 7, **config})), REGISTRY)
    issues = [*misfitting_calls(draft, {7: callee_of(examine(callee, REGISTRY))})]
    assert {issue.severity for issue in issues} <= {"warning"}
    return [(issue.code, issue.field, issue.message) for issue in issues]


def reading(text: str, *before: NodeSpec, trigger: NodeSpec = CALLED) -> FlowDocument:
    names = ["start", *(node_id for node_id, *_ in before), "hi"]
    ports = {"ask": ".replied"}
    edges = " ".join(f"{a}{ports.get(a, '')}>{b}" for a, b in pairwise(names))
    return flow(trigger, *before, say("hi", text), edges=edges, name="Other")


def test_a_variable_that_the_other_flow_reads_is_given_to_it() -> None:
    other = reading("{{ vars.city }} {{ vars.street }}")
    assert told(other, inputs=[CITY]) == [
        (
            "input_missing",
            "inputs",
            "The flow “Other” reads 'street' and is not given it here. Add it to the inputs.",
        )
    ]
    assert [code for code, *_ in told(other, "start_flow")] == ["input_missing"]
    assert told(reading("{{ vars.city }}"), inputs=[CITY]) == []


def test_what_the_other_flow_sets_or_does_without_need_not_be_given() -> None:
    keep = ("keep", "set_variable", {"name": "city", "value": "Rome"})
    assert told(reading("{{ vars.city }}", keep)) == []
    assert told(reading("{{ vars.city | default('Rome') }}")) == []
    assert told(reading("{{ vars.answer }} {{ message.text }}", ASK)) == []


def test_a_flow_that_is_not_made_for_it_begins_without_message_and_event() -> None:
    hello = reading("You said {{ message.text }}", trigger=START)
    assert check(hello, REGISTRY) == []
    ((code, field, text),) = told(hello)
    assert (code, field) == ("no_entrance", "flow")
    assert text.startswith("The flow “Other” has no trigger “Another flow starts it”")
    lane = Lane(
        chain(("call", "call_flow", {"flow": 2})),
        hello,
        triggers=[MessageReceived("exact", ("go",)), MessageReceived("exact", ("x",))],
    )
    lane.take(lane.message("go"))
    assert "'message.text' has no value" in (lane.executions[1].error_message or "")
    plain = reading("Hello", trigger=START)
    assert told(plain) == []
    assert [code for code, *_ in told(plain, inputs=[CITY])] == ["no_entrance"]


def test_a_message_is_not_there_for_a_flow_that_has_the_trigger_beside_another_one() -> None:
    both = flow(
        ("said", "trigger", ANY),
        CALLED,
        say("hi", "{{ message.text }}"),
        edges="said>hi start>hi",
        name="Other",
    )
    ((code, _, text),) = told(both)
    assert code == "no_entrance"
    assert text.startswith("The flow “Other” reads 'message.text', which there is not")


def test_a_flow_that_writes_is_not_started_where_nobody_is_written_to() -> None:
    hook = ("hook", "trigger", {"on": {"type": "webhook"}})
    call = ("call", "call_flow", {"flow": 7})
    for document, codes in (
        (flow(hook, call, edges="hook>call"), ["no_contact"]),
        (flow(hook, START, call, edges="hook>call start>call"), ["no_contact"]),
        (flow(START, call, edges="start>call"), []),
    ):
        callees = {7: callee_of(examine(reading("Hi"), REGISTRY))}
        found = misfitting_calls(examine(document, REGISTRY), callees)
        assert [issue.code for issue in found] == codes


def test_a_result_that_the_other_flow_never_sets_stays_empty() -> None:
    kept = [{"name": "answer", "saveTo": "a"}, {"name": "anwser", "saveTo": "b"}]
    assert told(reading("Hi", ASK), outputs=kept) == [
        (
            "result_never_set",
            "outputs[1].name",
            "The flow “Other” never sets 'anwser', so this stays empty.",
        )
    ]
    given_back = [{"name": "city", "saveTo": "a"}]
    assert told(reading("{{ vars.city }}"), inputs=[CITY], outputs=given_back) == []


def test_an_input_is_read_behind_the_trigger_for_it_and_nowhere_else() -> None:
    inner = reading("In {{ vars.city }}")
    assert [issue.code for issue in check(inner, REGISTRY)] == ["window_maybe_closed"]
    call = chain(("call", "call_flow", {"flow": 2, "inputs": [CITY]}))
    lane = Lane(call, inner, triggers=[MessageReceived("exact", ("go",)), FlowCalled()])
    assert texts(lane.take(lane.message("go"))) == ["In Rome"]
    (issue,) = check(reading("In {{ vars.city }}", trigger=START), REGISTRY)
    assert (issue.severity, issue.code) == ("error", "variable_not_set")
