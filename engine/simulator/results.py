"""What a simulation answers: everything that happened, in the order in which it did, and how things stand now."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from engine.errors import Issue
from engine.simulator.buttons import Button


class _Told(msgspec.Struct, rename="camel"):
    pass


class _Entry(_Told, tag_field="type", kw_only=True):
    """Something that happened: when, and which step of the script led to it (null for the start)."""

    at: datetime
    script_step: int | None


class Received(_Entry, tag="received"):
    """The contact wrote, or tapped a button."""

    text: str
    button: str | None = None


class Sent(_Entry, tag="sent"):
    """A message to the contact, with the node and the visit that sent it; with an `error` it did not arrive."""

    execution_id: int
    flow_id: int
    node_id: str
    visit: int
    text: str
    body: dict[str, Any]
    buttons: list[Button]
    error: str | None = None


class Happened(_Entry, tag="happened"):
    """An event, a call of the webhook, or a trigger that fired."""

    name: str
    key: str | None = None
    data: Any = None


class Started(_Entry, tag="started"):
    """An execution began."""

    execution_id: int
    flow_id: int
    node_id: str


class Ended(_Entry, tag="ended"):
    """An execution came to its end."""

    execution_id: int
    flow_id: int
    status: str
    outcome: str | None
    error: str | None


class Stepped(_Entry, tag="step"):
    """A node was visited; `output` tells why it went this way."""

    execution_id: int
    flow_id: int
    n: int
    visit: int
    node_id: str
    node_type: str
    status: str
    port: str | None
    input: Any
    output: Any
    error: str | None
    started_at: datetime


class Rested(_Entry, tag="wait"):
    """An execution came to rest, for this, until then."""

    execution_id: int
    flow_id: int
    node_id: str
    waiting_for: str
    until: datetime | None
    events: list[str]


class Judged(_Told):
    """What a trigger made of it: `started`, or not, because of its `words` (or the event's name), because one before it has `taken` the
    message, because of the rule of `reentry`, or because it is `not_ready`.
    """

    node_id: str
    verdict: Literal["started", "words", "taken", "reentry", "not_ready"]


class Weighed(_Entry, tag="weighed"):
    """Nothing waited for a message or an event, so the triggers that listen to such a thing were asked."""

    has_started: bool
    triggers: list[Judged]


class Missing(_Told):
    """A call to the outside that waits for an answer; secrets in its `input` are dots."""

    execution_id: int
    flow_id: int
    node_id: str
    node_type: str
    input: Any
    ports: list[str]


class Standing(_Told):
    """An execution as it stands."""

    id: int
    flow_id: int
    status: str
    node_id: str | None
    waiting_for: str | None
    wait_until: datetime | None
    variables: dict[str, Any]
    outcome: str | None
    error: str | None
    has_contact: bool


class Expected(_Told):
    """Whether an expectation held; if not, a sentence with what came instead."""

    script_step: int
    holds: bool
    message: str = ""


class Trouble(_Told):
    """A step of the script that could not be done, or a limit that was reached; the simulation stops at a limit."""

    message: str
    script_step: int | None = None


Entry = Received | Sent | Happened | Started | Ended | Stepped | Rested | Weighed


class Outcome(_Told, kw_only=True):
    """Everything that a simulation answers. `issues` are the flow's; its broken nodes fail when they are reached.

    `timezone` is the one that the contact lives in: its own, else the owner's.
    """

    timeline: list[Entry]
    executions: list[Standing]
    calls: list[Missing]
    expectations: list[Expected]
    troubles: list[Trouble]
    issues: list[Issue]
    now: datetime
    timezone: str
    next_timer: datetime | None
    passed: bool
