"""What the verifier calls free of errors runs: no script makes the engine break, and no execution fails of what is told as an error.

`PROMISE_SEEDS=5000 pytest tests/engine/verifier/test_promises.py` looks at more flows.
"""

import os
import re
from random import Random

import pytest
from flow_builder import REGISTRY, flow
from flow_builder import say as says
from random_flows import BIRTHDAY, random_flow, random_steps
from scripts import play

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.simulator.results import Standing
from engine.verifier.called import callee_of, misfitting_calls
from engine.verifier.check import check, examine

SEEDS = int(os.environ.get("PROMISE_SEEDS", "240"))
AT_ONCE = 40
NO_VALUE = re.compile(r"'([\w.]+)' has no value")
OTHER = flow(
    ("start", "trigger", {"on": {"type": "flow_called"}}),
    says("ask", "Other {{ vars.a | default('') }}"),
    ("listen", "wait_for_reply", {"saveTo": "answer", "timeout": {"hours": 1}}),
    edges="start>ask ask>listen",
)

CALLEES = {7: callee_of(examine(OTHER, REGISTRY))}


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_a_flow_without_errors_keeps_its_promises(first: int) -> None:
    played = 0
    for seed in range(first, first + AT_ONCE):
        rng = Random(seed)
        document = random_flow(rng)
        verdict = examine(document, REGISTRY)
        issues = [*verdict.issues, *misfitting_calls(verdict, CALLEES)]
        if any(issue.severity == "error" for issue in issues):
            continue
        for _ in range(3):
            steps = random_steps(rng, document)
            outcome = play(document, *steps, others={7: OTHER}, contact={"fields": BIRTHDAY})
            broken = [
                each
                for each in outcome.executions
                if each.error is not None and not is_foretold(each, document, issues)
            ]
            assert broken == [], f"seed {seed}: {steps}"
            played += len(outcome.executions)
    assert played > AT_ONCE


def is_foretold(failed: Standing, document: FlowDocument, issues: list[Issue]) -> bool:
    """Whether a warning has told it, the script itself has said it, or it is a value that may be null or was to be given."""
    told = {issue.code for issue in issues if issue.node_id == failed.node_id}
    error = failed.error or ""
    if (found := NO_VALUE.search(error)) is not None:
        root, *parts = found[1].split(".")
        is_given = any(_listens_to(node.config, "flow_called") for node in document.nodes)
        is_null = root == "vars" and parts[0] in failed.variables
        return (
            is_null or (root == "vars" and is_given) or any(code.endswith("_on_some_ways") for code in told)
        )
    if error.startswith("This execution has no contact"):
        return failed.flow_id == 7 or "no_contact" in told
    return error == "Nobody there."


def _listens_to(config: dict[str, object], kind: str) -> bool:
    on = config.get("on")
    return isinstance(on, dict) and on.get("type") == kind


def test_a_failure_that_nothing_foretold_is_noticed() -> None:
    failed = Standing(
        *(1, 0, "Failed", "n0", None, None, {}, None),
        error="The template '{{ vars.x }}' failed: 'vars.x' has no value; add | default('…').",
        has_contact=True,
    )
    document = flow(
        ("t", "trigger", {"on": {"type": "message_received"}}), says("n0", "{{ vars.x }}"), edges="t>n0"
    )
    assert not is_foretold(failed, document, [])
    assert is_foretold(failed, document, [Issue("warning", "variable_not_set_on_some_ways", "", "n0")])
    failed.error = "The node 'n0' (end) broke: KeyError: 'x'"
    assert not is_foretold(failed, document, check(document, REGISTRY))
