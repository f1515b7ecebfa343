"""The mistakes that flows of other engines are refused for, in our format."""

import pytest
from flow_builder import ANY, REGISTRY, chain, flow, say

from engine.flow import FlowDocument
from engine.verifier.check import check

START = ("start", "trigger", ANY)
PAUSE = ("pause", "wait", {"duration": {"minutes": 1}})

MISTAKES: dict[str, tuple[FlowDocument, str, str]] = {
    "duplicate ids": (
        flow(START, ("end", "end", {}), ("end", "end", {}), edges="start>end"),
        "duplicate_id",
        "2 nodes have the id 'end'.",
    ),
    "a node without a way out": (
        chain(("which", "condition", {"branches": []})),
        "invalid_config",
        "Add at least one.",
    ),
    "an action that its method does not allow": (
        chain(("call", "http_request", {"url": "https://a.example", "method": "GET", "body": "{}"})),
        "invalid_config",
        "GET sends nothing: remove the JSON or choose another method.",
    ),
    "a comparison without its value": (
        chain(
            ("which", "condition", {"branches": [{"id": "a", "when": {"all": [{"field": "contact.id", "op": "contains"}]}}]})
        ),
        "invalid_config",
        "Say what to compare with.",
    ),
    "a default way that is not there": (
        flow(START, say("hi", "Hi"), ("end", "end", {}), edges="start>hi hi.default>end"),
        "unknown_port",
        "An edge leaves a way out that this node has no more: lead it from another, or delete it.",
    ),
    "a kind of flow that is not there": (
        flow(("start", "trigger", {"on": {"type": "voice_call"}})),
        "invalid_config",
        "'voice_call' is not one of the choices.",
    ),
    "a reference to a part that is gone": (
        chain(("jump", "go_to", {"target": "ghost"})),
        "unknown_target",
        "The node to go to is gone: choose another.",
    ),
    "a setting that is not there": (
        chain(("hi", "send_message", {"body": {"type": "text", "text": "Hi", "colour": "red"}})),
        "invalid_config",
        "There is no setting called 'colour' here: remove it.",
    ),
    "a flow that there cannot be": (
        chain(("call", "call_flow", {"flow": 0})),
        "invalid_config",
        "This is too small: at least 1.",
    ),
    "a timeout that means nothing": (
        chain(("ask", "wait_for_reply", {"timeout": {"seconds": 0}})),
        "invalid_config",
        "A wait is at least one second long.",
    ),
    "a package that is missing": (
        chain(("odd", "acme.beam_up", {})),
        "unknown_node",
        "The node type 'acme.beam_up' is not installed. Install the package that brings it, or delete the node.",
    ),
    "a way out to nothing": (
        flow(START, edges="start>ghost"),
        "dangling_edge",
        "A way out of this node leads to a node that is not there: connect it again.",
    ),
    "too many actions": (
        chain(
            ("which", "condition", {"branches": [{"id": "a", "when": {"any": [{"field": "contact.id", "op": "is_set"}] * 21}}]})
        ),
        "invalid_config",
        "These are too many: at most 20.",
    ),
    "too many ways": (
        chain(("ask", "send_buttons", {"text": "?", "buttons": [{"id": f"b{n}", "title": f"B{n}"} for n in range(4)]})),
        "invalid_config",
        "These are too many: at most 3.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("document", "code", "sentence"), MISTAKES.values(), ids=MISTAKES.keys())
def test_the_mistakes_of_other_engines_are_refused(document: FlowDocument, code: str, sentence: str) -> None:
    """After the broken flows that goflow's tests refuse, in our format."""
    (issue,) = [issue for issue in check(document, REGISTRY) if issue.severity == "error"]
    assert issue.code == code
    assert sentence in issue.message
