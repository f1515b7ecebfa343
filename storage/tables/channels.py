"""WhatsApp accounts, real or simulated."""

from piccolo.columns import Date, DoublePrecision, ForeignKey, Integer, OnDelete, Text
from piccolo.table import Table

from storage.database import DB
from storage.enums import ConnectionStatus, HealthStatus, Provider, UnknownSends
from storage.tables import columns as c
from storage.tables.users import User


class WhatsAppAccount(Table, tablename="whatsapp_account", db=DB):
    """A phone number that sends and receives; its secrets are stored encrypted."""

    id = c.identity()
    user_id = ForeignKey(User, null=False, on_delete=OnDelete.restrict)
    phone_number = Text(default=None, unique=True)
    display_name = Text()
    provider = Text(default=Provider.CLOUD.value)
    phone_number_id = Text(default=None, unique=True)
    connection_status = Text(default=ConnectionStatus.DISCONNECTED.value)
    health_status = Text(default=HealthStatus.HEALTHY.value)
    health_reason = c.maybe_text()
    session_data = Text(default=None, null=True, secret=True)
    qr_code = c.maybe_text()
    access_token = Text(default=None, secret=True)
    app_secret = Text(default=None, secret=True)
    verify_token = Text(default=None, secret=True)
    messages_sent_today = c.count()
    sent_on = Date(default=None, null=True)
    daily_limit = c.maybe_count()
    send_rate = Integer(default=80)
    send_tokens = DoublePrecision(default=0.0)
    send_refilled_at = c.now()
    pair_seconds = DoublePrecision(default=6.0)
    pair_burst = Integer(default=45)
    unknown_sends = Text(default=UnknownSends.RESEND.value)
    paused_until = c.maybe_time()
    created_at = c.now()
    updated_at = c.now()

    provider_is_known = c.one_of("provider", Provider)
    connection_status_is_known = c.one_of("connection_status", ConnectionStatus)
    health_status_is_known = c.one_of("health_status", HealthStatus)
    unknown_sends_is_known = c.one_of("unknown_sends", UnknownSends)
