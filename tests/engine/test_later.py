"""A simulation compiles the nodes that it comes to, of the draft and of the flows that it calls."""

from typing import Any

import pytest
from flow_builder import ANY, chain, flow
from flow_builder import say as says
from scripts import play, say, texts, wrong

from engine.simulator import later

CALLED = ("start", "trigger", {"on": {"type": "flow_called"}})
CALL = chain(("call", "call_flow", {"flow": 7}), says("after", "Back"))


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The nodes that are compiled."""
    found: list[str] = []
    real = later.decode_node

    def decode(spec: Any, *rest: Any) -> Any:
        found.append(spec.id)
        return real(spec, *rest)

    monkeypatch.setattr(later, "decode_node", decode)
    return found


def test_of_a_huge_flow_what_is_visited_is_compiled(compiled: list[str]) -> None:
    rest = [says(f"far{n}", f"{{{{ contact.name }}}} {n}") for n in range(200)]
    huge = flow(CALLED, says("near", "Near"), *rest, edges="start>near")
    outcome = play(CALL, say("go"), others={7: huge})
    assert texts(outcome) == ["Near", "Back"]
    assert sorted(compiled) == ["after", "call", "near", "start", "start"]


def test_a_node_is_compiled_once_in_all_tests_of_a_flow(compiled: list[str]) -> None:
    around = flow(("start", "trigger", ANY), says("hi", "Hi {{ contact.name }}"), edges="start>hi")
    play(around, *[say("go")] * 3)
    assert compiled == ["start", "hi"]


def test_a_node_of_another_flow_that_cannot_be_compiled_fails_when_it_is_reached() -> None:
    odd = flow(CALLED, says("near", "Near"), says("odd", "{{ contact.name"), edges="start>near near>odd")
    outcome = play(CALL, say("go"), others={7: odd})
    assert texts(outcome) == ["Near"]
    assert (outcome.executions[1].error or "").startswith("This node is not ready: The template")
    gone = flow(CALLED, ("odd", "acme.gone", {}), edges="start>odd")
    outcome = play(CALL, say("go"), others={7: gone})
    assert "is not installed" in (outcome.executions[1].error or "")
    assert wrong(outcome) == []


def test_a_flow_whose_goal_cannot_be_listened_to_cannot_run() -> None:
    on = {"type": "event_received", "name": "paid", "key": "{{"}
    odd = flow(CALLED, ("paid", "goal", {"on": on}), edges="start>paid")
    outcome = play(CALL, say("go"), others={7: odd})
    assert (outcome.executions[1].error or "").startswith("The flow cannot run: The template")
