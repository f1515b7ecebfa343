"""The kinds of node fields: annotated types that carry limits and form hints into the JSON Schema."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

MAX_TEMPLATE = 4096
MAX_EXPRESSION = 1000
MAX_WAIT = timedelta(days=366)


@dataclass(frozen=True)
class Kind:
    """How the engine treats a string field: `template` is rendered before `run`, `expression` is evaluated by the node."""

    name: Literal["template", "expression"]


def _hint(widget: str) -> dict[str, Any]:
    return {"x-ui": {"widget": widget}}


Text = Annotated[str, Kind("template"), Meta(max_length=MAX_TEMPLATE, extra_json_schema=_hint("template"))]
ExpressionText = Annotated[
    str, Kind("expression"), Meta(max_length=MAX_EXPRESSION, extra_json_schema=_hint("expression"))
]
VariableName = Annotated[
    str,
    Meta(pattern=r"^[a-z_][a-z0-9_]{0,63}$", extra_json_schema=_hint("variable"), description="snake_case"),
]
Identifier = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Whole = Annotated[int, Meta(ge=0, le=1_000_000)]


class Duration(msgspec.Struct, rename="camel", forbid_unknown_fields=True, frozen=True):
    """A length of time; its parts add up."""

    days: Whole = 0
    hours: Whole = 0
    minutes: Whole = 0
    seconds: Whole = 0

    def length(self) -> timedelta:
        """The sum of the parts."""
        return timedelta(days=self.days, hours=self.hours, minutes=self.minutes, seconds=self.seconds)
