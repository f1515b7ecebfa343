"""Short ways to play scripts with flows."""

from typing import Any

import msgspec
from flow_builder import REGISTRY

from engine.flow import FlowDocument
from engine.simulator.results import Outcome, Sent, Stepped
from engine.simulator.script import Script
from engine.simulator.simulate import simulate
from engine.simulator.stage import set_stage


def play(
    document: FlowDocument,
    *steps: dict[str, Any],
    others: dict[int, FlowDocument] | None = None,
    own_id: int | None = None,
    **script: Any,
) -> Outcome:
    """What the steps, as JSON writes them, lead to."""
    told = msgspec.convert({"steps": list(steps), **script}, Script)
    return simulate(set_stage(document, REGISTRY, others, own_id), told)


def say(text: str) -> dict[str, Any]:
    """The contact writes."""
    return {"type": "say", "text": text}


def skip(**duration: int) -> dict[str, Any]:
    """Time passes: `skip(hours=3)`."""
    return {"type": "advance", "duration": duration}


def happen(name: str, key: str | None = None, data: Any = None) -> dict[str, Any]:
    """A named event happens."""
    return {"type": "happen", "name": name, "key": key, "data": data}


def answer(node_id: str, **result: Any) -> dict[str, Any]:
    """What a call to the outside comes to."""
    return {"type": "answer", "nodeId": node_id, **result}


def expect(text: str, **how: Any) -> dict[str, Any]:
    """The next message."""
    return {"type": "expect", "text": text, **how}


NEXT = {"type": "advance_to_next"}
NOTHING = {"type": "expect_nothing"}


def expect_end(outcome: str | None = None) -> dict[str, Any]:
    """The flow is over."""
    return {"type": "expect_end", "outcome": outcome}


def texts(outcome: Outcome) -> list[str]:
    """What was said to the contact."""
    return [entry.text for entry in outcome.timeline if isinstance(entry, Sent)]


def trail(outcome: Outcome) -> list[str]:
    """The steps as `node` or `node.port`."""
    steps = (entry for entry in outcome.timeline if isinstance(entry, Stepped))
    return [f"{step.node_id}.{step.port}" if step.port else step.node_id for step in steps]


def wrong(outcome: Outcome) -> list[str]:
    """What did not hold and what could not be done."""
    failed = [each.message for each in outcome.expectations if not each.holds]
    return failed + [each.message for each in outcome.troubles]
