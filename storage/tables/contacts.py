"""Contacts, and the names WhatsApp knows them by."""

from datetime import UTC, datetime

from piccolo.columns import Array, BigInt, Boolean, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.constraints import Unique
from piccolo.table import Table

from storage.database import DB
from storage.enums import ContactKeyKind, ContactSource
from storage.tables import columns as c
from storage.tables.channels import WhatsAppAccount
from storage.tables.users import User

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Contact(Table, db=DB):
    """A customer of one account; since 2026 one may arrive without a phone number."""

    id = c.identity()
    user_id = ForeignKey(User, null=False, on_delete=OnDelete.restrict)
    whatsapp_account_id = ForeignKey(WhatsAppAccount, null=False, on_delete=OnDelete.restrict)
    lane_id = BigInt(default=None, unique=True)
    phone = c.maybe_text()
    bsuid = c.maybe_text()
    username = c.maybe_text()
    name = Text()
    email = c.maybe_text()
    company = c.maybe_text()
    timezone = c.maybe_text()
    tags = Array(base_column=Text(), default=list)
    custom_fields = c.json_object()
    source = Text(default=ContactSource.MANUAL.value)
    is_blocked = Boolean(default=False)
    last_message_at = c.maybe_time()
    last_inbound_at = c.maybe_time()
    unread_count = c.count()
    last_event_at = Timestamptz(default=NEVER)
    created_at = c.now()
    updated_at = c.now()

    source_is_known = c.one_of("source", ContactSource)


class ContactKey(Table, db=DB):
    """Which contact a phone number or business-scoped id means on one account."""

    id = c.identity()
    whatsapp_account_id = c.number()
    kind = c.text()
    value = c.text()
    contact_id = c.number()
    user_id = c.number()

    kind_is_known = c.one_of("kind", ContactKeyKind)
    contact_key_once = Unique(["whatsapp_account_id", "kind", "value"])
