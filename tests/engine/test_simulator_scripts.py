"""Scripts that are odd, huge or made by chance: a sentence for each, never a crash."""

from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from flow_builder import REGISTRY
from scripts import play

from engine.errors import ParleyError
from engine.flow import FlowDocument, decode_document
from engine.simulator.script import MAX_SCRIPT, Script
from engine.simulator.simulate import simulate
from engine.simulator.stage import set_stage

WORDS = ["hi", "yes", "", "blue 7", "STOP", "🌿" * 40, "{{ vars.x }}", "[(", "a" * 4_096]
EXAMPLE = (Path(__file__).parents[2] / "docs/flows.md").read_text()
WELCOME = decode_document(EXAMPLE.split("```json\n")[1].split("```")[0].encode())

REFUSED: list[dict[str, Any]] = [
    {"steps": [{"type": "dance"}]},
    {"steps": [{"type": "say", "text": ""}]},
    {"steps": [{"type": "say", "text": "x" * 4_097}]},
    {"steps": [{"type": "say", "text": "x", "loud": True}]},
    {"steps": [{"type": "advance", "duration": {"hours": -1}}]},
    {"steps": [{"type": "advance", "duration": {"hours": 1e9}}]},
    {"steps": [{"type": "happen", "name": "Not A Name"}]},
    {"steps": [{"type": "say", "text": "x"}] * (MAX_SCRIPT + 1)},
    {"steps": "say"},
    {"start": "ask"},
    {"seed": -1},
    {"at": "yesterday"},
    {"contact": {"age": 7}},
]


@pytest.mark.parametrize("raw", REFUSED, ids=lambda raw: str(raw)[:60])
def test_what_is_no_script_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(raw, Script)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ({"contact": {"timezone": "Mars/Base"}}, "contact.timezone: 'Mars/Base' is not a time zone"),
        ({"at": "2026-03-02T09:00:00"}, "at: Begin between"),
        ({"at": "9999-12-31T09:00:00Z"}, "at: Begin between"),
        ({"steps": [{"type": "expect", "text": "(", "match": "regex"}]}, "steps[0].text: “(” is not a valid pattern."),
    ],
)  # fmt: skip
def test_what_the_types_cannot_say_is_said(script: dict[str, Any], sentence: str) -> None:
    outcome = simulate(set_stage(WELCOME, REGISTRY), msgspec.convert(script, Script))
    assert outcome.troubles[0].message.startswith(sentence)
    assert not outcome.passed


def test_a_flow_without_anything_can_be_simulated() -> None:
    outcome = play(FlowDocument("Empty"), {"type": "say", "text": "hi"}, {"type": "webhook"})
    assert [each.message for each in outcome.troubles] == [
        "The flow has no trigger that listens to its webhook."
    ]


@pytest.mark.parametrize("seed", range(60))
def test_random_scripts_never_crash_and_repeat_themselves(seed: int) -> None:
    rng = Random(seed)
    document = _damaged(WELCOME, rng)
    raw = {"steps": [_step(rng) for _ in range(rng.randint(1, 40))], "seed": seed}
    if rng.random() < 0.4:
        raw["start"] = {
            "nodeId": rng.choice(["ask", "listen", "choose", "nowhere"]),
            "variables": {"city": 5},
        }
    script = msgspec.convert(raw, Script)
    try:
        stage = set_stage(document, REGISTRY)
    except ParleyError:
        pytest.fail("a draft is compiled as far as it goes")
    first, second = (msgspec.json.encode(simulate(stage, script)) for _ in range(2))
    assert first == second


def _step(rng: Random) -> dict[str, Any]:
    node_id = rng.choice(["start", "ask", "listen", "choose", "bye", "nowhere"])
    text = rng.choice(WORDS) or "x"
    makers: list[dict[str, Any]] = [
        {"type": "say", "text": text},
        {"type": "tap", "button": text[:200]},
        {"type": "happen", "name": "paid", "key": rng.choice([None, "1"]), "data": {"x": [1, None]}},
        {"type": "webhook", "data": rng.choice([None, [], {"a": 1}])},
        {"type": "fire", "nodeId": node_id},
        {"type": "advance", "duration": {"minutes": rng.randint(0, 2_000)}},
        {"type": "advance_to_next"},
        {"type": "answer", "nodeId": node_id, "port": rng.choice(["out", "failed", "x"])},
        {"type": "fail_send"},
        {"type": "expect", "text": text, "match": rng.choice(["contains", "exact"])},
        {"type": "expect_nothing"},
        {"type": "expect_end"},
        {"type": "expect_at", "nodeId": node_id},
        {"type": "expect_variable", "name": "city", "value": rng.choice([None, 1, {"a": 2}])},
    ]
    return rng.choice(makers)


def _damaged(document: FlowDocument, rng: Random) -> FlowDocument:
    """The flow with some of its nodes and edges changed for the worse."""
    raw = msgspec.to_builtins(document)
    for _ in range(rng.randint(0, 3)):
        match rng.randrange(5):
            case 0:
                rng.choice(raw["nodes"])["config"] = {"odd": 1}
            case 1:
                rng.choice(raw["nodes"])["type"] = rng.choice(["acme.gone", "trigger", "end", "call_flow"])
            case 2:
                rng.choice(raw["edges"])["target"] = rng.choice(["nowhere", "start", "ask"])
            case 3:
                raw["nodes"].append(dict(rng.choice(raw["nodes"])))
            case 4:
                rng.choice(raw["nodes"])["disabled"] = True
    raw["settings"] = rng.choice([{}, {"reentry": {"type": "once"}}, {"odd": True}])
    return msgspec.convert(raw, FlowDocument)
