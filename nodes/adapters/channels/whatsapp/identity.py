"""Finds out who sent a message: since 2026 by phone number, by business-scoped user id (BSUID), or by both."""

import re
from typing import NamedTuple

from nodes.adapters.channels.whatsapp.payloads import Id, Message, Sender

MAX_PHONE_DIGITS = 20
MAX_NAME = 256
# Two letters of a country, then the id: https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128}")


class Identity(NamedTuple):
    """A sender. `phone` is '+' and digits as Meta gives them; at least one of `phone` and `bsuid` is there."""

    phone: str | None
    bsuid: str | None
    username: str | None
    name: str


def identify(message: Message, senders: list[Sender], is_only_one: bool) -> Identity | None:
    """Who sent `message`, with what its `contacts[]` add, or None when nobody can be told.

    `is_only_one`: the message stands alone beside `senders`, so a single contact must be its sender.
    """
    phone, bsuid = _phone(message.sender), _bsuid(message.from_user_id) or _bsuid(message.sender)
    sender = _match(phone, bsuid, senders, is_only_one)
    if sender is None:
        return Identity(phone, bsuid, None, "") if phone or bsuid else None
    phone, bsuid = phone or _phone(sender.wa_id), bsuid or _bsuid(sender.user_id)
    if phone is None and bsuid is None:
        return None
    profile = sender.profile
    name = tidy(profile.name[:MAX_NAME], MAX_NAME) if profile and profile.name else None
    username = tidy(profile.username.removeprefix("@"), MAX_NAME) if profile and profile.username else None
    return Identity(phone, bsuid, username, name or "")


def tidy(value: Id, longest: int) -> str | None:
    """An id as text without surrounding space; None when it is empty or too long to be one."""
    text = str(value).strip() if value is not None else ""
    return text if 0 < len(text) <= longest else None


def _match(phone: str | None, bsuid: str | None, senders: list[Sender], is_only_one: bool) -> Sender | None:
    for sender in senders:
        if (phone and _phone(sender.wa_id) == phone) or (bsuid and _bsuid(sender.user_id) == bsuid):
            return sender
    if len(senders) != 1:
        return None
    # Beside several messages a contact that matches none of their ids may be anyone's; beside one it is the
    # sender's, unless it says otherwise.
    is_nameless = phone is None and bsuid is None
    disagrees = (phone and _phone(senders[0].wa_id)) or (bsuid and _bsuid(senders[0].user_id))
    return senders[0] if is_nameless or (is_only_one and not disagrees) else None


def _phone(value: Id) -> str | None:
    if value is None:
        return None
    digits = str(value).strip().removeprefix("+")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MAX_PHONE_DIGITS
    return f"+{digits}" if is_number else None


def _bsuid(value: Id) -> str | None:
    return value if isinstance(value, str) and BSUID.fullmatch(value) else None
