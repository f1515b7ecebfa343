"""How a message that goes out is filed: by the kind of its body, as the channel names it."""

from collections.abc import Mapping
from typing import Any

from storage.enums import MessageType

_TYPES = {kind.value.lower(): kind.value for kind in MessageType}


def kinds_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """The type and the subtype of a message with this body; what is no media is a Text."""
    subtype = str(body.get("type", "text"))
    return _TYPES.get(subtype, MessageType.TEXT.value), subtype
