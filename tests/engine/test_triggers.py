"""Which flow a message starts: text is normalised, words are whole, and the order of flows is fixed."""

import pytest

from engine.errors import SourceRefused
from engine.triggers import (
    EventReceived,
    FlowCalled,
    MessageReceived,
    Trigger,
    TriggerIndex,
    TriggerRow,
    WebhookReceived,
    compile_matcher,
    normalise,
)

MATCHES: list[tuple[str, tuple[str, ...], str, bool]] = [
    ("any", (), "", True),
    ("exact", ("Hi",), "  HI ", True),
    ("exact", ("Hi",), "hi there", False),
    ("exact", ("ﬁne",), "FINE", True),  # a ligature
    ("exact", ("STRASSE",), "straße", True),
    ("exact", ("good day",), "Good\n  day", True),
    ("exact", ("hi",), "ｈｉ", True),  # full width
    ("contains", ("hi",), "oh, Hi!", True),
    ("contains", ("hi",), "this", False),
    ("contains", ("hi",), "hill", False),
    ("contains", ("hi",), "this? hi.", True),
    ("contains", ("hi",), "hi_there", False),
    ("contains", ("good day",), "a good  day to you", True),
    ("contains", ("c++",), "learn c++!", True),
    ("contains", ("¡oferta!",), "¡oferta!ya", True),
    ("contains", ("👋",), "hey👋you", True),
    ("contains", ("no", "yes"), "Yes", True),
    ("contains", ("été",), "l'été", True),  # composed and decomposed are one
    ("starts_with", ("order",), "Order 12", True),
    ("starts_with", ("order",), "my order", False),
    ("regex", (r"^order \d+$",), "ORDER 12", True),
    ("regex", (r"^order \d+$",), "order x", False),
    ("regex", (r"(a+)+$",), "a" * 5_000 + "b", False),
]


@pytest.mark.parametrize(("match", "keywords", "text", "expected"), MATCHES)
def test_a_message_matches(match: str, keywords: tuple[str, ...], text: str, expected: bool) -> None:
    trigger = MessageReceived(match=match, keywords=keywords)  # type: ignore[arg-type]
    assert compile_matcher(trigger)(normalise(text)) is expected


@pytest.mark.parametrize("pattern", ["(", "a{1,9999}", r"(?=look)", r"\1"])
def test_a_pattern_that_is_not_linear_or_not_one_is_refused(pattern: str) -> None:
    with pytest.raises(SourceRefused, match="is not a valid pattern"):
        compile_matcher(MessageReceived(match="regex", keywords=(pattern,)))


def row(flow_id: int, on: Trigger) -> TriggerRow:
    return TriggerRow(flow_id, flow_id * 10, f"t{flow_id}", on)


def started(text: str, *rows: TriggerRow) -> int | None:
    found = next(TriggerIndex(rows).for_message(text), None)
    return found.flow_id if found else None


def test_the_lowest_priority_wins_also_against_a_specific_one() -> None:
    assert (
        started("hi", row(1, MessageReceived("exact", ("hi",), 50)), row(2, MessageReceived(priority=10)))
        == 2
    )


def test_at_one_priority_any_comes_last() -> None:
    assert started("hi", row(1, MessageReceived()), row(2, MessageReceived("contains", ("hi",)))) == 2
    assert started("other", row(1, MessageReceived()), row(2, MessageReceived("contains", ("hi",)))) == 1


def test_then_the_oldest_flow_wins() -> None:
    assert started("hi", row(5, MessageReceived()), row(3, MessageReceived()), row(4, MessageReceived())) == 3


def test_no_trigger_is_no_start() -> None:
    assert started("hi") is None
    assert started("hi", row(1, WebhookReceived()), row(2, MessageReceived("exact", ("bye",)))) is None


def test_a_start_finds_its_flow_by_kind_or_by_node() -> None:
    index = TriggerIndex([row(1, WebhookReceived()), row(2, MessageReceived())])
    assert index.for_start(1, None, "webhook") == row(1, WebhookReceived())
    assert index.for_start(1, "t1", "webhook") == row(1, WebhookReceived())
    assert index.for_start(1, "gone", "webhook") is None
    assert index.for_start(2, None, "webhook") is None
    assert index.versions == {10, 20}


def test_a_flow_that_another_starts_begins_at_its_trigger_for_that_else_at_its_first() -> None:
    called = TriggerRow(1, 10, "called", FlowCalled())
    index = TriggerIndex([row(1, MessageReceived()), called, row(2, MessageReceived())])
    assert index.for_flow(1) == index.for_start(1, None, "flow_started") == called
    assert index.for_flow(2) == row(2, MessageReceived())
    assert index.for_flow(3) is None


def test_an_event_starts_every_flow_that_listens_to_its_name() -> None:
    paid = EventReceived("order_paid")
    index = TriggerIndex([row(1, paid), row(2, EventReceived("cart")), row(3, paid)])
    assert [found.flow_id for found in index.for_event("order_paid")] == [1, 3]
    assert index.for_event("Order_paid") == []
