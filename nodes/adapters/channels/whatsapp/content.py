"""Gives every kind of WhatsApp message a type and a text a person can read."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from engine.ports import MessageKind
from nodes.adapters.channels.whatsapp import payloads

MAX_CONTENT = 65_536
MAX_SUBTYPE = 32
MAX_URL = 4_096
MAX_BUTTON = 256


class Content(NamedTuple):
    """What a message says. `drives_flows` is true for what a customer typed or chose; `button` is the id of what was chosen."""

    type: MessageKind
    subtype: str
    text: str
    media_url: str | None = None
    drives_flows: bool = False
    button: str | None = None


def read_content(kind: str, message: dict[str, Any]) -> Content:
    """The content of a raw message; a part that cannot be read makes it unsupported, never an error."""
    reader = READERS.get(kind)
    if reader is None:
        return _unsupported(kind)
    try:
        content = reader(message.get(kind))
    except msgspec.ValidationError:
        return _unsupported(kind)
    return content if len(content.text) <= MAX_CONTENT else content._replace(text=content.text[:MAX_CONTENT])


def _text(part: Any) -> Content:
    return Content("Text", "text", msgspec.convert(part, payloads.Text).body, drives_flows=True)


def _image(part: Any) -> Content:
    return _media("Image", "image", part, "📷 Photo")


def _sticker(part: Any) -> Content:
    return _media("Image", "sticker", part, "Sticker")


def _video(part: Any) -> Content:
    return _media("Video", "video", part, "🎬 Video")


def _document(part: Any) -> Content:
    return _media("Document", "document", part, "📄 Document")


def _audio(part: Any) -> Content:
    if msgspec.convert(part, payloads.Media, strict=False).voice:
        return _media("Audio", "voice", part, "🎤 Voice message")
    return _media("Audio", "audio", part, "🎵 Audio")


def _media(kind: MessageKind, subtype: str, part: Any, words: str) -> Content:
    media = msgspec.convert(part, payloads.Media, strict=False)
    text = media.caption or (f"📄 {media.filename}" if media.filename else words)
    url = media.url if media.url and len(media.url) <= MAX_URL and media.url.startswith("https://") else None
    return Content(kind, subtype, text, url)


def _location(part: Any) -> Content:
    place = msgspec.convert(part, payloads.Location, strict=False)
    named = ", ".join(filter(None, (place.name, place.address)))
    where = named or ", ".join(str(each) for each in (place.latitude, place.longitude) if each is not None)
    return Content("Text", "location", f"📍 {where or 'Location'}")


def _contacts(part: Any) -> Content:
    cards = msgspec.convert(part, list[payloads.Card], strict=False)
    names = [card.name.formatted_name or card.name.first_name for card in cards if card.name]
    return Content("Text", "contacts", f"👤 {', '.join(filter(None, names)) or 'Contact'}")


def _reaction(part: Any) -> Content:
    return Content("Text", "reaction", msgspec.convert(part, payloads.Reaction).emoji or "Reaction removed")


def _button(part: Any) -> Content:
    button = msgspec.convert(part, payloads.Button)
    return Content("Text", "button", button.text or button.payload or "", None, True, _id(button.payload))


def _interactive(part: Any) -> Content:
    answer = msgspec.convert(part, payloads.Interactive)
    reply = answer.button_reply or answer.list_reply
    if reply is not None:
        return Content("Text", "interactive", reply.title or reply.id or "", None, True, _id(reply.id))
    if answer.nfm_reply is not None:
        return Content("Text", "interactive", answer.nfm_reply.body or "📋 Form answered", drives_flows=True)
    return Content("Text", "interactive", "Unsupported message (interactive)")


def _id(given: str | None) -> str | None:
    """Meta takes ids of up to 256 characters; what is longer was never ours."""
    return given if given and len(given) <= MAX_BUTTON else None


def _order(part: Any) -> Content:
    order = msgspec.convert(part, payloads.Order)
    count = len(order.product_items or ())
    note = f": {order.text}" if order.text else ""
    return Content("Text", "order", f"🛒 Order, {count} {'item' if count == 1 else 'items'}{note}")


def _system(part: Any) -> Content:
    return Content("Text", "system", msgspec.convert(part, payloads.System).body or "System message")


def _unsupported(kind: str) -> Content:
    known = kind if kind.isascii() and kind.isidentifier() and len(kind) <= MAX_SUBTYPE else "unsupported"
    return Content("Text", known, "Unsupported message" + (f" ({known})" if known != "unsupported" else ""))


READERS: dict[str, Callable[[Any], Content]] = {
    "text": _text,
    "image": _image,
    "video": _video,
    "audio": _audio,
    "document": _document,
    "sticker": _sticker,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "system": _system,
}
