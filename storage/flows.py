"""Flows: drafts, and what their summaries show."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from engine.flow import TRIGGER, FlowDocument, FlowEdge, FlowNode, Group, Note
from storage.database import Row, fetch, fetch_one
from storage.tables import Flow

LARGEST_ID = 2**63 - 1
MOST_RIVALS = 500
"""Triggers of other flows that a draft is compared with: those that are asked first."""


class FlowSummary(msgspec.Struct, rename="camel"):
    """A flow in a list."""

    id: int
    name: str
    description: str
    revision: int
    is_active: bool
    published_version: int | None
    published_revision: int | None
    total_executions: int
    successful_executions: int
    failed_executions: int
    created_at: datetime
    updated_at: datetime


class StoredFlow(msgspec.Struct, rename="camel"):
    """A flow with its draft; `webhook_token` is the secret part of its own webhook address.

    `published_revision` is the draft that was published; an earlier one than `revision` means the draft changed since.
    """

    id: int
    revision: int
    is_active: bool
    published_version: int | None
    published_revision: int | None
    webhook_token: str
    updated_at: datetime
    document: FlowDocument


async def list_flows(owner_id: int, limit: int, before: int | None = None) -> list[FlowSummary]:
    """The owner's flows, newest first, `before` an id."""
    query = Flow.select(
        *(
            Flow.id,
            Flow.name,
            Flow.description,
            Flow.revision,
            Flow.is_active,
            Flow.created_at,
            Flow.updated_at,
        ),
        *(Flow.total_executions, Flow.successful_executions, Flow.failed_executions),
        *(Flow.published_number.as_alias("published_version"), Flow.published_revision),
    ).where((Flow.user_id == owner_id) & Flow.deleted_at.is_null())
    if before is not None:
        query = query.where(Flow.id < before)
    rows = await query.order_by(Flow.id, ascending=False).limit(limit)
    return [FlowSummary(**row) for row in rows]


async def are_live(owner_id: int, flow_ids: Collection[int]) -> dict[int, bool]:
    """Of these flows those the owner has, each with whether it is published and active."""
    rows = await fetch(
        """
        SELECT id, is_active AND published_number IS NOT NULL AS is_live
        FROM flow WHERE user_id = $1 AND id = ANY($2::bigint[]) AND deleted_at IS NULL
        """,
        *(owner_id, [flow_id for flow_id in flow_ids if flow_id <= LARGEST_ID]),
    )
    return {row["id"]: row["is_live"] for row in rows}


async def message_triggers(owner_id: int, flow_id: int) -> list[tuple[int, str, str]]:
    """(flow id, flow name, trigger as JSON) of the messages that the owner's other published flows start with."""
    rows = await fetch(
        """
        SELECT t.flow_id, f.name, t.config FROM flow_trigger t JOIN flow f ON f.id = t.flow_id
        WHERE t.user_id = $1 AND t.flow_id <> $2 AND t.kind = 'message_received'
        ORDER BY t.priority, t.flow_id LIMIT $3
        """,
        *(owner_id, flow_id, MOST_RIVALS),
    )
    return [(row["flow_id"], row["name"], row["config"]) for row in rows]


async def create_flow(owner_id: int, document: FlowDocument, webhook_token: str) -> StoredFlow:
    """Store a new draft."""
    row = await fetch_one(
        f"""
        INSERT INTO flow (user_id, webhook_token, {", ".join(_DOCUMENT)})
        VALUES ($1, $2, {", ".join(f"${place}" for place in range(3, 3 + len(_DOCUMENT)))}) RETURNING {_COLUMNS}
        """,
        *(owner_id, webhook_token, *_parts(document)),
    )
    assert row is not None
    return _stored(row)


async def read_flow(owner_id: int, flow_id: int) -> StoredFlow | None:
    """One flow of this owner."""
    row = await fetch_one(
        f"SELECT {_COLUMNS} FROM flow WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL",
        flow_id,
        owner_id,
    )
    return _stored(row) if row else None


async def save_flow(
    owner_id: int, actor_id: int, flow_id: int, revision: int, document: FlowDocument
) -> StoredFlow | None:
    """Replace the draft when `revision` is still its newest; None when it is not, or there is no such flow."""
    assignments = ", ".join(f"{name} = ${place}" for place, name in enumerate(_DOCUMENT, start=5))
    row = await fetch_one(
        f"""
        UPDATE flow SET revision = revision + 1, updated_at = now(), saved_by = $4, {assignments}
        WHERE id = $1 AND user_id = $2 AND revision = $3 AND deleted_at IS NULL RETURNING {_COLUMNS}
        """,
        *(flow_id, owner_id, revision, actor_id, *_parts(document)),
    )
    return _stored(row) if row else None


async def flow_exists(owner_id: int, flow_id: int) -> bool:
    """Whether this owner has this flow, deleted ones left out."""
    return await Flow.exists().where(
        (Flow.id == flow_id) & (Flow.user_id == owner_id) & Flow.deleted_at.is_null()
    )


def triggers_of(document: FlowDocument) -> list[tuple[str, dict[str, Any]]]:
    """(node id, `on`) of every trigger node that is not disabled."""
    return [
        (node.id, node.config.get("on") or {})
        for node in document.nodes
        if node.type == TRIGGER and not node.disabled
    ]


_DOCUMENT = (
    *("name", "description", "trigger", "nodes", "edges", "settings", "notes", "groups", "tests"),
    "format_version",
)
_COLUMNS = (
    "id, revision, is_active, published_number, published_revision, webhook_token, updated_at, "
    "name, description, nodes, edges, settings, notes, groups, tests, format_version"
)


def _parts(document: FlowDocument) -> tuple[Any, ...]:
    mirrored = [{"nodeId": node_id, "on": on} for node_id, on in triggers_of(document)]
    lists = (document.notes or [], document.groups or [], document.tests or [])
    json = (
        msgspec.json.encode(part).decode()
        for part in (mirrored, document.nodes, document.edges, document.settings, *lists)
    )
    return (document.name, document.description, *json, document.format_version)


def _stored(row: Row) -> StoredFlow:
    document = FlowDocument(
        name=row["name"],
        description=row["description"],
        nodes=msgspec.json.decode(row["nodes"], type=list[FlowNode]),
        edges=msgspec.json.decode(row["edges"], type=list[FlowEdge]),
        settings=msgspec.json.decode(row["settings"]),
        notes=msgspec.json.decode(row["notes"], type=list[Note]) or UNSET,
        groups=msgspec.json.decode(row["groups"], type=list[Group]) or UNSET,
        tests=msgspec.json.decode(row["tests"]) or UNSET,
        format_version=row["format_version"],
    )
    return StoredFlow(
        id=row["id"],
        revision=row["revision"],
        is_active=row["is_active"],
        published_version=row["published_number"],
        published_revision=row["published_revision"],
        webhook_token=row["webhook_token"],
        updated_at=row["updated_at"],
        document=document,
    )
