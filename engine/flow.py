"""The flow document: the same JSON in the API, the database, the editor and exported files."""

import re
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from engine.complaints import field_of, sentence_of
from engine.errors import SourceRefused
from engine.fields import Duration, Text, hint
from engine.listening import Happens

FORMAT_VERSION = 1
MAX_NODES = 5_000
MAX_EDGES = 20_000
MAX_NOTES = 500
MAX_TESTS = 100
MAX_DOCUMENT_BYTES = 10_000_000
MAX_DEPTH = 64

TRIGGER = "trigger"
"""The type of the nodes that start a flow."""

Id = Annotated[str, Meta(min_length=1, max_length=100)]


class _Part(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    pass


class Position(_Part):
    """Where the node's card stands on the canvas, in pixels."""

    x: float = 0
    y: float = 0


class FlowNode(_Part):
    """One node; `config` is kept as received and decoded by its type, so one bad node never hides the rest.

    `name` is what people call it; a `disabled` one is passed by; a `pinned` one stays where it is when the flow is tidied up.
    """

    id: Id
    type: Annotated[str, Meta(min_length=1, max_length=100)]
    position: Position = msgspec.field(default_factory=Position)
    config: dict[str, Any] = msgspec.field(default_factory=dict)
    name: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET


class FlowEdge(_Part):
    """A connection from a port of one node to another node."""

    id: Id
    source: Id
    target: Id
    source_handle: Annotated[str, Meta(min_length=1, max_length=100)] = "out"


Colour = Literal["yellow", "blue", "green", "pink", "grey"]
Side = Annotated[float, Meta(gt=0, le=10_000)]


class Note(_Part):
    """A sticky note on the canvas, for people: `text` is Markdown."""

    id: Id
    text: Annotated[str, Meta(max_length=5_000)] = ""
    colour: Colour = "yellow"
    position: Position = msgspec.field(default_factory=Position)
    width: Side = 240
    height: Side = 160


class Group(_Part):
    """A frame around nodes, notes and other groups, for people; it is as large as what is in it."""

    id: Id
    members: Annotated[list[Id], Meta(max_length=MAX_NODES)]
    name: Annotated[str, Meta(max_length=100)] = ""
    colour: Colour = "grey"


class EveryTime(_Part, tag="every_time"):
    """A contact may enter the flow as often as its trigger fires."""

    title: ClassVar[str] = "Every time"


class Once(_Part, tag="once"):
    """A contact enters the flow once."""

    title: ClassVar[str] = "Once"


class OncePerPeriod(_Part, tag="once_per_period"):
    """A contact may enter again when some time has passed since the last entry."""

    title: ClassVar[str] = "Once in a while"
    period: Annotated[Duration, hint("Again after")]


class OncePerKey(_Part, tag="once_per_key"):
    """A contact enters once for each key, such as an order's number."""

    title: ClassVar[str] = "Once for each key"
    key: Annotated[Text, Meta(min_length=1), hint("Key", placeholder="{{ event.order_id }}")]


class InterruptRunning(_Part, tag="interrupt_running"):
    """A contact who enters again leaves where the flow stood and begins anew."""

    title: ClassVar[str] = "Begin anew"


Reentry = EveryTime | Once | OncePerPeriod | OncePerKey | InterruptRunning


class FlowSettings(_Part):
    """How the flow treats a contact as a whole; everything has a default."""

    reentry: Annotated[
        Reentry,
        hint("How often a contact may enter"),
        Meta(extra_json_schema={"default": {"type": "every_time"}}),
    ] = msgspec.field(default_factory=EveryTime)
    exit_on: Annotated[
        list[Happens],
        Meta(max_length=20),
        hint(
            "Exit conditions",
            "When one of these happens, the flow ends at once for this contact, wherever it stands.",
        ),
    ] = msgspec.field(default_factory=list)
    quiet_hours: Annotated[None, hint(hidden=True)] = None


class FlowDocument(_Part):
    """A whole flow; `settings` are kept as received, as those of a node are: a draft may be saved half filled in.

    `tests` are kept as received, too: chats that this flow must get right.
    """

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    format_version: Literal[1] = 1
    description: Annotated[str, Meta(max_length=5_000)] = ""
    nodes: Annotated[list[FlowNode], Meta(max_length=MAX_NODES)] = msgspec.field(default_factory=list)
    edges: Annotated[list[FlowEdge], Meta(max_length=MAX_EDGES)] = msgspec.field(default_factory=list)
    settings: dict[str, Any] = msgspec.field(default_factory=dict)
    notes: Annotated[list[Note], Meta(max_length=MAX_NOTES)] | UnsetType = UNSET
    groups: Annotated[list[Group], Meta(max_length=MAX_NOTES)] | UnsetType = UNSET
    tests: Annotated[list[dict[str, Any]], Meta(max_length=MAX_TESTS)] | UnsetType = UNSET


def trigger_ids(document: FlowDocument) -> list[str]:
    """The ids of the document's triggers, in their order."""
    return [node.id for node in document.nodes if node.type == TRIGGER]


def read_settings(document: FlowDocument) -> FlowSettings:
    """The settings of the flow as a whole; msgspec.ValidationError when they are not as they should be."""
    return msgspec.convert(document.settings, FlowSettings)


def decode_document(raw: bytes | dict[str, Any]) -> FlowDocument:
    """Read a flow document from JSON text or plain data; SourceRefused says in a sentence what is wrong and where."""
    if isinstance(raw, bytes):
        if len(raw) > MAX_DOCUMENT_BYTES:
            raise SourceRefused(f"The flow is larger than {MAX_DOCUMENT_BYTES // 1_000_000} MB.")
        raw = decode_json(raw)
    refuse_unreadable(raw)
    try:
        return msgspec.convert(raw, FlowDocument)
    except msgspec.ValidationError as error:
        told = ": ".join(filter(None, (field_of(error), sentence_of(error))))
        raise SourceRefused(f"This is not a flow. {told}") from None


def refuse_unreadable(raw: Any) -> None:
    """SourceRefused when JSON cannot be stored, is nested too deeply, or is a flow of a later format."""
    _refuse_unstorable(raw)
    _refuse_later_format(raw)


def encode_document(document: FlowDocument) -> bytes:
    """The document as JSON text."""
    return msgspec.json.encode(document)


def decode_json(raw: bytes) -> Any:
    """The plain data of a file; SourceRefused when it is no JSON."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise SourceRefused("The file is not valid JSON.") from None
    except RecursionError:
        raise SourceRefused("The file is nested too deeply.") from None


def _refuse_later_format(raw: Any) -> None:
    version = raw.get("formatVersion", FORMAT_VERSION) if isinstance(raw, dict) else FORMAT_VERSION
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise SourceRefused(
            f"The flow was made by a newer Parley (format {version}); update this one to open it."
        )


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _refuse_unstorable(value: Any, depth: int = 0) -> None:
    """NUL and lone surrogates cannot be stored as text in Postgres, and deep nesting cannot be walked safely."""
    if depth > MAX_DEPTH:
        raise SourceRefused("The file is nested too deeply.")
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise SourceRefused("The flow contains a NUL or a broken character; remove it and try again.")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key, depth + 1)
            _refuse_unstorable(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item, depth + 1)
