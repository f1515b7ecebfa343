"""Publishing: versions, triggers and the pointer, moved in one transaction."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from engine.flow import FlowDocument, encode_document
from storage.database import Row, fetch, fetch_one, transaction
from storage.flows import LARGEST_ID, StoredFlow, triggers_of
from storage.schedules import forget_schedules, keep_schedules


class VersionRow(msgspec.Struct, rename="camel"):
    """A published version in a list; `published_by` is the name of whoever did it."""

    id: int
    number: int
    name: str | None
    created_at: datetime
    published_by: str | None


class StoredVersion(VersionRow):
    """A published version with its document."""

    document: FlowDocument


class LiveVersion(msgspec.Struct, frozen=True):
    """Which version of a flow is live."""

    id: int
    name: str
    version_id: int


async def publish_flow(
    owner_id: int, actor_id: int, flow: StoredFlow, now: datetime, name: str | None = None
) -> int | None:
    """Publish the draft as it was read; the answer is its number, None when it changed or went away meanwhile.

    Its schedules count from `now`.
    """
    async with transaction():
        if not await _lock(owner_id, flow):
            return None
        version = await _insert_version(owner_id, actor_id, flow, name)
        await _replace_triggers(owner_id, flow, version["id"])
        await keep_schedules(owner_id, flow.id, version["id"], triggers_of(flow.document), now)
        await fetch(
            "UPDATE flow SET is_active = true, published_version_id = $2, published_number = $3, published_revision = $4,"
            " updated_at = now() WHERE id = $1",
            *(flow.id, version["id"], version["number"], flow.revision),
        )
        await _turn_epoch(owner_id)
    return int(version["number"])


async def unpublish_flow(owner_id: int, flow_id: int) -> bool:
    """Stop the flow from starting; its live executions go on. False when there is no such flow."""
    return await _withdraw(owner_id, flow_id, "")


async def delete_flow(owner_id: int, flow_id: int) -> bool:
    """Hide the flow and stop it from starting; history keeps it. False when there is no such flow."""
    return await _withdraw(owner_id, flow_id, ", deleted_at = now()")


async def list_versions(
    owner_id: int, flow_id: int, limit: int, before: int | None = None
) -> list[VersionRow]:
    """The published versions of a flow, newest first, `before` a number."""
    rows = await fetch(
        f"""
        SELECT {_SHOWN} FROM flow_version v
        WHERE v.flow_id = $1 AND v.user_id = $2 AND ($3::int IS NULL OR v.number < $3) ORDER BY v.number DESC LIMIT $4
        """,
        *(flow_id, owner_id, before, limit),
    )
    return [VersionRow(**row) for row in rows]


async def read_version(owner_id: int, flow_id: int, number: int) -> StoredVersion | None:
    """One published version of a flow of this owner, deleted flows left out."""
    row = await fetch_one(
        f"""
        SELECT {_SHOWN}, v.document FROM flow_version v JOIN flow f ON f.id = v.flow_id
        WHERE v.flow_id = $1 AND v.user_id = $2 AND v.number = $3 AND f.deleted_at IS NULL
        """,
        *(flow_id, owner_id, number),
    )
    if row is None:
        return None
    return StoredVersion(**{**row, "document": msgspec.json.decode(row["document"], type=FlowDocument)})


async def live_versions(owner_id: int, flow_ids: Iterable[int]) -> list[LiveVersion]:
    """The published versions of those of these flows that the owner has published."""
    rows = await fetch(
        """
        SELECT id, name, published_version_id AS version_id FROM flow
        WHERE user_id = $1 AND id = ANY($2::bigint[]) AND deleted_at IS NULL AND published_version_id IS NOT NULL
        """,
        *(owner_id, [flow_id for flow_id in flow_ids if flow_id <= LARGEST_ID]),
    )
    return [LiveVersion(**row) for row in rows]


async def read_documents(owner_id: int, version_ids: Iterable[int]) -> dict[int, str]:
    """The documents of these versions of the owner's flows, as JSON text."""
    rows = await fetch(
        "SELECT id, document FROM flow_version WHERE user_id = $1 AND id = ANY($2::bigint[])",
        *(owner_id, list(version_ids)),
    )
    return {row["id"]: row["document"] for row in rows}


async def name_version(owner_id: int, flow_id: int, number: int, name: str | None) -> VersionRow | None:
    """Give a version another name, or none; None when there is no such version."""
    row = await fetch_one(
        f"""
        UPDATE flow_version v SET name = $4 FROM flow f WHERE f.id = v.flow_id AND f.deleted_at IS NULL
          AND v.flow_id = $1 AND v.user_id = $2 AND v.number = $3 RETURNING {_SHOWN}
        """,
        *(flow_id, owner_id, number, name),
    )
    return None if row is None else VersionRow(**row)


_SHOWN = (
    "v.id, v.number, v.name, v.created_at,"
    " (SELECT coalesce(nullif(u.name, ''), u.email) FROM app_user u WHERE u.id = v.created_by) AS published_by"
)


async def _lock(owner_id: int, flow: StoredFlow) -> bool:
    row = await fetch_one(
        "SELECT 1 FROM flow WHERE id = $1 AND user_id = $2 AND revision = $3 AND deleted_at IS NULL FOR UPDATE",
        *(flow.id, owner_id, flow.revision),
    )
    return row is not None


async def _insert_version(owner_id: int, actor_id: int, flow: StoredFlow, name: str | None) -> Row:
    row = await fetch_one(
        """
        INSERT INTO flow_version (user_id, flow_id, number, document, created_by, name)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 FROM flow_version WHERE flow_id = $2
        RETURNING id, number
        """,
        *(owner_id, flow.id, encode_document(flow.document).decode(), actor_id, name),
    )
    assert row is not None
    return row


async def _replace_triggers(owner_id: int, flow: StoredFlow, version_id: int) -> None:
    await fetch("DELETE FROM flow_trigger WHERE flow_id = $1", flow.id)
    for node_id, on in triggers_of(flow.document):
        await fetch(
            """
            INSERT INTO flow_trigger (user_id, flow_id, flow_version_id, node_id, kind, config, priority)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            *(owner_id, flow.id, version_id, node_id, on["type"]),
            *(msgspec.json.encode(on).decode(), on.get("priority", 100)),
        )


async def _withdraw(owner_id: int, flow_id: int, also: str) -> bool:
    async with transaction():
        row = await fetch_one(
            f"""
            UPDATE flow SET is_active = false, published_version_id = NULL, published_number = NULL,
              published_revision = NULL, updated_at = now(){also} WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL RETURNING id
            """,
            *(flow_id, owner_id),
        )
        if row is None:
            return False
        await fetch("DELETE FROM flow_trigger WHERE flow_id = $1", flow_id)
        await forget_schedules(flow_id)
        await _turn_epoch(owner_id)
    return True


async def _turn_epoch(owner_id: int) -> None:
    """Tell every process that holds this owner's triggers in memory that they are old."""
    await fetch("UPDATE app_user SET trigger_epoch = trigger_epoch + 1 WHERE id = $1", owner_id)
