"""What the routes of flows take and give."""

import msgspec

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.names import ScopeItem
from engine.schema import TypeDescription


class SaveBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new draft, and the revision it was made from."""

    revision: int
    document: FlowDocument


class Findings(msgspec.Struct):
    """What `check` found."""

    issues: list[Issue]


class Scope(msgspec.Struct):
    """Every name that templates and expressions read, before any variable is set."""

    items: tuple[ScopeItem, ...]


class Types(msgspec.Struct):
    """Every node type, or every kind of trigger."""

    items: list[TypeDescription]
