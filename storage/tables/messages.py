"""Messages in and out; the queued outbound ones are the outbox."""

from piccolo.columns import JSONB, BigInt, Boolean, Text
from piccolo.table import Table

from storage.database import DB
from storage.enums import MessageDirection, MessageStatus, MessageType
from storage.tables import columns as c


class Message(Table, db=DB):
    """One WhatsApp message; no foreign keys, it is written on the hot path."""

    id = c.identity()
    user_id = c.number()
    whatsapp_account_id = c.number()
    contact_id = c.number()
    campaign_id = c.maybe_number()
    direction = c.text()
    type = Text(default=MessageType.TEXT.value)
    subtype = Text(default="text")
    content = Text()
    media_url = c.maybe_text()
    whatsapp_message_id = c.maybe_text()
    status = c.text()
    error_message = c.maybe_text()
    error_code = c.maybe_count()
    scheduled_for = c.maybe_time()
    sent_at = c.maybe_time()
    delivered_at = c.maybe_time()
    read_at = c.maybe_time()
    is_from_bot = Boolean(default=False)
    raw_payload = JSONB(default=None, null=True, db_column_name="raw")  # Table.raw is taken
    execution_id = c.maybe_number()
    visit = c.maybe_count()
    attempt = c.count()
    attempted_at = c.maybe_time()
    outcome_unknown = Boolean(default=False)
    unknown_attempts = c.count()
    idempotency_key = c.maybe_text()
    created_at = c.now()

    direction_is_known = c.one_of("direction", MessageDirection)
    type_is_known = c.one_of("type", MessageType)
    status_is_known = c.one_of("status", MessageStatus)


class SendPace(Table, db=DB):
    """How far the messages to a contact are ahead of the pace that WhatsApp allows; no row means not at all."""

    contact_id = BigInt(default=None, primary_key=True)
    user_id = c.number()
    paid_off_at = c.time()


class ParkedStatus(Table, db=DB):
    """A delivery status of a message that is not known yet."""

    id = c.identity()
    user_id = c.number()
    whatsapp_account_id = c.number()
    whatsapp_message_id = c.text()
    status = c.text()
    at = c.maybe_time()
    error_code = c.maybe_count()
    error_message = c.maybe_text()
    parked_at = c.time()
