"""Signed webhooks as Meta sends them, for accounts that a test made."""

import json
from typing import Any

from nodes.adapters.channels.whatsapp.signature import HEADER, sign

SECRET = "the app's secret"
NUMBER_ID = "1055512345"
CLOUD = {
    "phoneNumber": "+34600112233",
    "displayName": "Plant shop",
    "phoneNumberId": NUMBER_ID,
    "accessToken": "graph-token",
    "appSecret": SECRET,
    "verifyToken": "verify-me",
}


def signed(body: Any, secret: str = SECRET) -> dict[str, Any]:
    """What httpx posts: the bytes, and their signature. Anything but bytes is written as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {"content": raw, "headers": {HEADER: sign(secret, raw), "content-type": "application/json"}}


def envelope(*values: dict[str, Any]) -> dict[str, Any]:
    """A delivery with an entry for each value."""
    entries = [{"id": "1", "changes": [{"field": "messages", "value": value}]} for value in values]
    return {"object": "whatsapp_business_account", "entry": entries}


def value(*messages: dict[str, Any], number_id: str = NUMBER_ID, **more: Any) -> dict[str, Any]:
    """The value of one entry, for the account with this phone number id."""
    metadata = {"display_phone_number": "34600112233", "phone_number_id": number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, "messages": list(messages), **more}


def text(body: str, wamid: str = "wamid.1", sender: str = "34600998877") -> dict[str, Any]:
    """A text message."""
    return part("text", {"body": body}, wamid, sender)


def part(kind: str, content: Any, wamid: str, sender: str = "34600998877") -> dict[str, Any]:
    """A message of any type."""
    return {"from": sender, "id": wamid, "timestamp": "1764000000", "type": kind, kind: content}


def contact(name: str, wa_id: str = "34600998877") -> dict[str, Any]:
    """The sender, as `contacts` names them."""
    return {"profile": {"name": name}, "wa_id": wa_id}
