"""How Postgres would run a statement: by which indexes, and what it would read from end to end."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

WEEK = re.compile(r"_\d{8}")
COLUMNS = re.compile(r"_execution_id_n(_part)?_idx$")  # as Postgres names the copy of an index


class Explained(msgspec.Struct):
    """Indexes that are entered at a place, and tables that are read whole; all weeks of a table go by the name of its default."""

    indexes: set[str] = msgspec.field(default_factory=set)
    whole: set[str] = msgspec.field(default_factory=set)


async def explain(connection: Any, statement: str, *values: Any) -> Explained:
    """The plan for these values."""
    return _read(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement}", *values))


async def explain_generic(connection: Any, statement: str) -> Explained:
    """The plan for any values, as a connection with generic plans keeps it."""
    places = max([0, *map(int, re.findall(r"\$(\d+)", statement))])
    await connection.execute(f"PREPARE explained AS {statement}")
    try:
        values = f"({', '.join(['NULL'] * places)})" if places else ""
        text = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE explained{values}")
    finally:
        await connection.execute("DEALLOCATE explained")
    return _read(text)


def _read(text: str) -> Explained:
    explained = Explained()
    for node in _nodes(json.loads(text)[0]["Plan"]):
        _note(node, explained)
    return explained


def _note(node: dict[str, Any], explained: Explained) -> None:
    if "Index Name" in node and ("Index Cond" in node or node["Limited"]):
        explained.indexes.add(COLUMNS.sub("_n", WEEK.sub("_default", node["Index Name"])))
    elif "Index Name" in node:
        explained.whole.add(f"{node['Index Name']}, an index")
    elif node["Node Type"] == "Seq Scan":
        explained.whole.add(WEEK.sub("_default", node["Relation Name"]))


def _nodes(node: dict[str, Any], is_limited: bool = False) -> Iterator[dict[str, Any]]:
    """All nodes; `Limited` are those that are read in order until a LIMIT has enough."""
    yield node | {"Limited": is_limited}
    is_limited = node["Node Type"] == "Limit" or (is_limited and node["Node Type"] in IN_ORDER)
    for child in node.get("Plans", ()):
        yield from _nodes(child, is_limited and child.get("Parent Relationship") != "SubPlan")


IN_ORDER = {"LockRows", "Nested Loop", "Append", "Merge Append", "Result", "Subquery Scan", "Unique"}
