"""Reads the settings of a node as they were received, by the places that issues name."""

import re
from typing import Any


def text_at(config: dict[str, Any], place: str | None) -> str | None:
    """The text at a place such as `branches[0].label`."""
    value: Any = config
    for key in re.findall(r"[^.\[\]]+", place or ""):
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (LookupError, ValueError, TypeError):
            return None
    return value if isinstance(value, str) else None
