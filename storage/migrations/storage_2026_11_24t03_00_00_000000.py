"""What Piccolo cannot say: partial indexes, the shared sequence of lanes, fill factors and vacuum thresholds."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-24T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes and storage settings"

QUEUED = "status = 'Queued' AND direction = 'Outbound'"

STATEMENTS = (
    # users
    "CREATE INDEX refresh_token_user ON refresh_token (user_id)",
    "CREATE INDEX refresh_token_family ON refresh_token (family)",
    # accounts and contacts; a contact's lane is made in the statement that makes the contact
    "CREATE INDEX whatsapp_account_user ON whatsapp_account (user_id, id)",
    "ALTER TABLE contact ALTER COLUMN lane_id SET DEFAULT nextval('lane_id_seq')",
    "CREATE UNIQUE INDEX contact_phone ON contact (whatsapp_account_id, phone) WHERE phone IS NOT NULL",
    "CREATE UNIQUE INDEX contact_bsuid ON contact (whatsapp_account_id, bsuid) WHERE bsuid IS NOT NULL",
    "CREATE INDEX contact_user ON contact (user_id, id)",
    "CREATE INDEX contact_key_contact ON contact_key (contact_id)",
    # messages; the two outbox indexes stay as small as the outbox
    (
        "CREATE UNIQUE INDEX message_wamid ON message (whatsapp_account_id, whatsapp_message_id)"
        " WHERE whatsapp_message_id IS NOT NULL"
    ),
    "CREATE INDEX message_conversation ON message (whatsapp_account_id, contact_id, created_at)",
    "CREATE INDEX message_status ON message (status) WHERE direction = 'Outbound'",
    "CREATE INDEX message_campaign ON message (campaign_id) WHERE campaign_id IS NOT NULL",
    f"CREATE INDEX message_outbox ON message (whatsapp_account_id, id) WHERE {QUEUED}",
    f"CREATE INDEX message_outbox_contact ON message (contact_id, id) WHERE {QUEUED}",
    (
        "CREATE UNIQUE INDEX message_idempotency ON message (user_id, idempotency_key)"
        " WHERE idempotency_key IS NOT NULL"
    ),
    "CREATE INDEX message_unknown ON message (user_id, id) WHERE outcome_unknown",
    # flows
    "CREATE INDEX flow_user ON flow (user_id, id) WHERE deleted_at IS NULL",
    "CREATE INDEX flow_trigger_user ON flow_trigger (user_id)",
    "CREATE INDEX flow_trigger_flow ON flow_trigger (flow_id)",
    # executions; room on the page lets the many updates of one row stay beside it
    "CREATE INDEX flow_execution_live ON flow_execution (lane_id) WHERE status IN ('Running', 'Paused')",
    "CREATE INDEX flow_execution_flow ON flow_execution (flow_id, id)",
    "CREATE INDEX flow_execution_user ON flow_execution (user_id, id)",
    "ALTER TABLE flow_execution SET (fillfactor = 70)",
    "CREATE UNIQUE INDEX flow_execution_step_n ON flow_execution_step (execution_id, n)",
    # the queue; a share of the table is the wrong threshold for rows that live for milliseconds
    "CREATE INDEX flow_event_due ON flow_event (due_at)",
    "CREATE INDEX flow_event_lane ON flow_event (lane_id, due_at, id)",
    "CREATE INDEX flow_event_execution ON flow_event (execution_id) WHERE execution_id IS NOT NULL",
    (
        "ALTER TABLE flow_event SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,"
        " autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,"
        " autovacuum_vacuum_cost_delay = 0)"
    ),
    "CREATE INDEX flow_event_failed_user ON flow_event_failed (user_id, id)",
    "CREATE INDEX effect_due ON effect (due_at)",
    "CREATE INDEX flow_count_delta_flow ON flow_count_delta (flow_id)",
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
