"""A flow document is read whole, or refused with a sentence that names the place."""

from pathlib import Path
from typing import Any

import pytest
from flow_documents import greeting

from engine.errors import ParleyError, SourceRefused
from engine.flow import MAX_DOCUMENT_BYTES, FlowSettings, decode_document, encode_document, read_settings
from engine.registry import load_registry
from engine.verifier.check import check

REFUSED: list[tuple[bytes, str]] = [
    (b"", "not valid JSON"),
    (b"{", "not valid JSON"),
    (b"[]", "group of settings, and it is a list"),
    (b"null", "group of settings, and it is empty"),
    (b'{"name": "\xff"}', "not valid JSON"),
    (b'{"name": "a\\u0000"}', "NUL"),
    (b'{"name": "a", "description": "\\ud800"}', "NUL or a broken character|not valid JSON"),
    (b'{"name": "a", "nodes": [{"id": "n", "type": "end", "config": {"a\\u0000": 1}}]}', "NUL"),
    (b"[" * 100_000, "nested too deeply|not valid JSON"),
    (b'{"name": "a", "nodes": ' + b"[" * 200 + b"]" * 200 + b"}", "nested too deeply"),
    (b" " * (MAX_DOCUMENT_BYTES + 1), "larger than 10 MB"),
    (b'{"formatVersion": 2, "name": "a"}', "newer Parley"),
    (b'{"formatVersion": "1", "name": "a"}', "formatVersion"),
    (b'{"formatVersion": 1}', "name"),
    (b'{"name": ""}', "name"),
    (b'{"name": "a", "colour": 1}', "colour"),
    (b'{"name": "a", "nodes": [{"id": "n"}]}', r"nodes\[0\].*type"),
    (b'{"name": "a", "nodes": [{"id": "n", "type": "end", "position": {"x": 1e999}}]}', "not valid JSON"),
]


@pytest.mark.parametrize(("raw", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_is_not_a_flow_is_refused_with_a_sentence(raw: bytes, reason: str) -> None:
    with pytest.raises(SourceRefused, match=reason) as refused:
        decode_document(raw)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"reentry": {"type": "sometimes"}}, "settings.reentry.type"),
        ({"exitOn": [{"type": "keyword"}]}, "settings.exitOn[0].type"),
        ({"exitOn": [{"type": "event_received", "name": ""}]}, "settings.exitOn[0].name"),
        ({"reentry": {"type": "once_per_key", "key": ""}}, "settings.reentry.key"),
        ({"quietHours": {"from": "22:00"}}, "settings.quietHours"),
        ({"colour": "red"}, "settings.colour"),
    ],
)
def test_settings_that_would_do_nothing_are_kept_in_a_draft_and_found_by_name(
    settings: dict[str, Any], place: str
) -> None:
    document = decode_document(greeting() | {"settings": settings})
    assert decode_document(encode_document(document)).settings == settings
    (issue,) = check(document, load_registry())
    assert (issue.code, issue.severity, issue.node_id, issue.field) == (
        "invalid_config",
        "error",
        None,
        place,
    )


def test_settings_have_defaults_and_what_is_written_reads_back() -> None:
    document = decode_document(greeting())
    assert document.settings == {}
    assert read_settings(document) == FlowSettings()
    assert decode_document(encode_document(document)) == document


def test_config_is_kept_as_received() -> None:
    config = {"anything": [1, {"deep": None}], "big": 10**30}
    document = decode_document({"name": "a", "nodes": [{"id": "n", "type": "alien", "config": config}]})
    assert document.nodes[0].config == config


def test_hostile_files_give_a_sentence_or_a_flow(corpora: Path) -> None:
    registry, read = load_registry(), 0
    sentences: list[str] = []
    for path in sorted((corpora / "json_parsing").iterdir()):
        for raw in (path.read_bytes(), _as_config(path.read_bytes()), _as_name(path.read_bytes())):
            try:
                check(decode_document(raw), registry)
                read += 1
            except ParleyError as error:
                sentences.append(str(error))
    assert read > 40
    assert all(sentence.endswith(".") for sentence in sentences)


def _as_config(raw: bytes) -> bytes:
    return b'{"name": "a", "nodes": [{"id": "n", "type": "end", "config": {"outcome": ' + raw + b"}}]}"


def _as_name(raw: bytes) -> bytes:
    return b'{"nodes": [], "name": ' + raw + b"}"
