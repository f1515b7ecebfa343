"""What a simulation is told: a contact, when it begins, and what happens step by step."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from engine.fields import Duration, EventName

MAX_SCRIPT = 500
"""Steps of one script."""
MAX_SAID = 4_096
MAX_PHONE = 32

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When a simulation begins that does not say."""

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Said = Annotated[str, Meta(min_length=1, max_length=MAX_SAID)]
Place = Annotated[str, Meta(min_length=1, max_length=100)]
Count = Annotated[int, Meta(ge=0, le=2**53)]


class _Part(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    pass


class Fixture(_Part):
    """The contact of a simulation; without a `timezone` it lives in the owner's.

    `silent_for` is how long before the start it wrote last: after 24 hours only templates may be sent.
    """

    name: Annotated[str, Meta(max_length=200)] = "Ana"
    phone: Annotated[str, Meta(max_length=MAX_PHONE)] | None = "+34600000001"
    email: Annotated[str, Meta(max_length=200)] | None = None
    company: Annotated[str, Meta(max_length=200)] | None = None
    tags: Annotated[list[Name], Meta(max_length=100)] = msgspec.field(default_factory=list)
    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    timezone: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    id: Annotated[int, Meta(ge=1, le=2**53)] = 1
    silent_for: Duration = Duration()


class Beginning(_Part):
    """Where an execution begins at once: any node, with these variables, and the data of the event that led there."""

    node_id: Place
    variables: dict[str, Any] = msgspec.field(default_factory=dict)
    event: Any = None


class _Step(_Part, tag_field="type"):
    pass


class Say(_Step, tag="say"):
    """The contact writes."""

    text: Said


class Tap(_Step, tag="tap"):
    """The contact taps a button of the newest message that has it; `button` is its title or its id."""

    button: Annotated[str, Meta(min_length=1, max_length=256)]


class Happen(_Step, tag="happen"):
    """A named event happens to the contact."""

    name: EventName
    key: Annotated[str, Meta(max_length=200)] | None = None
    data: Any = None


class Webhook(_Step, tag="webhook"):
    """A program posts JSON to the flow's own address."""

    data: Any = None


class Fire(_Step, tag="fire"):
    """A trigger fires that nothing else here would set off, such as a schedule or a contact's date."""

    node_id: Place


class Advance(_Step, tag="advance"):
    """Time passes."""

    duration: Duration


class AdvanceToNext(_Step, tag="advance_to_next"):
    """Time passes until the next timer goes off."""


class Answer(_Step, tag="answer"):
    """What a call to the outside comes to: a way out with variables, or an `error`. `output` is what the step tells of it.

    `flow_id` is the flow that called, of those that the draft started or called; without it the draft's call is meant, if it made one.
    """

    node_id: Place
    port: Annotated[str, Meta(max_length=100)] = "out"
    variables: dict[str, Any] = msgspec.field(default_factory=dict)
    output: dict[str, Any] = msgspec.field(default_factory=dict)
    error: Annotated[str, Meta(min_length=1, max_length=1_000)] | None = None
    flow_id: Count | None = None


class FailSend(_Step, tag="fail_send"):
    """WhatsApp refuses the next message, for this reason."""

    reason: Annotated[str, Meta(min_length=1, max_length=1_000)] = "WhatsApp refused it."


class Expect(_Step, tag="expect"):
    """The next message that was not expected yet reads so; with `failed`, it did not arrive."""

    text: Said
    match: Literal["contains", "exact", "regex"] = "contains"
    failed: bool = False


class ExpectNothing(_Step, tag="expect_nothing"):
    """No message was sent that is not expected yet."""


class ExpectEnd(_Step, tag="expect_end"):
    """The newest execution of the flow is over; with an `outcome`, this one."""

    outcome: Annotated[str, Meta(max_length=200)] | None = None


class ExpectFailure(_Step, tag="expect_failure"):
    """The newest execution of the flow failed; with a `node_id`, at this node."""

    node_id: Place | None = None


class ExpectAt(_Step, tag="expect_at"):
    """An execution rests at this node."""

    node_id: Place


class ExpectVariable(_Step, tag="expect_variable"):
    """The newest execution of the flow has this value under this name."""

    name: Name
    value: Any


ScriptStep = (
    Say | Tap | Happen | Webhook | Fire | Advance | AdvanceToNext | Answer | FailSend
    | Expect | ExpectNothing | ExpectEnd | ExpectFailure | ExpectAt | ExpectVariable
)  # fmt: skip
Expectation = Expect | ExpectNothing | ExpectEnd | ExpectFailure | ExpectAt | ExpectVariable
Steps = Annotated[list[ScriptStep], Meta(max_length=MAX_SCRIPT)]


class Script(_Part):
    """All that a simulation is told besides the flow. Without a `start` it begins when a trigger of the flow fires."""

    steps: Steps = msgspec.field(default_factory=list)
    start: Beginning | None = None
    contact: Fixture = msgspec.field(default_factory=Fixture)
    at: datetime | None = None
    seed: Count = 0


class FlowTest(Script, kw_only=True):
    """A chat that a flow must get right, as `tests` of its document hold them."""

    name: Name
