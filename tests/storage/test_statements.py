"""The hand-written statements: all are valid, and each walks the indexes it is meant to, on a fresh database and on large tables.

A new statement joins PLANS with the indexes it must enter, or EXEMPT with the reason why it may do as it likes.
"""

import os
import re
from collections.abc import AsyncIterator
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from explained import explain, explain_generic
from filled import NOW, fill

from storage import (
    execution_search,
    executions,
    figures,
    flow_counts,
    ingest_statements,
    live,
    outside_statements,
    retention,
    schedule_statements,
    statements,
)
from storage.connection import GENERIC_PLANS, WALKS_INDEXES

pytestmark = pytest.mark.anyio

FEW = 1000
ROWS = int(os.environ.get("PLAN_ROWS", FEW))  # `just plans` asks with a million
IS_STATEMENT = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b")


def written(module: ModuleType) -> dict[str, str]:
    """The statements of a module by name; those with a place for a table's name come with one."""
    texts = {name: text for name, text in vars(module).items() if name.isupper() and isinstance(text, str)}
    return {
        name: text.replace("{0}", "flow_execution_step")
        for name, text in texts.items()
        if IS_STATEMENT.match(text)
    }


MODULES = (
    statements,
    figures,
    ingest_statements,
    outside_statements,
    schedule_statements,
    live,
    executions,
    execution_search,
    flow_counts,
    retention,
)
STATEMENTS = {name: text for module in MODULES for name, text in written(module).items()}

STEP_WEEKS = "flow_execution_step_default_n"
EVENT_INDEXES = {"flow_event_due", "flow_event_lane", "flow_event_owner", "flow_event_pkey"}

# The indexes that each one must enter at a place; anything that is read whole is a mistake, unless its table is listed in SMALL.
PLANS: dict[str, set[str]] = {
    "CLAIM": {"flow_event_due", "lane_pkey"},
    "CLAIM_SHARES": {"flow_event_owner", "lane_pkey"},
    "DUE_OWNERS": {"flow_event_owner"},
    "LOCK_LANE": {"lane_pkey"},
    "READ_FAILED_EXECUTIONS": {"flow_execution_pkey"},
    "READ_KEPT_EVENTS": {"lane_event_lane"},
    "READ_ENTRIES": {"lane_pkey", "flow_entry_contact"},
    "HOLD_EVENTS": {"flow_event_pkey"},
    "USE_EVENTS": {"lane_event_pkey"},
    "READ_LANES": {"lane_pkey", "flow_event_lane", "flow_execution_live"},
    "READ_VERSIONS": {"flow_version_pkey"},
    "WRITE": {"flow_event_pkey", "flow_event_lane", "flow_execution_pkey", "effect_execution"},
    "WITHDRAW_MESSAGES": {"message_outbox_contact"},
    "FAIL_EVENTS": {"flow_event_pkey"},
    "FAIL_EXECUTIONS": {"flow_event_failed_event", "flow_execution_pkey"},
    "OLDEST_DUE": {"flow_event_due"},
    "STARTED_BY": {"flow_execution_pkey"},
    "FOLLOWERS_OF_CONTACT": {"flow_execution_contact"},
    "FOLLOWERS_OF_NOBODY": {"flow_execution_pkey", "flow_execution_contactless"},
    "FIND_CONTACTS": {"contact_key_once", "contact_pkey"},
    "LEARN_KEYS": {"contact_pkey"},
    "STORE_MESSAGES": {"contact_pkey"},
    "FIND_SENT": {"message_pkey", "message_wamid"},
    "UPDATE_STATUSES": {"message_pkey"},
    "SEND_RESULTS": {"flow_execution_pkey"},
    "FINISH_EFFECT": {"effect_pkey"},
    "POSTPONE_EFFECT": {"effect_pkey"},
    "GIVE_BACK_EFFECTS": {"effect_pkey"},
    "FINISH_SENDS": {"message_pkey"},
    "RELEASE_SEND": {"message_pkey"},
    "UNREAD_ON_PHONE": {"message_conversation"},
    "SENT_TO_PHONE": {"message_pkey"},
    "TAKE": {"flow_schedule_next"},
    "PUT_BACK": {"flow_schedule_pkey"},
    "POSTPONE": {"flow_schedule_pkey"},
    "ZONES": {"contact_zone"},
    "CHANGED": {"flow_version_pkey"},
    "NEW_STEPS": {STEP_WEEKS},
    "STARTED": {"flow_execution_flow", "flow_execution_contact", "flow_version_pkey"},
    "NEWEST": {"flow_execution_flow"},
    "NEWEST_OF_CONTACT": {"flow_execution_contact"},
    "STEP": {STEP_WEEKS},
    "ENTERED": {"flow_execution_flow"},
    "ENDED": {"flow_execution_flow"},
    "VISITED": {"flow_execution_flow", STEP_WEEKS},
    "OLDER": {"flow_execution_flow"},
    "WAITING": {"flow_execution_alive"},
    "NEWEST_ID": {"flow_execution_flow"},
    "FIRST_SINCE": {"flow_execution_flow"},
    "FORGET_EXECUTIONS": {"flow_execution_pkey"},
    "FORGET_LANES": {"lane_contactless", "lane_pkey", "flow_event_lane", "flow_execution_contactless"},
    "FORGET_FAILED_EVENTS": {"flow_event_failed_pkey"},
    "FORGET_LANE_EVENTS": {"lane_event_pkey"},
    "FORGET_ENTRIES": {"flow_entry_pkey"},
    "FORGET_ACCEPTED_KEYS": {"accepted_key_pkey"},
    "FORGET_SESSIONS": {"refresh_token_pkey"},
    "FORGET_STRAY_STEPS": {STEP_WEEKS},
}
CONTACT_DATES = [
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
]
# Planned for the values, as by the sender for what is queued now: what each asks, and its indexes.
PLANNED_EACH_TIME: dict[str, tuple[list[Any], set[str]]] = {
    "ACCOUNTS_WITH_MAIL": ([NOW], {"message_outbox"}),
    "DUE_EFFECTS": ([NOW, 0, "", 128, 16, [5]], {"effect_owner"}),
    "LEASE_EFFECTS": ([NOW, [1, 2], ["a", "b"], [4, 4], None], {"effect_owner", "effect_pkey"}),
    "MARK_SENDS": (
        [1, NOW, 16, NOW, NOW],
        {"message_outbox", "message_outbox_contact", "message_pkey", "contact_pkey"},
    ),
    "START_CONTACTS": (CONTACT_DATES, {"contact_user"}),
    "TEXTS": ([10, 1, NOW], {"flow_execution_step_text_default_n"}),
}
# Plans that may be others on a small table: these statements are rare, or analyze keeps up with their tables.
LARGE_ONLY = {
    "FAIL_EXECUTIONS",
    "LEARN_KEYS",
    "ACCOUNTS_WITH_MAIL",
    "MARK_SENDS",
    "NEWEST",
    "STARTED",
    "START_CONTACTS",
    "UNREAD_ON_PHONE",
    "SENT_TO_PHONE",
}
EXEMPT = {
    "TAKE_EXECUTION_IDS": "reads no table",
    "READ_TRIGGERS": "once for each change of an owner's triggers, of tables that analyze keeps up with",
    "KEEP_TEXTS": "only inserts",
    "PARK_STATUSES": "only inserts",
    "TAKE_PACE": "only inserts, or one row by its key",
    "FORGET_PACES": "a table of the contacts written to in the last minutes",
    "TAKE_PARKED": "a table of 2,000 statuses of each account",
    "FORGET_PARKED": "a table of 2,000 statuses of each account",
    "KEEP_EVENTS": "only inserts",
    "REMEMBER_ENTRIES": "only inserts, or one row by its key",
    "CREATE_CONTACTS": "only inserts",
    "START_FLOW": "only inserts",
    "HEARTBEAT": "one row",
    "KEEP_OR_BEGIN": "only inserts, or one row by its key",
    "FORGET": "a flow's few schedules",
    "TAKE_TURN": "a table of a few jobs",
    "ROLL_UP_COUNTS": "empties its table",
    "PULSE": "a table of a few processes, and the head of the due index",
    "QUEUE_FIGURES": "counts what waits, at most every ten seconds, when somebody asks for the metrics",
    "FORGET_PROCESSES": "a table of a few processes",
    "RECEIVERS": "reads all accounts, on purpose",
    "LOCK_ACCOUNT": "a table of a few accounts",
    "TAKE_TOKENS": "a table of a few accounts",
    "PAUSE_ACCOUNT": "a table of a few accounts",
    "ACCOUNT_REFUSED": "a table of a few accounts",
    "WEBHOOK_FLOW": "a table of flows, found by a unique token",
    "COUNT_UNRESOLVED": "planned for what is queued now, and reads no more than that",
    "RESOLVE_UNKNOWN": "planned for what is queued now, and reads no more than that",
    "RELEASE_EVENTS": "rare: a person resumes; reads the events that are held",
}
SMALL = {
    "job_turn",
    "send_pace",
    "whatsapp_account",
    "whatsapp_account_pkey, an index",
    "app_user_pkey, an index",
    "flow_event_failed",
}


@pytest.fixture
async def connection(database: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database, server_settings=GENERIC_PLANS)
    yield connection
    await connection.close()


def test_every_statement_has_a_plan_or_a_reason() -> None:
    assert len(STATEMENTS) > 20
    assert sorted(STATEMENTS) == sorted([*PLANS, *PLANNED_EACH_TIME, *EXEMPT])


async def test_every_statement_prepares(connection: Any) -> None:
    for statement in STATEMENTS.values():
        await connection.prepare(statement)


async def test_plans_made_on_a_fresh_database_walk_their_indexes(connection: Any) -> None:
    """They are kept while the tables grow."""
    await fill(connection, 0)
    assert await mistakes(connection, LARGE_ONLY) == ""


async def test_plans_made_on_large_tables_walk_their_indexes(connection: Any, database: str) -> None:
    await fill(connection, ROWS)
    passed_over = LARGE_ONLY if ROWS == FEW else set()
    assert await mistakes(connection, passed_over) == ""
    planning = await asyncpg.connect(database, server_settings=WALKS_INDEXES)
    for name, (values, wanted) in PLANNED_EACH_TIME.items():
        found = await explain(planning, STATEMENTS[name], *values)
        missing = wanted - found.indexes
        assert name in passed_over or (missing, found.whole - SMALL) == (set(), set()), name
    await planning.close()


async def test_owners_are_found_by_their_index_when_all_events_are_of_one(connection: Any) -> None:
    """Taking it for granted that every event is that owner's, Postgres would walk its queue for each owner who comes later."""
    await fill(connection, FEW)
    await connection.execute("DELETE FROM flow_event WHERE user_id <> (SELECT min(user_id) FROM flow_event)")
    await connection.execute("ANALYZE flow_event")
    for name in ("CLAIM_SHARES", "DUE_OWNERS"):
        found = await explain_generic(connection, STATEMENTS[name])
        assert (found.indexes & EVENT_INDEXES, found.whole) == ({"flow_event_owner"}, set()), name


async def mistakes(connection: Any, passed_over: set[str]) -> str:
    """What the statements do that they should not, a line for each."""
    lines = []
    for name, wanted in PLANS.items():
        if name in passed_over:
            continue
        found = await explain_generic(connection, STATEMENTS[name])
        missing, whole = wanted - found.indexes, found.whole - SMALL
        if missing or whole:
            lines.append(f"{name} does not enter {missing or 'nothing'}, reads all of {whole or 'nothing'}")
    return "\n".join(lines)
