"""The hot path's statements: all of them are valid, and the busy ones walk their indexes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from storage import ingest_statements, live, schedule_statements, statements

pytestmark = pytest.mark.anyio

STATEMENTS = {
    name: getattr(module, name)
    for module, names in (
        *(
            (module, [n for n, value in vars(module).items() if n.isupper() and isinstance(value, str)])
            for module in (statements, ingest_statements, schedule_statements)
        ),
        (live, ["CHANGED", "NEW_STEPS", "STARTED", "NEWEST", "NEWEST_OF_CONTACT"]),
    )
    for name in names
}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LANES = list(range(1, 41))

# 20,000 contacts; each has a due event, a timer months away, finished executions and a live one, and old messages.
FILL = """
INSERT INTO app_user (email, password, name, role) VALUES ('o@example.com', 'x', 'O', 'Owner');
INSERT INTO whatsapp_account (user_id, phone_number, phone_number_id, access_token, app_secret, verify_token)
  VALUES (1, '+1', 'p1', '', '', '');
INSERT INTO contact (user_id, whatsapp_account_id, lane_id, phone, source)
  SELECT 1, 1, n, '+' || n, 'WhatsApp' FROM generate_series(1, 20000) n;
INSERT INTO contact_key (whatsapp_account_id, kind, value, contact_id, user_id)
  SELECT 1, 'phone', phone, id, 1 FROM contact;
INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, 1, id FROM contact;
INSERT INTO flow_event (due_at, user_id, lane_id, kind)
  SELECT '2026-11-24 11:00+00'::timestamptz + n % 2 * interval '90 days', 1, 1 + n % 20000, 'message'
  FROM generate_series(1, 40001) n;
INSERT INTO flow_version (id, user_id, flow_id, number, document) SELECT n, 1, n, 1, '{}' FROM generate_series(1, 500) n;
INSERT INTO flow_execution (user_id, flow_id, flow_version_id, lane_id, contact_id, status)
  SELECT 1, 1 + n % 500, 1 + n % 500, 1 + n % 20000, 1 + n % 20000, CASE WHEN n <= 20000 THEN 'Running' ELSE 'Completed' END
  FROM generate_series(1, 60000) n;
INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, status, started_at, finished_at)
  SELECT e.id, n, n, 'a', 'a', 'Completed', now(), now() FROM flow_execution e, generate_series(1, 2) n;
INSERT INTO message (user_id, whatsapp_account_id, contact_id, direction, type, status)
  SELECT 1, 1, 1 + n % 20000, 'Outbound', 'Text', CASE WHEN n % 50 = 0 THEN 'Queued' ELSE 'Read' END
  FROM generate_series(1, 60000) n;
INSERT INTO flow_schedule (user_id, flow_id, flow_version_id, node_id, next_at, done_until)
  SELECT 1, n, n, 'a', '2027-01-01', '2026-01-01' FROM generate_series(1, 5000) n;
INSERT INTO effect (key, user_id, lane_id, execution_id, visit, node_id, node_type, due_at)
  SELECT n::text, 1, n, n, 1, 'a', 'a', '2027-01-01' FROM generate_series(1, 5000) n;
ANALYZE
"""

# What each one asks, the indexes it must use, and the tables it must not read whole.
PLANS: dict[str, tuple[list[Any], set[str], set[str]]] = {
    "CLAIM": ([NOW, 256], {"flow_event_due", "lane_pkey"}, {"flow_event", "lane"}),
    "CLAIM_SHARES": ([[1, 2], NOW, 128, 512], {"flow_event_owner", "lane_pkey"}, {"flow_event", "lane"}),
    "DUE_OWNERS": ([NOW], {"flow_event_owner"}, {"flow_event"}),
    "READ_EVENTS": ([LANES, NOW, 32], {"flow_event_lane"}, {"flow_event"}),
    "READ_EXECUTIONS": ([LANES], {"flow_execution_live"}, {"flow_execution"}),
    "READ_LANES": ([LANES], {"lane_pkey", "contact_pkey"}, {"lane", "contact"}),
    "MARK_SENDS": (
        [1, NOW, 16],
        {"message_outbox", "message_outbox_contact", "contact_pkey"},
        {"message", "contact"},
    ),
    "FIND_CONTACTS": (
        [[0, 1], [1, 1], ["phone", "phone"], ["+5", "+6"]],
        {"contact_key_once", "contact_pkey"},
        {"contact", "contact_key"},
    ),
    "FIND_SENT": ([[0], [1], ["wamid.1"], [5]], {"message_pkey", "message_wamid"}, {"message"}),
    "LEASE_EFFECTS": ([NOW, None, 32], {"effect_due"}, {"effect"}),
    "CHANGED": (
        [[1, 2], [1, 1], [0, 0], [0, 0]],
        {"flow_execution_user", "flow_version_pkey", "contact_pkey"},
        {"flow_execution", "flow_version", "contact"},
    ),
    "NEW_STEPS": (
        [[1, 2], [1, 1], [0, 0], [4, 4], 100],
        {"flow_execution_user", "flow_execution_step_default_n"},
        {"flow_execution", "flow_execution_step"},
    ),
    "STARTED": (
        [[1, 2], [1, 1], [None, 5], [59000, 59000], 50],
        {"flow_execution_flow", "flow_execution_contact", "flow_execution_pkey", "flow_version_pkey"},
        {"flow_execution", "flow_version", "contact"},
    ),
    "TAKE": ([NOW], {"flow_schedule_next"}, {"flow_schedule"}),
    "ZONES": ([1], {"contact_zone"}, {"contact"}),
    "START_CONTACTS": (
        [
            1,
            500,
            100,
            NOW,
            1,
            "start",
            ["birthday"],
            "^(.+)$",
            "UTC",
            False,
            [""],
            ["05-17"],
            ["2026"],
            ["{}"],
            [],
            [],
            [],
        ],
        set(),  # by (user_id, id), or by id alone where one owner has nearly all contacts,
        {"contact"},
    ),
    "NEWEST_OF_CONTACT": ([1, 1, 50, 5], {"flow_execution_contact"}, {"flow_execution"}),
    "NEWEST": ([1, 1, 50], {"flow_execution_flow"}, {"flow_execution"}),
}


@pytest.fixture
async def connection(database: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def test_every_statement_prepares(connection: Any) -> None:
    assert len(STATEMENTS) > 20
    for statement in STATEMENTS.values():
        await connection.prepare(statement)


async def test_the_busy_statements_use_their_indexes(connection: Any) -> None:
    await connection.execute(FILL)
    for name, (values, wanted, never_whole) in PLANS.items():
        indexes, whole = await _plan(connection, STATEMENTS[name], values)
        assert wanted <= indexes, name
        assert not never_whole & whole, name


async def _plan(connection: Any, statement: str, values: list[Any]) -> tuple[set[str], set[str]]:
    """The names of the indexes used, and of the tables read from end to end."""
    rows = await connection.fetch(f"EXPLAIN (FORMAT TEXT) {statement}", *values)
    lines = [row[0].strip().removeprefix("->").strip() for row in rows]
    words = [line.split() for line in lines if line.startswith(("Index", "Bitmap Index"))]
    # "Index Scan using <index> on <table>", or "Bitmap Index Scan on <index>".
    indexes = {each[each.index("using" if "using" in each else "on") + 1] for each in words if "Scan" in each}
    return indexes, {line.split()[3] for line in lines if line.startswith("Seq Scan on")}
