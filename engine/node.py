"""The base class of every node: fields are its settings, ports are the ways out, `run` is what it does."""

import inspect
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, get_args, get_type_hints

import msgspec

from engine.facts import ANY_TIME, AT_ONCE, Kinds, Passage, Problem, Write
from engine.model import Awaited, WaitKind
from engine.retry import Retry

if TYPE_CHECKING:
    from engine.context import Context
    from engine.listening import Happens


class Wait(msgspec.Struct, frozen=True):
    """Returned by a node that stops here. `until` is the latest moment it waits for; None waits for ever.

    `reply` ends with the contact's next message, `event` with a named event of `awaits`, `first` with whichever of these
    comes first (a message only when `reply` is set). With `hears_failure` it also ends (`failed`) when WhatsApp refuses what
    the node has just sent: nobody answers what never arrived.
    """

    kind: WaitKind
    until: datetime | None = None
    awaits: tuple[Awaited, ...] = ()
    reply: bool = False
    hears_failure: bool = False

    @property
    def takes_reply(self) -> bool:
        """Whether a message of the contact ends it."""
        return self.reply or self.kind == "reply"

    @property
    def hears_sends(self) -> bool:
        """Whether what becomes of the messages sent here may end it."""
        return self.hears_failure or self.kind == "send"


class Jump(msgspec.Struct, frozen=True):
    """Returned by a node that goes on at another node of the flow; list it in `targets` as well."""

    node_id: str


class Node(msgspec.Struct, tag_field="$tag", forbid_unknown_fields=True, rename="camel"):
    """A node. Subclass it with `tag="…"`, list its `ports`, and write `run`.

    `def run(self, ctx) -> str | Wait` is pure and runs inside the engine; `async def run(self, ctx) -> str` may talk to
    the outside and runs in the effect runner. After a wait, `resume(self, ctx, event)` chooses the port.
    `waits` says that an execution may rest here, `awaits_events` that it may wait for named events, `counts_visits` that
    the node ends a loop of its own jumps; `slow_ports` tells which ways out a loop may go through. `repeats` says that it goes
    round by its memory, which is forgotten whenever a loop around it goes on. `past` is the port by which a disabled node is
    passed; its first one that leads on when it is not said. `sends` says that it writes to the contact, and as a person would: WhatsApp takes
    that only within 24 hours after a message of theirs. `writes` are the names of the variables that it sets beside those that its
    fields name: `()` for none. One that says nothing of it is trusted to set whatever is read after it.

    For `async def` only: `vendor` is who it calls (its tag when not given), or the field `vendor_from` tells, which may hold
    a web address. `default_timeout` (seconds) and `default_retry` hold where the form has none or is left alone.
    """

    group: ClassVar[str] = "Other"
    ports: ClassVar[tuple[str, ...]] = ("out",)
    ports_from: ClassVar[str | None] = None
    past: ClassVar[str | None] = None
    waits: ClassVar[bool] = False
    counts_visits: ClassVar[bool] = False
    repeats: ClassVar[bool] = False
    sends: ClassVar[bool] = False
    writes: ClassVar[tuple[str, ...] | None] = None
    awaits_events: ClassVar[bool] = False
    vendor: ClassVar[str | None] = None
    vendor_from: ClassVar[str | None] = None
    default_timeout: ClassVar[float] = 30.0
    default_retry: ClassVar[Retry] = Retry()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in ("group", "ports"):
            if name in inspect.get_annotations(cls):
                raise TypeError(
                    f"{cls.__name__}: a field cannot be called '{name}'; the node's own '{name}' is a class value"
                )
        if isinstance(cls.default_timeout, bool) or not isinstance(cls.default_timeout, int | float):
            raise TypeError(
                f"{cls.__name__}: default_timeout is a number of seconds, not {cls.default_timeout!r}"
            )
        if not isinstance(cls.default_retry, Retry):
            raise TypeError(f"{cls.__name__}: default_retry is a Retry, not {cls.default_retry!r}")

    def run(self, ctx: Any) -> Any:
        """Do the node's work; the answer is a port's name, or a Wait. `ctx` is a Context, or an OutsideContext for `async def`."""
        raise NotImplementedError(f"{type(self).__name__} has no run")

    def resume(self, ctx: "Context", event: str) -> "str | Wait":
        """Choose the port when the wait is over.

        `event` is `message`, `event` (then `ctx.arrival` tells which), `timer`, `sent`, `failed`, `returned` or `reached`.
        """
        return self.ports[0]

    def problems(self) -> Iterator[Problem]:
        """Yield (field, sentence), or (field, sentence, Mended), for what the types cannot say."""
        return iter(())

    def targets(self) -> Iterator[tuple[str, str]]:
        """Yield (field, node id) for every node that a `Jump` of this one may lead to."""
        return iter(())

    def flows(self) -> Iterator[tuple[str, int]]:
        """Yield (field, flow id) for every other flow that this one starts or calls."""
        return iter(())

    def gives(self) -> tuple[str, frozenset[str]] | None:
        """The names of the variables that such a flow begins with, behind the field that holds them; None when that cannot be told."""
        return None

    def takes(self) -> Iterator[tuple[str, str]]:
        """Yield (field, name) for the variables of the other flow that are kept when it has ended."""
        return iter(())

    def jumps_on(self) -> "Happens | None":
        """What makes an execution jump here from wherever it rests; `resume` then gets `reached`. None for most nodes."""
        return None

    @property
    def tells_writes(self) -> bool:
        """Whether it says which variables it sets."""
        return self.writes is not None or type(self).sets is not Node.sets

    def looks_up(self) -> Iterator[tuple[str, str]]:
        """Yield (field, dotted name) for what it looks up beside its templates and expressions."""
        return iter(())

    def sets(self) -> Iterator[Write]:
        """Yield the variables that it sets: those in `writes`, and those that its own fields name, unless it says more."""
        named = (getattr(self, name) for name in variable_fields(type(self)))
        return (Write(name) for name in (*(self.writes or ()), *filter(None, named)))

    def passage(self, port: str) -> Passage | None:
        """How much time passes on this way out, and whether a message ends it; None when the way is never taken."""
        return ANY_TIME if self.waits or is_effect(type(self)) else AT_ONCE

    def misfits(self, kinds: Kinds) -> Iterator[tuple[str, str]]:
        """Yield (field, sentence) for what can never come true, given the kinds of values behind names; not for expressions."""
        return iter(())

    def endless(self) -> str | None:
        """The field that would end a wait which may last for ever."""
        return None

    def slow_ports(self) -> tuple[str, ...]:
        """The ways out that a loop may go through, because an execution rests before them, or because they come to an end."""
        return self.all_ports() if self.waits or is_effect(type(self)) else ()

    def all_ports(self) -> tuple[str, ...]:
        """Every way out of this node as it is configured."""
        if self.ports_from is None:
            return self.ports
        return (*(row.id for row in getattr(self, self.ports_from)), *self.ports)


def tag_of(kind: type[Node]) -> str:
    """The node type's tag, as flow documents name it."""
    return str(kind.__struct_config__.tag)


@cache
def is_effect(kind: type[Node]) -> bool:
    """Whether the node talks to the outside, so that the effect runner runs it."""
    return inspect.iscoroutinefunction(kind.run)


@cache
def variable_fields(kind: type[Node]) -> tuple[str, ...]:
    """The fields of the node itself that name a variable."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        field.name for field in msgspec.structs.fields(kind) if widget_of(hints[field.name]) == "variable"
    )


def widget_of(annotated: Any) -> str | None:
    """The hint `widget` of a field's type, also behind `| None`."""
    for mark in getattr(annotated, "__metadata__", ()):
        if isinstance(mark, msgspec.Meta) and (
            found := (mark.extra_json_schema or {}).get("x-ui", {}).get("widget")
        ):
            return str(found)
    return next(filter(None, map(widget_of, get_args(annotated))), None)
