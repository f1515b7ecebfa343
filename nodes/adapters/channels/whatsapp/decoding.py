"""Turns a webhook's bytes into JSON values that Postgres can store, or says that they are no JSON."""

import json
import re
from typing import Any, NoReturn

import msgspec

from engine.errors import ParleyError

MAX_DEPTH = 64
"""Deeper values are dropped: what was decoded here must still be encodable further down the stack."""

REPLACEMENT = "\ufffd"
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: legal in JSON, impossible in a Postgres text or jsonb."""


class MalformedBody(ParleyError):
    """The body is not JSON."""

    code = "malformed_body"


def decode(raw: bytes) -> Any:
    """The JSON value in `raw`, with NUL and lone surrogates replaced by U+FFFD. Raises MalformedBody."""
    try:
        tree = _decode_strictly(raw)
        return _clean(tree, MAX_DEPTH) if _needs_cleaning(raw) else tree
    except (ValueError, RecursionError):
        raise MalformedBody("The body is not JSON: send it as WhatsApp's Cloud API does.") from None


def _decode_strictly(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # msgspec refuses lone surrogates, escaped or raw; a signed webhook that carries one is still Meta's word.
        return _clean(json.loads(raw.decode("utf-8", "surrogatepass"), parse_constant=_refuse), MAX_DEPTH)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _needs_cleaning(raw: bytes) -> bool:
    return b"\\u0000" in raw or raw.count(b"[") + raw.count(b"{") > MAX_DEPTH


def _clean(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, list | dict) and depth == 0:
        return None
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_clean(key, 0): _clean(item, depth - 1) for key, item in value.items()}
    return value
