"""Who has a flow open: a row for each tab, written every few seconds while it is, and gone soon after the tab is."""

from datetime import datetime, timedelta

import msgspec

from storage.database import fetch, fetch_one

ALIVE = timedelta(seconds=25)
"""A tab speaks every five seconds; one that misses some turns on a slow line is still there."""
MOST = 20


class Present(msgspec.Struct, rename="camel"):
    """A tab that has the flow open; `is_you` when it is another one of whoever asks."""

    name: str
    is_you: bool
    is_editing: bool


class Presence(msgspec.Struct, rename="camel"):
    """The others who have the flow open, and the newest draft with the name of whoever saved it."""

    others: list[Present]
    revision: int
    saved_by: str | None


async def be_present(
    owner_id: int, flow_id: int, actor_id: int, tab: str, is_editing: bool, now: datetime
) -> Presence | None:
    """Say that a tab has the flow open, and hear of the others; None when there is no such flow."""
    flow = await fetch_one(
        f"SELECT f.revision, {_NAME.format('f.saved_by')} AS saved_by FROM flow f"
        " WHERE f.id = $1 AND f.user_id = $2 AND f.deleted_at IS NULL",
        *(flow_id, owner_id),
    )
    if flow is None:
        return None
    await fetch(
        """
        INSERT INTO flow_presence (user_id, flow_id, actor_id, tab, is_editing, seen_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (flow_id, tab) DO UPDATE SET seen_at = EXCLUDED.seen_at, is_editing = EXCLUDED.is_editing
        WHERE flow_presence.user_id = EXCLUDED.user_id AND flow_presence.actor_id = EXCLUDED.actor_id
        """,
        *(owner_id, flow_id, actor_id, tab, is_editing, now),
    )
    await fetch("DELETE FROM flow_presence WHERE flow_id = $1 AND seen_at < $2", flow_id, now - ALIVE)
    rows = await fetch(
        f"""
        SELECT {_NAME.format("p.actor_id")} AS name, p.actor_id = $3 AS is_you, p.is_editing FROM flow_presence p
        WHERE p.flow_id = $1 AND p.user_id = $2 AND p.tab <> $4 ORDER BY p.id LIMIT {MOST}
        """,
        *(flow_id, owner_id, actor_id, tab),
    )
    return Presence([Present(**row) for row in rows], flow["revision"], flow["saved_by"])


async def be_gone(owner_id: int, flow_id: int, actor_id: int, tab: str) -> None:
    """Forget a tab that says goodbye."""
    await fetch(
        "DELETE FROM flow_presence WHERE flow_id = $1 AND user_id = $2 AND actor_id = $3 AND tab = $4",
        *(flow_id, owner_id, actor_id, tab),
    )


_NAME = "(SELECT coalesce(nullif(u.name, ''), u.email) FROM app_user u WHERE u.id = {0})"
