"""Triggers: what starts a flow, and which of an owner's published triggers a message starts."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar, Literal

import msgspec
import re2
from msgspec import Meta

from engine.errors import SourceRefused
from engine.fields import hint
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


class MessageReceived(_Trigger, tag="message_received", frozen=True):
    """Starts when a contact writes: any message, or one with your words in it."""

    title: ClassVar[str] = "A message arrives"
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
    priority: Annotated[
        int,
        Meta(ge=0, le=1_000_000),
        hint("Priority", "When a message fits several flows, the one with the lowest number starts."),
    ] = 100


class WebhookReceived(_Trigger, tag="webhook", frozen=True):
    """Starts when a program posts JSON to the flow's own address."""

    title: ClassVar[str] = "A webhook is called"


Trigger = MessageReceived | WebhookReceived | Schedule | ContactDate


class TriggerRow(msgspec.Struct, frozen=True):
    """A published trigger, as it is stored."""

    flow_id: int
    flow_version_id: int
    node_id: str
    on: Trigger


def normalise(text: str) -> str:
    """How messages and keywords are compared: NFKC, case-folded, trimmed, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def compile_matcher(trigger: MessageReceived) -> Callable[[str], bool]:
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


class TriggerIndex:
    """One owner's published triggers, compiled, in the order they are asked."""

    def __init__(self, rows: Iterable[TriggerRow]) -> None:
        rows = list(rows)
        messages = [(row, row.on) for row in rows if isinstance(row.on, MessageReceived)]
        messages.sort(
            key=lambda pair: (pair[1].priority, pair[1].match == "any", pair[0].flow_id, pair[0].node_id)
        )
        self._messages = [(compile_matcher(on), row) for row, on in messages]
        self._webhooks = {row.flow_id: row for row in rows if isinstance(row.on, WebhookReceived)}

    def for_message(self, text: str) -> TriggerRow | None:
        """The one trigger this message starts, or None."""
        plain = normalise(text)
        return next((row for matches, row in self._messages if matches(plain)), None)

    def versions(self) -> set[int]:
        """The flow versions that any of these triggers may start."""
        return {row.flow_version_id for _, row in self._messages} | {
            r.flow_version_id for r in self._webhooks.values()
        }

    def for_webhook(self, flow_id: int) -> TriggerRow | None:
        """The webhook trigger of a flow, or None when it is not published."""
        return self._webhooks.get(flow_id)


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
