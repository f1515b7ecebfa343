"""Rows that only the simulation needs beside those of the store in memory."""

from datetime import datetime

import msgspec


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A WhatsApp account."""

    id: int
    user_id: int
    send_rate: int = 80
    send_tokens: float = 80.0
    send_refilled_at: datetime
    messages_sent_today: int = 0
    sent_on: object = None
    daily_limit: int | None = None
    pair_seconds: float = 0.0
    pair_burst: int = 0
    paused_until: datetime | None = None
    unknown_sends: str = "resend"


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """What ingestion knows of a contact."""

    id: int
    user_id: int
    account_id: int
    lane_id: int
    phone: str
    last_event_at: datetime


class PaceRow(msgspec.Struct, frozen=True):
    """When a contact owes no time any more."""

    contact_id: int
    paid_off_at: datetime


class ParkedRow(msgspec.Struct, frozen=True):
    """A status that came before its message was known."""

    id: int
    account_id: int
    wamid: str
    status: str
    at: datetime | None
    code: int | None
    error: str | None
    parked_at: datetime


class WamidRow(msgspec.Struct, frozen=True):
    """The unique index of messages by account and wamid."""

    message_id: int
