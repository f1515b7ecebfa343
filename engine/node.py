"""The base class of every node: fields are its settings, ports are the ways out, `run` is what it does."""

import inspect
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from engine.model import WaitKind

if TYPE_CHECKING:
    from engine.context import Context


class Wait(msgspec.Struct, frozen=True):
    """Returned by a node that stops here. `until` is the latest moment it waits for; None waits for ever."""

    kind: WaitKind
    until: datetime | None = None


class Node(msgspec.Struct, tag_field="$tag", forbid_unknown_fields=True, rename="camel"):
    """A node. Subclass it with `tag="…"`, list its `ports`, and write `run`.

    `def run(self, ctx) -> str | Wait` is pure and runs inside the engine; `async def run(self, ctx) -> str` may talk to
    the outside and runs in the effect runner. After a wait, `resume(self, ctx, event)` chooses the port.
    """

    group: ClassVar[str] = "Other"
    ports: ClassVar[tuple[str, ...]] = ("out",)
    ports_from: ClassVar[str | None] = None
    waits: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in ("group", "ports"):
            if name in inspect.get_annotations(cls):
                raise TypeError(
                    f"{cls.__name__}: a field cannot be called '{name}'; the node's own '{name}' is a class value"
                )

    def run(self, ctx: "Context") -> Any:
        """Do the node's work; the answer is a port's name, or a Wait."""
        raise NotImplementedError(f"{type(self).__name__} has no run")

    def resume(self, ctx: "Context", event: str) -> "str | Wait":
        """Choose the port when the wait is over. `event` is `message`, `timer`, `sent` or `failed`."""
        return self.ports[0]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield (field, sentence) for what the types cannot say."""
        return iter(())

    def all_ports(self) -> tuple[str, ...]:
        """Every way out of this node as it is configured."""
        if self.ports_from is None:
            return self.ports
        return (*(row.id for row in getattr(self, self.ports_from)), *self.ports)


def tag_of(kind: type[Node]) -> str:
    """The node type's tag, as flow documents name it."""
    return str(kind.__struct_config__.tag)


def is_effect(kind: type[Node]) -> bool:
    """Whether the node talks to the outside, so that the effect runner runs it."""
    return inspect.iscoroutinefunction(kind.run)


def can_pause(kind: type[Node]) -> bool:
    """Whether an execution may rest at this node, so that a loop through it cannot spin."""
    return kind.waits or is_effect(kind)
