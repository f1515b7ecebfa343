"""What will happen: lanes, their due events, calls to the outside, and who is working."""

from piccolo.columns import Boolean, DoublePrecision, Integer, Text
from piccolo.constraints import Unique
from piccolo.table import Table

from storage.database import DB
from storage.enums import EventKind
from storage.tables import columns as c


class Lane(Table, db=DB):
    """One contact's serial queue: nothing but a row to lock."""

    id = c.identity()
    user_id = c.number()
    contact_id = c.maybe_number()


class FlowEvent(Table, db=DB):
    """Something that will reach a lane at `due_at`; deleted when it was handled."""

    id = c.identity()
    due_at = c.time()
    user_id = c.number()
    lane_id = c.number()
    execution_id = c.maybe_number()
    visit = c.maybe_count()
    kind = c.text()
    payload = c.json_object()
    created_at = c.now()

    kind_is_known = c.one_of("kind", EventKind)


class LaneEvent(Table, db=DB):
    """A named event that came before anybody waited for it, under the id it had in the queue; kept for a day."""

    id = c.own_number()
    user_id = c.number()
    lane_id = c.number()
    name = c.text()
    key = c.maybe_text()
    data = c.json_as_written()
    kept_at = c.time()


class FlowEventFailed(Table, db=DB):
    """An event that could not be handled, kept with the reason."""

    id = c.identity()
    event_id = c.number()
    due_at = c.time()
    user_id = c.number()
    lane_id = c.number()
    execution_id = c.maybe_number()
    visit = c.maybe_count()
    kind = c.text()
    payload = c.json_object()
    created_at = c.now()
    error = c.text()
    failed_at = c.now()


class Effect(Table, db=DB):
    """A call to the outside, leased by `due_at` and fenced by `attempt`."""

    key = Text(default=None, primary_key=True)
    user_id = c.number()
    lane_id = c.number()
    execution_id = c.number()
    visit = Integer(default=None)
    node_id = c.text()
    node_type = c.text()
    input = c.json_object()
    due_at = c.time()
    attempt = c.count()
    vendor = c.text()
    timeout = DoublePrecision(default=30.0)
    is_calling = Boolean(default=False)
    is_cut_off = Boolean(default=False)
    created_at = c.now()


class AcceptedKey(Table, db=DB):
    """An idempotency key that a caller gave with an event; kept for a week, so that a retry is recognised."""

    id = c.identity()
    user_id = c.number()
    key = c.text()
    accepted_at = c.time()

    accepted_key_once = Unique(["user_id", "key"])


class RuntimeProcess(Table, db=DB):
    """A worker or web process and its last signs of life."""

    id = Text(default=None, primary_key=True)
    host = c.text()
    pid = Integer(default=None)
    started_at = c.now()
    beat_at = c.now()
    loop_at = c.maybe_time()
