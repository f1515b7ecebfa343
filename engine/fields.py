"""The kinds of node fields: annotated types that carry limits and form hints into the JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

MAX_TEMPLATE = 4096
MAX_EXPRESSION = 1000
MAX_WAIT = timedelta(days=366)

Escape = Literal["json", "url"]


@dataclass(frozen=True)
class Kind:
    """How the engine treats a string field: `template` is rendered before `run`, `expression` is evaluated by the node.

    `escape` makes the values in a template safe: as texts within JSON, or as parts of a web address.
    """

    name: Literal["template", "expression"]
    escape: Escape | None = None


Widget = Literal[
    "template",
    "expression",
    "variable",
    "duration",
    "rules",
    "tags",
    "secret",
    "cron",
    "timezone",
    "flow",
    "node",
    "window",
    "media",
]


def hint(
    title: str | None = None,
    description: str | None = None,
    *,
    widget: Widget | None = None,
    placeholder: str | None = None,
    multiline: bool | None = None,
    choice: str | None = None,
    none: str | None = None,
    labels: Mapping[str, str] | None = None,
    hidden: bool | None = None,
    order: int | None = None,
    unless: Mapping[str, str] | None = None,
    limit: int | None = None,
    formatted: bool | None = None,
) -> Meta:
    """How the form shows a field: its title, one sentence below it, and hints, which ride in the schema as `x-ui`.

    `limit` are the characters that a template may come out as; the node itself holds to it. `formatted` is for messages.
    """
    hints: dict[str, Any] = {
        **{
            "widget": widget,
            "placeholder": placeholder,
            "multiline": multiline,
            "choice": choice,
            "none": none,
        },
        **{
            "labels": labels,
            "hidden": hidden,
            "order": order,
            "unless": unless,
            "limit": limit,
            "formatted": formatted,
        },
    }
    given = {name: value for name, value in hints.items() if value is not None}
    return Meta(title=title, description=description, extra_json_schema={"x-ui": given} if given else None)


Text = Annotated[str, Kind("template"), Meta(max_length=MAX_TEMPLATE), hint(widget="template")]
JsonText = Annotated[
    str, Kind("template", "json"), Meta(max_length=MAX_TEMPLATE), hint(widget="template", multiline=True)
]
WebAddress = Annotated[str, Kind("template", "url"), Meta(max_length=MAX_TEMPLATE), hint(widget="template")]
ExpressionText = Annotated[
    str, Kind("expression"), Meta(max_length=MAX_EXPRESSION), hint(widget="expression")
]
VARIABLE_PATTERN = r"^[a-z_][a-z0-9_]{0,63}$"
VariableName = Annotated[
    str,
    Meta(pattern=VARIABLE_PATTERN),
    hint(description="Small letters, digits and _; read it as vars.name.", widget="variable"),
]
Identifier = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
EventName = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_.]{0,63}$"),
    hint(description="Small letters, digits, dots and _."),
]
FlowId = Annotated[int, Meta(ge=1), hint("Flow", widget="flow")]
NodeId = Annotated[str, Meta(min_length=1, max_length=100), hint("Node", widget="node")]
Whole = Annotated[int, Meta(ge=0, le=1_000_000)]


class Duration(msgspec.Struct, rename="camel", forbid_unknown_fields=True, frozen=True):
    """A length of time; its parts add up."""

    ui: ClassVar[dict[str, str]] = {"widget": "duration"}

    days: Whole = 0
    hours: Whole = 0
    minutes: Whole = 0
    seconds: Whole = 0

    def length(self) -> timedelta:
        """The sum of the parts."""
        return timedelta(days=self.days, hours=self.hours, minutes=self.minutes, seconds=self.seconds)
