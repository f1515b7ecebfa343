"""What the routes of flows take and give."""

from typing import Annotated

import msgspec
from msgspec import Meta

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.names import ScopeItem
from engine.schema import TypeDescription
from engine.simulator.flow_tests import Tested
from engine.simulator.script import Script


class SaveBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new draft, and the revision it was made from."""

    revision: int
    document: FlowDocument


class Simulation(Script, kw_only=True):
    """A script, and the draft to play it with; the stored one when it is left out."""

    document: FlowDocument | None = None


class TestResults(msgspec.Struct):
    """How the tests of a flow went, in the order in which the flow holds them."""

    items: list[Tested]


VersionName = Annotated[str, Meta(max_length=100, description="For people; blank is none.")]


class PublishBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the new version is called, and the draft that is meant."""

    name: VersionName | None = None
    revision: Annotated[
        int | None, Meta(description="The draft that was looked at: 409 when it is not the newest.")
    ] = None


class NameBody(msgspec.Struct, forbid_unknown_fields=True):
    """Another name for a version."""

    name: VersionName | None


class Findings(msgspec.Struct):
    """What `check` found."""

    issues: list[Issue]


class Scope(msgspec.Struct):
    """Every name that templates and expressions read, before any variable is set."""

    items: tuple[ScopeItem, ...]


class Types(msgspec.Struct):
    """Every node type, or every kind of trigger."""

    items: list[TypeDescription]
