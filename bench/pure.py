"""The engine in memory: what one visit of a pure node costs when nothing is stored."""

import time
from datetime import UTC, datetime
from itertools import count
from random import Random

from bench.flow import TEXT, VISITS, flow_document
from engine.flow import decode_document
from engine.handle import World, handle
from engine.model import Contact, Event
from engine.plan import compile_plan
from engine.registry import load_registry
from engine.triggers import MessageReceived, TriggerIndex, TriggerRow

PAYLOAD = {"id": 1, "text": TEXT, "type": "Text", "subtype": "text"}


def microseconds_per_visit(runs: int = 5_000) -> float:
    """The best of three rounds of `runs` executions."""
    return min(_round(runs) for _ in range(3)) / runs / VISITS * 1e6


def _round(runs: int) -> float:
    """CPU seconds for `runs` executions, one event each."""
    plan = compile_plan(1, 1, decode_document(flow_document()), load_registry())
    triggers = TriggerIndex([TriggerRow(1, 1, "start", MessageReceived("contains", ("hello",)))])
    contact, ids, rng = Contact(1, 1, "Customer", "+34600000001"), count(1), Random(1)
    now = datetime.now(UTC)
    started = time.process_time()
    for _ in range(runs):
        world = World(contact, [], {1: plan}, triggers, ids.__next__)
        commit = handle(world, [Event(1, now, "message", PAYLOAD)], now, rng)
        assert len(commit.steps) == VISITS, commit
    return time.process_time() - started
