"""Whether what was expected came; if not, a sentence with what came instead."""

from collections.abc import Sequence

import re2

from engine.model import Execution
from engine.scope import as_text
from engine.simulator.results import Sent
from engine.simulator.script import (
    Expect,
    ExpectAt,
    Expectation,
    ExpectEnd,
    ExpectFailure,
    ExpectNothing,
    ExpectVariable,
)
from engine.triggers import normalise

LONGEST = 200

WAITS = {
    "reply": "for a reply",
    "time": "for a time",
    "event": "for an event",
    "first": "for the first of several things",
    "call": "for the flow that it called",
    "effect": "for an answer to its call",
}


def quoted(text: str) -> str:
    """A text in quotation marks, cut off where it is long."""
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}”"


class Expecting:
    """Goes through the messages in the order in which they were sent: each is expected once."""

    def __init__(self, sent: Sequence[Sent]) -> None:
        self._sent = sent
        self._next = 0

    def judge(self, expectation: Expectation, executions: list[Execution]) -> str:
        """What is wrong; empty when it holds. `executions` are those of the flow, the newest last."""
        match expectation:
            case Expect():
                return self._message(expectation)
            case ExpectNothing():
                return self._nothing()
            case ExpectEnd(outcome):
                return _end(outcome, executions)
            case ExpectFailure(node_id):
                return _failure(node_id, executions)
            case ExpectAt(node_id):
                return _at(node_id, executions)
            case ExpectVariable():
                return _variable(expectation, executions)

    def _message(self, wanted: Expect) -> str:
        if self._next >= len(self._sent):
            return f"Nothing more was sent, where {quoted(wanted.text)} was expected."
        sent = self._sent[self._next]
        self._next += 1
        if not _reads(sent.text, wanted):
            return f"{quoted(sent.text)} was sent, where {quoted(wanted.text)} was expected."
        if sent.error is not None and not wanted.failed:
            return f"{quoted(sent.text)} did not arrive: {sent.error}"
        if sent.error is None and wanted.failed:
            return f"{quoted(sent.text)} arrived, where it was expected not to."
        return ""

    def _nothing(self) -> str:
        if self._next >= len(self._sent):
            return ""
        rest = self._sent[self._next :]
        self._next = len(self._sent)
        more = f" and {len(rest) - 1} more" if len(rest) > 1 else ""
        return f"{quoted(rest[0].text)}{more} was sent, where nothing was expected."


def pattern_problem(wanted: Expect) -> str | None:
    """Why the pattern of an expectation cannot be read."""
    if wanted.match != "regex":
        return None
    try:
        _compile(wanted.text)
    except re2.error:
        return f"{quoted(wanted.text)} is not a valid pattern."
    return None


def _reads(text: str, wanted: Expect) -> bool:
    match wanted.match:
        case "exact":
            return text.strip() == wanted.text.strip()
        case "contains":
            return normalise(wanted.text) in normalise(text)
        case "regex":
            return _compile(wanted.text).search(text) is not None


def _compile(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)


def _end(outcome: str | None, executions: list[Execution]) -> str:
    if not executions:
        return "The flow has not begun."
    newest = executions[-1]
    if not newest.is_over:
        return f"The flow has not ended: it rests {_place(newest)}."
    if newest.error_message is not None:
        return f"The flow failed: {newest.error_message}"
    if outcome is not None and newest.outcome != outcome:
        return f"The flow ended as {quoted(newest.outcome or '')}, not as {quoted(outcome)}."
    return ""


def _failure(node_id: str | None, executions: list[Execution]) -> str:
    if not executions:
        return "The flow has not begun."
    newest = executions[-1]
    if not newest.is_over:
        return f"The flow has not failed: it rests {_place(newest)}."
    if newest.error_message is None:
        return f"The flow has ended, as {quoted(newest.outcome or '')}, where it was expected to fail."
    if node_id is not None and newest.node_id != node_id:
        return f"The flow failed at '{newest.node_id}', not at '{node_id}': {newest.error_message}"
    return ""


def _at(node_id: str, executions: list[Execution]) -> str:
    if not executions:
        return "The flow has not begun."
    if any(not execution.is_over and execution.node_id == node_id for execution in executions):
        return ""
    newest = executions[-1]
    if newest.error_message is not None:
        return f"The flow failed: {newest.error_message}"
    if newest.is_over:
        return f"The flow has ended, as {quoted(newest.outcome or '')}, where it was expected to rest at '{node_id}'."
    return f"The flow rests {_place(newest)}, not at '{node_id}'."


def _variable(wanted: ExpectVariable, executions: list[Execution]) -> str:
    if not executions:
        return "The flow has not begun."
    variables = executions[-1].variables
    if wanted.name not in variables:
        return f"The variable '{wanted.name}' has no value, where {_said(wanted.value)} was expected."
    if variables[wanted.name] != wanted.value:
        return f"The variable '{wanted.name}' is {_said(variables[wanted.name])}, not {_said(wanted.value)}."
    return ""


def _place(execution: Execution) -> str:
    return f"at '{execution.node_id}' and waits {WAITS.get(execution.waiting_for or '', 'on')}"


def _said(value: object) -> str:
    return "nothing" if value is None else quoted(as_text(value))
