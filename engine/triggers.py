"""Triggers: what starts a flow, and which of an owner's published triggers a message starts."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, get_args

import msgspec
import re2
from msgspec import Meta

from engine.errors import SourceRefused
from engine.fields import EventName, hint
from engine.schedules import ContactDate, Schedule

MAX_KEYWORDS = 100
MAX_PATTERN = 500

MATCHES = {
    "any": "is any message",
    "contains": "contains the word",
    "exact": "is exactly",
    "starts_with": "starts with",
    "regex": "fits the pattern",
}

Keyword = Annotated[str, Meta(min_length=1, max_length=MAX_PATTERN)]


class _Trigger(msgspec.Struct, tag_field="type", rename="camel", forbid_unknown_fields=True, frozen=True):
    pass


class MessageMatch(_Trigger, frozen=True):
    """Which messages are meant: any, or those with your words in them."""

    match: Annotated[
        Literal["any", "contains", "exact", "starts_with", "regex"],
        hint("The message", labels=MATCHES),
    ] = "any"
    keywords: Annotated[
        tuple[Keyword, ...],
        Meta(max_length=MAX_KEYWORDS),
        hint(
            "Words",
            "One of them is enough; capitals do not matter.",
            widget="tags",
            placeholder="hi",
            unless={"match": "any"},
        ),
    ] = ()


class MessageReceived(MessageMatch, tag="message_received", frozen=True):
    """Starts when a contact writes: any message, or one with your words in it."""

    title: ClassVar[str] = "A message arrives"
    priority: Annotated[
        int,
        Meta(ge=0, le=1_000_000),
        hint("Priority", "When a message fits several flows, the one with the lowest number starts."),
    ] = 100


class WebhookReceived(_Trigger, tag="webhook", frozen=True):
    """Starts when a program posts JSON to the flow's own address."""

    title: ClassVar[str] = "A webhook is called"


class EventReceived(_Trigger, tag="event_received", frozen=True):
    """Starts when an event of this name happens to a contact, such as `order_paid`."""

    title: ClassVar[str] = "An event happens"
    name: Annotated[EventName, hint("Event", placeholder="order_paid")]


class FlowCalled(_Trigger, tag="flow_called", frozen=True):
    """Starts when another flow starts or calls this one."""

    title: ClassVar[str] = "Another flow starts it"


Trigger = MessageReceived | WebhookReceived | EventReceived | FlowCalled | Schedule | ContactDate
TRIGGERS = get_args(Trigger)


class TriggerRow(msgspec.Struct, frozen=True):
    """A published trigger, as it is stored."""

    flow_id: int
    flow_version_id: int
    node_id: str
    on: Trigger


def normalise(text: str) -> str:
    """How messages and keywords are compared: NFKC, case-folded, trimmed, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def compile_matcher(trigger: MessageMatch) -> Callable[[str], bool]:
    """A test of normalised text; SourceRefused when a pattern is not valid RE2."""
    words = tuple(filter(None, map(normalise, trigger.keywords)))
    match trigger.match:
        case "any":
            return lambda text: True
        case "exact":
            return frozenset(words).__contains__
        case "starts_with":
            return lambda text: text.startswith(words)
        case "contains":
            return lambda text: any(_contains_word(text, word) for word in words)
        case "regex":
            return _any_pattern([_pattern(source) for source in trigger.keywords])


def matched_word(trigger: MessageMatch, text: str) -> str | None:
    """The first of the trigger's words that the text fits; None when it takes any message, or when none fits."""
    plain = normalise(text)
    return next((word for word, matches in _matchers(trigger) if matches(plain)), None)


@lru_cache(4_096)
def _matchers(trigger: MessageMatch) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """Each word with a test of its own: which one fitted is asked once, when a flow has started."""
    if trigger.match == "any":
        return ()
    words = (word for word in trigger.keywords if normalise(word))
    return tuple((word, compile_matcher(MessageMatch(trigger.match, (word,)))) for word in words)


class TriggerIndex:
    """One owner's published triggers, compiled, in the order they are asked.

    `versions` are the flow versions that they may start; `refused` are rows whose pattern is valid no more, with the reason.
    """

    def __init__(self, rows: Iterable[TriggerRow]) -> None:
        rows = list(rows)
        self.versions = frozenset(row.flow_version_id for row in rows)
        self.refused: list[tuple[TriggerRow, str]] = []
        messages = [(row, row.on) for row in rows if isinstance(row.on, MessageReceived)]
        messages.sort(
            key=lambda pair: (pair[1].priority, pair[1].match == "any", pair[0].flow_id, pair[0].node_id)
        )
        self._messages: list[tuple[Callable[[str], bool], TriggerRow]] = []
        for row, on in messages:
            try:
                self._messages.append((compile_matcher(on), row))
            except SourceRefused as error:
                self.refused.append((row, str(error)))
        self._by_flow: dict[int, list[TriggerRow]] = defaultdict(list)
        self._by_event: dict[str, list[TriggerRow]] = defaultdict(list)
        for row in rows:
            self._by_flow[row.flow_id].append(row)
            if isinstance(row.on, EventReceived):
                self._by_event[row.on.name].append(row)

    def for_message(self, text: str) -> Iterator[TriggerRow]:
        """The triggers that this message fits, in the order in which they are asked; a message starts one flow."""
        plain = normalise(text)
        return (row for matches, row in self._messages if matches(plain))

    def for_event(self, name: str) -> list[TriggerRow]:
        """The triggers that listen to events of this name; such an event starts all of them."""
        return self._by_event.get(name, [])

    def for_flow(self, flow_id: int) -> TriggerRow | None:
        """Where a published flow begins when another flow starts it: at its trigger for that, else at its first."""
        rows = self._by_flow.get(flow_id, ())
        return next((row for row in rows if isinstance(row.on, FlowCalled)), next(iter(rows), None))

    def for_start(self, flow_id: int, node_id: str | None, kind: str) -> TriggerRow | None:
        """Where a start event begins: at this node, else at the flow's trigger of this kind; None when it is not published."""
        if kind == "flow_started":
            return self.for_flow(flow_id)
        rows = self._by_flow.get(flow_id, ())
        return next(
            (row for row in rows if node_id == row.node_id or (node_id is None and kind_of(row.on) == kind)),
            None,
        )


def kind_of(trigger: Trigger) -> str:
    """Its `type`."""
    return str(trigger.__struct_config__.tag)


def _contains_word(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and _in_word(text[start - 1]) and _in_word(word[0])) and not (
            end < len(text) and _in_word(text[end]) and _in_word(word[-1])
        ):
            return True
        start = text.find(word, start + 1)
    return False


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _pattern(source: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(unicodedata.normalize("NFKC", source), options)
    except re2.error as error:
        reason = (
            error.args[0].decode(errors="replace")
            if error.args and isinstance(error.args[0], bytes)
            else error
        )
        raise SourceRefused(f"'{source}' is not a valid pattern: {reason}.") from None


def _any_pattern(patterns: list[Any]) -> Callable[[str], bool]:
    return lambda text: any(pattern.search(text) for pattern in patterns)
