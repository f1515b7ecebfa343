"""Every webhook is read as far as it can be, and what cannot is counted."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ports import Delivery, InboundMessage
from nodes.adapters.channels.whatsapp.content import MAX_CONTENT
from nodes.adapters.channels.whatsapp.decoding import MAX_DEPTH, MalformedBody
from nodes.adapters.channels.whatsapp.receive import parse

ANA = {"profile": {"name": "Ana", "username": "@ana"}, "wa_id": "34600000001", "user_id": "ES.1"}


def value_of(**lists: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "34910000000", "phone_number_id": "77"}
    return {"messaging_product": "whatsapp", "metadata": metadata, "contacts": [ANA], **lists}


def body_of(*values: Any) -> dict[str, Any]:
    entries = [{"id": "1", "changes": [{"field": "messages", "value": value}]} for value in values]
    return {"object": "whatsapp_business_account", "entry": entries}


def message_of(**parts: Any) -> dict[str, Any]:
    text = {"from": "34600000001", "id": "wamid.1", "timestamp": "1700000000", "type": "text"}
    return {**text, "text": {"body": "Hi"}, **parts}


def read(*values: Any) -> Delivery:
    return parse(json.dumps(body_of(*values)).encode())


def read_message(**parts: Any) -> InboundMessage:
    (message,) = read(value_of(messages=[message_of(**parts)])).messages
    return message


def test_the_id_of_what_was_tapped_comes_along_unless_it_is_longer_than_meta_allows() -> None:
    for reply_id, button in (("b", "b"), ("x" * 256, "x" * 256), ("x" * 257, None), ("", None)):
        reply = {"type": "button_reply", "button_reply": {"id": reply_id, "title": "Blue"}}
        assert read_message(type="interactive", interactive=reply).button == button
    assert read_message(type="button", button={"payload": "p", "text": "Yes"}).button == "p"


def test_a_plain_text() -> None:
    raw = message_of()
    assert read_message() == InboundMessage(
        phone_number_id="77",
        whatsapp_message_id="wamid.1",
        phone="+34600000001",
        bsuid="ES.1",
        username="ana",
        name="Ana",
        type="Text",
        subtype="text",
        content="Hi",
        media_url=None,
        sent_at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        raw=raw,
        drives_flows=True,
    )


CONTENTS = [
    ("image", {"id": "1"}, ("Image", "image", "📷 Photo", False)),
    ("image", {"id": "1", "caption": "Look"}, ("Image", "image", "Look", False)),
    ("video", {"id": "1"}, ("Video", "video", "🎬 Video", False)),
    ("audio", {"id": "1", "voice": False}, ("Audio", "audio", "🎵 Audio", False)),
    ("audio", {"id": "1", "voice": True}, ("Audio", "voice", "🎤 Voice message", False)),
    ("document", {"id": "1", "filename": "a.pdf"}, ("Document", "document", "📄 a.pdf", False)),
    ("sticker", {"id": "1", "animated": True}, ("Image", "sticker", "Sticker", False)),
    (
        "location",
        {"latitude": 1.5, "longitude": -2, "name": "Bar", "address": "Main Street 1"},
        ("Text", "location", "📍 Bar, Main Street 1", False),
    ),
    ("location", {"latitude": "1.5", "longitude": -2}, ("Text", "location", "📍 1.5, -2.0", False)),
    (
        "contacts",
        [{"name": {"formatted_name": "Bo Li"}}, {"name": {"first_name": "Cy"}}],
        ("Text", "contacts", "👤 Bo Li, Cy", False),
    ),
    ("reaction", {"message_id": "x", "emoji": "😮"}, ("Text", "reaction", "😮", False)),
    ("reaction", {"message_id": "x"}, ("Text", "reaction", "Reaction removed", False)),
    ("reaction", {"message_id": "x", "emoji": ""}, ("Text", "reaction", "Reaction removed", False)),
    ("button", {"payload": "p", "text": "Yes"}, ("Text", "button", "Yes", True)),
    (
        "interactive",
        {"type": "button_reply", "button_reply": {"id": "b", "title": "Blue"}},
        ("Text", "interactive", "Blue", True),
    ),
    (
        "interactive",
        {"type": "list_reply", "list_reply": {"id": "r", "title": "Row", "description": "d"}},
        ("Text", "interactive", "Row", True),
    ),
    (
        "interactive",
        {"type": "nfm_reply", "nfm_reply": {"response_json": "{}", "body": "Sent", "name": "flow"}},
        ("Text", "interactive", "Sent", True),
    ),
    ("interactive", {"type": "new"}, ("Text", "interactive", "Unsupported message (interactive)", False)),
    ("order", {"product_items": [{}, {}]}, ("Text", "order", "🛒 Order, 2 items", False)),
    ("order", {"product_items": [{}], "text": "Soon?"}, ("Text", "order", "🛒 Order, 1 item: Soon?", False)),
    ("system", {"body": "Ana changed", "type": "x"}, ("Text", "system", "Ana changed", False)),
    ("unsupported", None, ("Text", "unsupported", "Unsupported message", False)),
    ("hologram", {"id": 1}, ("Text", "hologram", "Unsupported message (hologram)", False)),
    ("<script>", {}, ("Text", "unsupported", "Unsupported message", False)),
    ("text", {"body": 5}, ("Text", "text", "Unsupported message (text)", False)),
    ("image", None, ("Text", "image", "Unsupported message (image)", False)),
    ("location", [], ("Text", "location", "Unsupported message (location)", False)),
]


@pytest.mark.parametrize(("kind", "part", "expected"), CONTENTS)
def test_every_kind_reads_as_text(kind: str, part: Any, expected: tuple[str, str, str, bool]) -> None:
    message = read_message(type=kind, **{kind: part})
    assert (message.type, message.subtype, message.content, message.drives_flows) == expected


def test_a_media_url_is_kept_when_it_is_one() -> None:
    assert read_message(type="image", image={"url": "https://x.example/1"}).media_url == "https://x.example/1"
    assert read_message(type="image", image={"url": "javascript:1"}).media_url is None


def test_a_batch_is_read_through_every_level_in_order() -> None:
    two = value_of(messages=[message_of(id="1"), message_of(id="2")])
    mixed = value_of(messages=[message_of(id="3")], statuses=[{"id": "s", "status": "read"}])
    delivery = read(two, 5, mixed)
    assert [message.whatsapp_message_id for message in delivery.messages] == ["1", "2", "3"]
    assert [status.status for status in delivery.statuses] == ["Read"]
    assert delivery.ignored == 1


ANONYMOUS = message_of()
del ANONYMOUS["from"]


@pytest.mark.parametrize(
    ("message", "contacts", "who"),
    [
        (ANONYMOUS, [{"user_id": "ES.1"}], (None, "ES.1", None, "")),
        (ANONYMOUS, [{"user_id": "ES.1", "profile": {"name": "Ana"}}], (None, "ES.1", None, "Ana")),
        ({**ANONYMOUS, "from_user_id": "ES.1"}, [], (None, "ES.1", None, "")),
        (
            {**ANONYMOUS, "from_user_id": "ES.ENT.9"},
            [ANA, {"user_id": "ES.ENT.9"}],
            (None, "ES.ENT.9", None, ""),
        ),
        ({**ANONYMOUS, "from": "ES.1"}, [], (None, "ES.1", None, "")),
        ({**ANONYMOUS, "from": 34600000001}, [ANA], ("+34600000001", "ES.1", "ana", "Ana")),
        ({**ANONYMOUS, "from": "+34600000001"}, "odd", ("+34600000001", None, None, "")),
        ({**ANONYMOUS, "from": "1"}, [{"wa_id": "2", "user_id": "ES.2"}], ("+1", None, None, "")),
        ({**ANONYMOUS, "from": "2"}, [ANA, {"wa_id": "2", "user_id": "ES.2"}], ("+2", "ES.2", None, "")),
        ({**ANONYMOUS, "from": "1"}, [{"profile": {"name": "Ana"}}], ("+1", None, None, "Ana")),
        ({**ANONYMOUS, "from": "1"}, [{"wa_id": "1", "profile": 5}], ("+1", None, None, "")),
    ],
)
def test_who_sent_it(message: Any, contacts: Any, who: tuple[str | None, ...]) -> None:
    (read_one,) = read(value_of(messages=[message], contacts=contacts)).messages
    assert (read_one.phone, read_one.bsuid, read_one.username, read_one.name) == who


def test_a_contact_beside_several_senders_is_given_to_none_it_does_not_name() -> None:
    messages = [message_of(**{"id": str(n), "from": str(n)}) for n in (1, 2)]
    delivery = read(value_of(messages=messages, contacts=[{"user_id": "ES.1"}]))
    assert [(each.phone, each.bsuid) for each in delivery.messages] == [("+1", None), ("+2", None)]


@pytest.mark.parametrize(
    "message",
    [
        5,
        None,
        "text",
        [],
        {},
        {"id": "1"},
        {**ANONYMOUS, "from": "unknown"},
        {**ANONYMOUS, "from": "٣٤"},
        message_of(id=""),
        message_of(id=7),
        message_of(id="x" * 513),
        message_of(type=None),
        message_of(**{"from": ["34600000001"]}),
    ],
)
def test_a_message_without_identity_or_id_is_counted(message: Any) -> None:
    assert read(value_of(messages=[message], contacts=[])) == Delivery([], [], 1)


@pytest.mark.parametrize(
    "timestamp", ["asdf", "", None, "-1", "1e9", "²", "9" * 30, {}, 10**400, "99999999999"]
)
def test_an_unreadable_time_is_none(timestamp: Any) -> None:
    assert read_message(timestamp=timestamp).sent_at is None


def test_a_time_may_be_a_number() -> None:
    assert read_message(timestamp=1700000000).sent_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        5,
        [],
        None,
        {},
        {"entry": 5},
        {"entry": [5]},
        {"entry": [{"changes": None}]},
        {"entry": [{"changes": [[]]}]},
        {"entry": [{"changes": [{"value": []}]}]},
        {"entry": [{"changes": [{"value": {"messages": [message_of()]}}]}]},
        {"entry": [{"changes": [{"value": {"metadata": 1, "messages": [message_of()]}}]}]},
        {"entry": [{"changes": [{"field": "account_update", "value": value_of(event="X")}]}]},
        body_of(value_of(messages=5)),
        body_of(value_of(messages=[[message_of()]])),
        body_of(value_of(statuses={})),
        body_of(value_of(statuses=[{"id": "s", "status": "deleted"}])),
        body_of(value_of(statuses=[{"id": "s", "status": 5}])),
        body_of(value_of(errors=[{"code": 1}])),
    ],
)
def test_another_shape_is_counted_once(body: Any) -> None:
    assert parse(json.dumps(body).encode()) == Delivery([], [], 1)


def test_statuses() -> None:
    failed = {
        "id": "wamid.9",
        "status": "failed",
        "timestamp": "1700000000",
        "biz_opaque_callback_data": "42",
        "errors": [
            {"code": 131047, "title": "Re-engagement message", "error_data": {"details": "Too late."}}
        ],
    }
    played = {"id": "wamid.8", "status": "played", "timestamp": "?"}
    first, second = read(value_of(statuses=[failed, played])).statuses
    assert (first.status, first.callback, first.error_code) == ("Failed", "42", 131047)
    assert first.error_message == "Re-engagement message: Too late."
    assert first.at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert (second.status, second.at, second.callback, second.error_message) == ("Read", None, None, None)


def test_nul_and_lone_surrogates_are_replaced_everywhere() -> None:
    message = message_of(text={"body": "a\0b\ud800c🙂"}, odd={"k\0": ["\udfff"]})
    (read_one,) = read(value_of(messages=[message])).messages
    assert read_one.content == "a\ufffdb\ufffdc🙂"
    assert read_one.raw["odd"] == {"k\ufffd": ["\ufffd"]}
    assert msgspec.json.encode(read_one.raw)


def test_surrogates_sent_as_bytes_are_replaced() -> None:
    raw = json.dumps(body_of(value_of(messages=[message_of()]))).encode().replace(b'"Hi"', b'"\xed\xa0\x80"')
    assert parse(raw).messages[0].content == "\ufffd"


def test_an_escaped_backslash_before_u0000_stays() -> None:
    assert read_message(text={"body": "\\u0000"}).content == "\\u0000"


def test_long_texts_are_cut() -> None:
    assert len(read_message(text={"body": "x" * 100_000}).content) == MAX_CONTENT


def test_a_deep_part_is_dropped_so_that_the_message_can_be_stored() -> None:
    deep: Any = 1
    for _ in range(MAX_DEPTH * 4):
        deep = [deep]
    message = read_message(odd=deep)
    assert message.content == "Hi"
    assert msgspec.json.encode(message.raw).count(b"[") < MAX_DEPTH


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b"NaN", b"\xef\xbb\xbf{}", b"1" * 5000 + b"x"],
)
def test_no_json_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedBody, match="not JSON"):
        parse(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
PATHS = [
    ("entry",),
    ("entry", 0),
    ("entry", 0, "changes"),
    ("entry", 0, "changes", 0),
    ("entry", 0, "changes", 0, "value"),
    *(("entry", 0, "changes", 0, "value", key) for key in ("metadata", "contacts", "messages", "statuses")),
    *(("entry", 0, "changes", 0, "value", "messages", 0, key) for key in ("from", "id", "type", "text")),
    ("entry", 0, "changes", 0, "value", "contacts", 0),
    ("entry", 0, "changes", 0, "value", "contacts", 0, "profile"),
    *(("entry", 0, "changes", 0, "value", "statuses", 0, key) for key in ("status", "errors", "timestamp")),
]


@settings(deadline=None)
@given(st.sampled_from(PATHS), JSON)
def test_nothing_at_any_level_crashes(path: tuple[str | int, ...], odd: Any) -> None:
    body: Any = body_of(value_of(messages=[message_of()], statuses=[{"id": "s", "status": "sent"}]))
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = odd
    delivery = parse(json.dumps(body).encode())
    for message in delivery.messages:
        assert message.phone or message.bsuid
        assert msgspec.json.encode(message)
