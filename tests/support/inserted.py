"""Executions as the engine would leave them, put into the database by hand."""

from datetime import UTC, datetime
from typing import Any

import httpx
from flow_documents import greeting

from storage.database import fetch, fetch_one

STARTED = datetime(2026, 11, 24, 11, tzinfo=UTC)


async def insert_flow(client: httpx.AsyncClient) -> int:
    """A published flow, an account and a contact."""
    flow_id: int = (await client.post("/api/flows", json=greeting())).json()["id"]
    await client.post(f"/api/flows/{flow_id}/publish")
    phone = {"phoneNumber": "+34600112233", "provider": "simulator"}
    account = (await client.post("/api/whatsapp-accounts", json=phone)).json()["id"]
    await client.post("/api/contacts", json={"accountId": account, "phone": "+34600112244", "name": "Bea"})
    return flow_id


async def insert_execution(
    client: httpx.AsyncClient, status: str, waiting_for: str | None, node: str, flow_id: int | None = None
) -> int:
    """An execution as the engine leaves it after its trigger."""
    flow_id = flow_id or await insert_flow(client)
    row: dict[str, Any] | None = await fetch_one(
        """
        INSERT INTO flow_execution (user_id, flow_id, flow_version_id, contact_id, lane_id, status, waiting_for,
          current_node_id, step_count, variables, trigger_data, started_at)
        SELECT f.user_id, f.id, f.published_version_id, c.id, c.lane_id, $2, $3, $4, 1, '{"size": 3}', '{"text": "hi"}', $5
        FROM flow f, contact c WHERE f.id = $1 RETURNING id
        """,
        *(flow_id, status, waiting_for, node, STARTED),
    )
    assert row
    await fetch(
        """
        INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, port, status, input, output, started_at,
          finished_at)
        VALUES ($1, 1, 1, 'start', 'trigger', 'out', 'Completed', '{"a": [1, 2]}', '{}', $2, $2)
        """,
        *(row["id"], STARTED),
    )
    return int(row["id"])
