"""Waiting: for a time, or for the contact's reply."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

from engine.context import Context
from engine.errors import EvaluationFailed
from engine.fields import MAX_WAIT, Duration, Text, VariableName, hint
from engine.node import Node
from engine.node import Wait as Pause


class Wait(Node, tag="wait"):
    """Wait for a length of time, or until a moment."""

    group, waits = "Waits", True
    duration: Annotated[Duration | None, hint("For", "How long to wait, up to a year.", choice="length")] = (
        None
    )
    until: Annotated[
        Text | None,
        hint(
            "Until",
            "A time in UTC; it may come from a variable.",
            choice="length",
            placeholder="2026-12-24T18:00",
        ),
    ] = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Exactly one of the two, and a length that is above zero and up to a year."""
        if (self.duration is None) == (self.until is None):
            yield "duration", "Say how long to wait, or until when: one of the two."
        if self.duration is not None:
            yield from duration_problems("duration", self.duration)

    def run(self, ctx: Context) -> Pause:
        """Rest until the moment; a moment that has passed is due at once."""
        until = ctx.now + self.duration.length() if self.duration else parse_moment(self.until or "")
        if until - ctx.now > MAX_WAIT:
            raise EvaluationFailed(f"The wait until {until:%Y-%m-%d} is longer than a year.")
        return Pause("time", max(until, ctx.now))


class WaitForReply(Node, tag="wait_for_reply"):
    """Wait until the contact writes; keep the text, and go another way when the time is over."""

    group, ports, waits = "Waits", ("replied", "timeout"), True
    save_to: Annotated[
        VariableName | None,
        hint("Save the reply as", "A variable that keeps the text of the reply.", placeholder="answer"),
    ] = None
    timeout: Annotated[
        Duration | None,
        hint("Wait no longer than", "Then the flow goes another way; without it, it waits for ever."),
    ] = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """A timeout is above zero and up to a year."""
        if self.timeout is not None:
            yield from duration_problems("timeout", self.timeout)

    def run(self, ctx: Context) -> Pause:
        """Rest until a reply or the timeout."""
        return Pause("reply", ctx.now + self.timeout.length() if self.timeout else None)

    def resume(self, ctx: Context, event: str) -> str:
        """Keep the reply's text."""
        if event == "timer":
            return "timeout"
        text = ctx.scope["message"]["text"]
        ctx.note("reply", text)
        if self.save_to:
            ctx.set(self.save_to, text)
        return "replied"


def duration_problems(field: str, duration: Duration) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a length of time."""
    length = duration.length()
    if not length:
        yield field, "A wait is at least one second long."
    if length > MAX_WAIT:
        yield field, "A wait is at most a year long."


def parse_moment(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise EvaluationFailed(f"'{text[:60]}' is not a time such as 2026-12-24T18:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


NODES = (Wait, WaitForReply)
