"""Waiting: for a time, for the contact's reply, for an event, or for the first of several."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import inf
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from engine.context import Context
from engine.errors import EvaluationFailed
from engine.facts import HEARD, Passage, Write
from engine.fields import MAX_WAIT, Duration, EventName, Identifier, Text, VariableName, hint
from engine.model import Awaited
from engine.node import Node
from engine.node import Wait as Pause
from engine.windows import TimeZoneName, Window, window_problems, zone_problems

MAX_DEBOUNCE = 300
WEEK = timedelta(days=7)
KEY = "Such as an order's number; without one any event of this name will do."


class Wait(Node, tag="wait"):
    """Wait for a length of time, until a moment, or until certain hours of certain days."""

    group, waits, writes = "Waits", True, ()
    duration: Annotated[
        Duration | None,
        hint("For", "How long to wait, up to a year.", choice="length", none="No fixed time"),
    ] = None
    until: Annotated[
        Text | None,
        hint(
            "Until",
            "A time in the time zone below; it may come from a variable.",
            choice="length",
            placeholder="2026-12-24T18:00",
        ),
    ] = None
    window: Annotated[
        Window | None, hint("Go on only between", "After the wait, the flow goes on in these hours.")
    ] = None
    timezone: TimeZoneName = None

    def slow_ports(self) -> tuple[str, ...]:
        """Only a length takes time each time: a moment may have passed, and hours may be open."""
        return self.all_ports() if self.duration is not None else ()

    def problems(self) -> Iterator[tuple[str, str]]:
        """A length that is above zero and up to a year, or a moment, or a window, or one of the first two and a window."""
        if self.duration is not None and self.until is not None:
            yield "duration", "Say how long to wait, or until when: one of the two."
        if self.duration is None and self.until is None and self.window is None:
            yield "duration", "Say how long to wait, until when, or in which hours to go on."
        if self.duration is not None:
            yield from duration_problems("duration", self.duration)
        if self.window is not None:
            yield from window_problems("window", self.window)
        yield from zone_problems("timezone", self.timezone)

    def passage(self, port: str) -> Passage:
        """The length, and up to a week more until the hours open; a moment may be any within a year."""
        length = self.duration.length() if self.duration is not None else timedelta()
        longest = MAX_WAIT if self.until is not None else length
        return Passage(
            length.total_seconds(), (longest + (WEEK if self.window else timedelta())).total_seconds()
        )

    def run(self, ctx: Context) -> Pause:
        """Rest until the moment; a moment that has passed is due at once."""
        zone = ctx.zone(self.timezone)
        until = max(self._moment(ctx, zone), ctx.now)
        if self.window is not None:
            until = self.window.next_open(until, zone)
        if until - ctx.now > MAX_WAIT:
            raise EvaluationFailed(f"The wait until {until:%Y-%m-%d} is longer than a year.")
        return Pause("time", until)

    def _moment(self, ctx: Context, zone: ZoneInfo) -> datetime:
        if self.duration is not None:
            return ctx.now + self.duration.length()
        return ctx.now if self.until is None else parse_moment(self.until, zone)


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
    debounce: Annotated[
        Annotated[int, Meta(ge=1, le=MAX_DEBOUNCE)] | None,
        hint(
            "Collect for",
            "Seconds to wait for more after each message; people write one thought in several messages.",
        ),
    ] = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """A timeout is above zero and up to a year."""
        if self.timeout is not None:
            yield from duration_problems("timeout", self.timeout)

    def sets(self) -> Iterator[Write]:
        """The text of the reply."""
        if self.save_to:
            yield Write(self.save_to, "text", ("replied",))

    def passage(self, port: str) -> Passage | None:
        """A reply, or the timeout; without one that way is never taken."""
        return HEARD if port == "replied" else timed(self.timeout)

    def endless(self) -> str | None:
        """It waits for ever without a timeout."""
        return "timeout" if self.timeout is None else None

    def run(self, ctx: Context) -> Pause:
        """Rest until a reply or the timeout."""
        return Pause("reply", ctx.now + self.timeout.length() if self.timeout else None)

    def resume(self, ctx: Context, event: str) -> str | Pause:
        """Keep the reply's text; with a debounce, wait for more of it first."""
        collected = ctx.output.get("collected", [])
        if event == "timer" and not collected:
            return "timeout"
        if event == "message":
            collected = [*collected, ctx.scope["message"]["text"]]
            if self.debounce is not None:
                ctx.note("collected", collected)
                return Pause("reply", ctx.now + Duration(seconds=self.debounce).length())
        text = "\n".join(collected)
        ctx.note("reply", text)
        if self.save_to:
            ctx.set(self.save_to, text)
        return "replied"


class WaitForEvent(Node, tag="wait_for_event"):
    """Wait until an event happens to the contact, such as `order_paid`. With a key, one that came up to a day early counts too."""

    group, ports, waits, awaits_events = "Waits", ("happened", "timeout"), True, True
    name: Annotated[EventName, hint("Event", placeholder="order_paid")]
    key: Annotated[Text | None, hint("With the key", KEY, placeholder="{{ vars.order_id }}")] = None
    save_to: Annotated[
        VariableName | None, hint("Save its data as", "A variable that keeps what came with the event.")
    ] = None
    timeout: Annotated[
        Duration | None,
        hint("Wait no longer than", "Then the flow goes another way; without it, it waits for ever."),
    ] = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """A timeout is above zero and up to a year."""
        if self.timeout is not None:
            yield from duration_problems("timeout", self.timeout)

    def sets(self) -> Iterator[Write]:
        """The data of the event."""
        if self.save_to:
            yield Write(self.save_to, "any", ("happened",))

    def passage(self, port: str) -> Passage | None:
        """Any time up to the timeout; without one that way is never taken."""
        if port == "timeout":
            return timed(self.timeout)
        return Passage(0, seconds(self.timeout))

    def endless(self) -> str | None:
        """It waits for ever without a timeout."""
        return "timeout" if self.timeout is None else None

    def run(self, ctx: Context) -> Pause:
        """Rest until the event or the timeout."""
        until = ctx.now + self.timeout.length() if self.timeout else None
        return Pause("event", until, (Awaited(self.name, _given(self.key)),))

    def resume(self, ctx: Context, event: str) -> str:
        """Keep the event's data."""
        if event == "timer":
            return "timeout"
        keep_event(ctx, self.save_to)
        return "happened"


class ForReply(msgspec.Struct, tag_field="type", tag="reply", rename="camel", forbid_unknown_fields=True):
    """The contact writes."""

    title: ClassVar[str] = "The contact writes"
    save_to: Annotated[VariableName | None, hint("Save the reply as", placeholder="answer")] = None


class ForEvent(msgspec.Struct, tag_field="type", tag="event", rename="camel", forbid_unknown_fields=True):
    """An event happens to the contact."""

    title: ClassVar[str] = "An event happens"
    name: Annotated[EventName, hint("Event", placeholder="order_paid")]
    key: Annotated[Text | None, hint("With the key", KEY, placeholder="{{ vars.order_id }}")] = None
    save_to: Annotated[VariableName | None, hint("Save its data as")] = None


class ForTime(msgspec.Struct, tag_field="type", tag="time", rename="camel", forbid_unknown_fields=True):
    """Some time passes."""

    title: ClassVar[str] = "Time passes"
    duration: Annotated[Duration, hint("For", "How long to wait, up to a year.")]


class Awaiting(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A way out: its id is the port."""

    id: Annotated[Identifier, hint(hidden=True)]
    on: Annotated[ForReply | ForEvent | ForTime, hint("When")]
    label: Annotated[str, Meta(max_length=100), hint("Name", "What the way out is called on the canvas.")] = (
        ""
    )


class WaitForFirst(Node, tag="wait_for_first"):
    """Wait for several things at once and go the way of the one that comes first."""

    group, ports, ports_from, waits, awaits_events = "Waits", (), "branches", True, True
    branches: Annotated[
        list[Awaiting],
        Meta(min_length=2, max_length=10),
        hint("Ways", "The flow goes the way of what comes first."),
    ]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Ids are unique; there is one reply and one time at the most."""
        seen: set[object] = set()
        for index, branch in enumerate(self.branches):
            if branch.id in seen:
                yield f"branches[{index}].id", f"The branch id '{branch.id}' is already in use."
            seen.add(branch.id)
            if not isinstance(branch.on, ForEvent):
                if type(branch.on) in seen:
                    yield (
                        f"branches[{index}].on",
                        "There is such a branch already: only events may come twice.",
                    )
                seen.add(type(branch.on))
            if isinstance(branch.on, ForTime):
                yield from duration_problems(f"branches[{index}].on.duration", branch.on.duration)

    def sets(self) -> Iterator[Write]:
        """What each way keeps."""
        for branch in self.branches:
            match branch.on:
                case ForReply(save_to=str(name)):
                    yield Write(name, "text", (branch.id,))
                case ForEvent(save_to=str(name)):
                    yield Write(name, "any", (branch.id,))

    def passage(self, port: str) -> Passage | None:
        """A reply, an event up to the time that may pass, or that time."""
        times = (branch.on.duration for branch in self.branches if isinstance(branch.on, ForTime))
        longest = next(times, None)
        match next((branch.on for branch in self.branches if branch.id == port), None):
            case ForReply():
                return HEARD
            case ForTime():
                return timed(longest)
            case _:
                return Passage(0, seconds(longest))

    def endless(self) -> str | None:
        """It waits for ever when no branch is a time."""
        return None if any(isinstance(branch.on, ForTime) for branch in self.branches) else "branches"

    def run(self, ctx: Context) -> Pause:
        """Rest until the first of them; what each branch waits for is settled now."""
        kinds = [branch.on for branch in self.branches]
        times = [ctx.now + on.duration.length() for on in kinds if isinstance(on, ForTime)]
        awaits = tuple(Awaited(on.name, _given(on.key)) for on in kinds if isinstance(on, ForEvent))
        ctx.note("awaits", [(branch.id, *_awaited(branch.on)) for branch in self.branches])
        has_reply = any(isinstance(on, ForReply) for on in kinds)
        return Pause("first", min(times, default=None), awaits, has_reply)

    def resume(self, ctx: Context, event: str) -> str:
        """The branch that what happened belongs to."""
        awaits = {place: (kind, *rest) for place, kind, *rest in ctx.output.pop("awaits")}
        branch = next(branch for branch in self.branches if _is_met(awaits[branch.id], ctx, event))
        match branch.on:
            case ForReply():
                ctx.note("reply", ctx.scope["message"]["text"])
                if branch.on.save_to:
                    ctx.set(branch.on.save_to, ctx.scope["message"]["text"])
            case ForEvent():
                keep_event(ctx, branch.on.save_to)
        return branch.id


def _awaited(on: ForReply | ForEvent | ForTime) -> tuple[str, ...] | tuple[str, str, str | None]:
    match on:
        case ForReply():
            return ("message",)
        case ForTime():
            return ("timer",)
        case ForEvent():
            return ("event", on.name, on.key)


def _given(key: str | None) -> str | None:
    """The key to wait for; one that comes out empty would take anybody's event for ours."""
    if key is not None and not key.strip():
        raise EvaluationFailed("The key came out empty. Give it a value, or leave it out to take any event.")
    return key


def _is_met(awaited: tuple[Any, ...], ctx: Context, event: str) -> bool:
    kind, *rest = awaited
    if kind != event or kind != "event":
        return bool(kind == event)
    return ctx.arrival is not None and Awaited(*rest).is_met_by(ctx.arrival.name, ctx.arrival.key)


def keep_event(ctx: Context, name: str | None) -> None:
    """Note the event that ended the wait, and keep its data as a variable."""
    if ctx.arrival is not None:
        ctx.note("event", ctx.arrival.data)
        if name:
            ctx.set(name, ctx.arrival.data)


def timed(timeout: Duration | None) -> Passage | None:
    """The way of a timeout: after exactly this time; None without one."""
    return None if timeout is None else Passage(seconds(timeout), seconds(timeout))


def seconds(timeout: Duration | None) -> float:
    """The length of a timeout; for ever without one."""
    return inf if timeout is None else timeout.length().total_seconds()


def duration_problems(field: str, duration: Duration) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a length of time."""
    length = duration.length()
    if not length:
        yield field, "A wait is at least one second long."
    if length > MAX_WAIT:
        yield field, "A wait is at most a year long."


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """An ISO 8601 time; without an offset it is in the zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise EvaluationFailed(f"'{text[:60]}' is not a time such as 2026-12-24T18:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


NODES = (Wait, WaitForReply, WaitForEvent, WaitForFirst)
