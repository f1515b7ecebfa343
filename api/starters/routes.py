"""`GET /api/starters`: the flows that come with the product."""

from functools import cache
from pathlib import Path

import msgspec
from litestar import Router, get

from api.permissions import Permission, opens
from engine.flow import FlowDocument, decode_document

FOLDER = Path(__file__).parent


class Starter(msgspec.Struct):
    """A flow to begin with; `key` is its file's name."""

    key: str
    document: FlowDocument


class Starters(msgspec.Struct):
    """All of them, in the order they are offered."""

    items: tuple[Starter, ...]


@get("/api/starters", opt=opens(Permission.VIEW_FLOWS), sync_to_thread=True)
def list_starters() -> Starters:
    """List the flows that a new one may begin with, whole."""
    return Starters(read_starters())


@cache
def read_starters() -> tuple[Starter, ...]:
    """Every starter beside this file, the shortest first."""
    found = (Starter(path.stem, decode_document(path.read_bytes())) for path in FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda starter: len(starter.document.nodes)))


starters_router = Router("/", route_handlers=[list_starters], tags=["Flows"])
