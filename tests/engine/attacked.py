"""Runs attack payloads with 512 MB of memory and two seconds each; prints what became of each as JSON."""

import json
import resource
import signal
import sys
from datetime import UTC, datetime
from typing import Any

from engine.errors import EvaluationFailed, SourceRefused
from engine.expressions import compile_expression
from engine.templates import compile_template

MEMORY = 512 * 1024 * 1024
SECONDS = 2


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for kind, source in json.load(sys.stdin):
        signal.alarm(SECONDS)  # nothing catches it: a payload that takes longer ends this process
        before = peak()
        outcome = attack(kind, source)
        print(json.dumps({"source": source, "grown_mb": peak() - before, **outcome}), flush=True)
    signal.alarm(0)


def attack(kind: str, source: str) -> dict[str, Any]:
    """What the payload gave: `refused` or `failed` with the sentence, or `value`."""
    scope = victim()
    untouched = victim()
    try:
        value = (
            compile_template(source).render(scope)
            if kind == "template"
            else compile_expression(source).evaluate(scope)
        )
    except SourceRefused as error:
        return {"kind": "refused", "value": str(error)}
    except EvaluationFailed as error:
        return {"kind": "failed", "value": str(error)}
    return {"kind": "value", "value": value, "mutated": changed(scope, untouched)}


def victim() -> dict[str, Any]:
    """A scope with large data, built anew so that a change shows."""
    big = {"text": "x" * 60_000, "list": list(range(20_000)), "deep": nested(5000)}
    fields = {"x": [1], "d": {"a": 1}}
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return {
        "contact": {"name": "Ana", "fields": fields},
        "message": None,
        "event": big,
        "vars": {"d": {"x": [1]}},
        "now": now,
    }


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def changed(scope: dict[str, Any], untouched: dict[str, Any]) -> bool:
    return any(scope[root] != untouched[root] for root in ("contact", "vars"))


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


main()
