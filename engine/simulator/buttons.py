"""The buttons of a message as WhatsApp's payloads carry them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec


class Button(msgspec.Struct, frozen=True):
    """What can be tapped: the id goes back to us, the title is read."""

    id: str
    title: str


def buttons_of(body: dict[str, Any]) -> list[Button]:
    """The buttons of a message, or the rows of its list."""
    action = _dict(_dict(body.get("interactive")).get("action"))
    replies = (_dict(_dict(each).get("reply")) for each in _list(action.get("buttons")))
    rows = (_dict(row) for part in _list(action.get("sections")) for row in _list(_dict(part).get("rows")))
    return [Button(str(each["id"]), str(each.get("title", ""))) for each in (*replies, *rows) if "id" in each]


def find_button(bodies: Iterable[dict[str, Any]], wanted: str) -> Button | None:
    """The button with this id or title in the first of the messages that has it; capitals do not matter."""
    for body in bodies:
        buttons = buttons_of(body)
        for is_meant in _ways(wanted):
            if found := next(filter(is_meant, buttons), None):
                return found
    return None


def _ways(wanted: str) -> Iterator[Callable[[Button], bool]]:
    """An id may have the place in front of it that it was sent from, such as `17/ask/yes`: a script knows no numbers."""
    plain = wanted.strip().casefold()
    yield lambda button: button.id == wanted
    yield lambda button: button.title == wanted
    yield lambda button: button.title.strip().casefold() == plain
    yield lambda button: button.id.rpartition("/")[2] == wanted


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
