"""Flows: the draft, its published versions, and the triggers those listen with."""

from piccolo.columns import JSONB, BigInt, Boolean, ForeignKey, Integer, OnDelete, Text
from piccolo.constraints import Unique
from piccolo.table import Table

from storage.database import DB
from storage.enums import TriggerKind
from storage.tables import columns as c
from storage.tables.users import User


class Flow(Table, db=DB):
    """The draft of a flow, and a pointer to what is published."""

    id = c.identity()
    user_id = ForeignKey(User, null=False, on_delete=OnDelete.restrict)
    name = Text()
    description = Text()
    trigger = c.json_list()
    nodes = c.json_list()
    edges = c.json_list()
    settings = c.json_object()
    notes = c.json_list()
    groups = c.json_list()
    tests = c.json_list()
    format_version = Integer(default=1)
    is_active = Boolean(default=False)
    revision = Integer(default=1)
    published_version_id = c.maybe_number()
    published_number = c.maybe_count()
    published_revision = c.maybe_count()
    saved_by = c.maybe_number()
    webhook_token = Text(default=None, unique=True)
    total_executions = BigInt(default=0)
    successful_executions = BigInt(default=0)
    failed_executions = BigInt(default=0)
    deleted_at = c.maybe_time()
    created_at = c.now()
    updated_at = c.now()


class FlowVersion(Table, db=DB):
    """A published document; never changed but for its name."""

    id = c.identity()
    user_id = c.number()
    flow_id = c.number()
    number = Integer(default=None)
    name = c.maybe_text()
    document = JSONB(default=None)
    created_by = c.maybe_number()
    created_at = c.now()

    flow_version_number_once = Unique(["flow_id", "number"])


class FlowTrigger(Table, db=DB):
    """One trigger of a published flow; matching reads these rows only."""

    id = c.identity()
    user_id = c.number()
    flow_id = c.number()
    flow_version_id = c.number()
    node_id = c.text()
    kind = c.text()
    config = c.json_object()
    priority = Integer(default=100)

    kind_is_known = c.one_of("kind", TriggerKind)


class FlowSchedule(Table, db=DB):
    """When a timed trigger of a published flow is looked at next, and how far it has come.

    Everything up to `done_until` has been handed out. While contacts are being started for the time from there up to
    `handing_out`, those up to `last_contact_id` have their event already. Null `next_at`: it never fires again.
    """

    id = c.identity()
    user_id = c.number()
    flow_id = c.number()
    flow_version_id = c.number()
    node_id = c.text()
    config = c.json_object()
    next_at = c.maybe_time()
    done_until = c.time()
    handing_out = c.maybe_time()
    last_contact_id = BigInt(default=0)

    flow_schedule_once = Unique(["flow_id", "node_id"])


class FlowCountDelta(Table, db=DB):
    """Executions started and ended since the last roll-up; appended, so no hot row."""

    id = c.identity()
    flow_id = c.number()
    started = c.count()
    succeeded = c.count()
    failed = c.count()


class FlowPresence(Table, db=DB):
    """A tab that has a flow open, for as long as it says so; `seen_at` is when it last did."""

    id = c.identity()
    user_id = c.number()
    flow_id = c.number()
    actor_id = c.number()
    tab = c.text()
    is_editing = Boolean(default=False)
    seen_at = c.time()

    flow_presence_once = Unique(["flow_id", "tab"])
