"""Builds webhook bodies in Meta's exact shape, for the phone simulator and for tests."""

import json
from datetime import datetime
from typing import Any

import msgspec

from engine.ports import DeliveryStatus

ENTRY_ID = "100000000000001"
"""The business account's id, which Parley does not read."""


class Customer(msgspec.Struct, frozen=True):
    """The person at the simulated phone: with a phone number, with a BSUID, or with both."""

    phone: str | None
    name: str
    bsuid: str | None = None
    username: str | None = None


class Business(msgspec.Struct, frozen=True):
    """The account a simulated phone talks with."""

    phone_number_id: str
    phone_number: str


def text_message(business: Business, customer: Customer, message_id: str, text: str, at: datetime) -> bytes:
    """A customer types a text."""
    said = {"text": {"body": text}, "type": "text"}
    return _message(business, customer, message_id, said, at)


def button_reply(
    business: Business,
    customer: Customer,
    message_id: str,
    of: str,
    button_id: str,
    title: str,
    at: datetime,
) -> bytes:
    """A customer taps a reply button of the message `of`."""
    reply = {"type": "button_reply", "button_reply": {"id": button_id, "title": title}}
    said = {
        "context": {"from": _digits(business.phone_number), "id": of},
        "type": "interactive",
        "interactive": reply,
    }
    return _message(business, customer, message_id, said, at)


def status_update(
    business: Business,
    customer: Customer,
    message_id: str,
    status: DeliveryStatus,
    at: datetime,
    callback: str | None = None,
    error: tuple[int, str] | None = None,
) -> bytes:
    """What became of a message we sent; `error` is a failure's code and title."""
    update = {
        "id": message_id,
        "status": status.lower(),
        "timestamp": _seconds(at),
        **_present({"recipient_id": _digits(customer.phone), "recipient_user_id": customer.bsuid}),
        **_present({"biz_opaque_callback_data": callback}),
    }
    if error is None:  # Meta leaves the contacts out of failures
        return _body(business, contacts=[_contact(customer)], statuses=[update])
    code, title = error
    details = {"details": title}
    update["errors"] = [{"code": code, "title": title, "message": title, "error_data": details}]
    return _body(business, statuses=[update])


def _message(
    business: Business, customer: Customer, message_id: str, said: dict[str, Any], at: datetime
) -> bytes:
    message = {
        **_present({"from": _digits(customer.phone), "from_user_id": customer.bsuid}),
        "id": message_id,
        "timestamp": _seconds(at),
        **said,
    }
    return _body(business, contacts=[_contact(customer)], messages=[message])


def _body(business: Business, **lists: list[dict[str, Any]]) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": _digits(business.phone_number),
            "phone_number_id": business.phone_number_id,
        },
        **lists,
    }
    change = {"value": value, "field": "messages"}
    envelope = {"object": "whatsapp_business_account", "entry": [{"id": ENTRY_ID, "changes": [change]}]}
    # Meta escapes everything beyond ASCII, and slashes, in the bytes it signs; msgspec would not.
    return json.dumps(envelope, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()


def _contact(customer: Customer) -> dict[str, Any]:
    profile = {"name": customer.name, **_present({"username": customer.username})}
    return {"profile": profile, **_present({"wa_id": _digits(customer.phone), "user_id": customer.bsuid})}


def _present(fields: dict[str, str | None]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _digits(phone: str | None) -> str | None:
    return phone.removeprefix("+") if phone is not None else None


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))
