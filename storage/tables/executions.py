"""Executions and the steps they took."""

from piccolo.columns import BigInt, Integer, Text
from piccolo.constraints import Unique
from piccolo.table import Table

from storage.database import DB
from storage.enums import FlowExecutionStatus, StepPart, StepStatus, WaitingFor
from storage.tables import columns as c


class FlowExecution(Table, db=DB):
    """One run of a flow version; no foreign keys, it is written on the hot path."""

    id = c.identity()
    user_id = c.number()
    flow_id = c.number()
    flow_version_id = c.number()
    contact_id = c.maybe_number()
    lane_id = c.number()
    trigger_data = c.json_object()
    status = c.text()
    waiting_for = c.maybe_text()
    wait_until = c.maybe_time()
    current_node_id = c.maybe_text()
    visit = c.count()
    seq = c.count()
    step_count = c.count()
    variables = c.json_object()
    message = c.maybe_json()
    pending = c.json_as_written()
    memory = c.json_as_written()
    outcome = c.maybe_text()
    error_message = c.maybe_text()
    parent_id = c.maybe_number()
    parent_visit = c.maybe_count()
    started_at = c.now()
    updated_at = c.now()
    finished_at = c.maybe_time()

    status_is_known = c.one_of("status", FlowExecutionStatus)
    waiting_for_is_known = c.one_of("waiting_for", WaitingFor)


class FlowExecutionStep(Table, db=DB):
    """One visit of a node, written when it ends. Rows lie in partitions by `finished_at`, each unique by execution and `n`.

    An `input` or `output` that is a bare number is the size in bytes of a text kept in FlowExecutionStepText.
    """

    execution_id = BigInt(
        default=None, primary_key=True
    )  # Piccolo asks for a key of one column; there is none
    n = Integer(default=None)
    visit = Integer(default=None)
    node_id = c.text()
    node_type = c.text()
    port = c.maybe_text()
    status = c.text()
    input = c.json_as_written()
    output = c.json_as_written()
    error_message = c.maybe_text()
    started_at = c.time()
    finished_at = c.time()

    status_is_known = c.one_of("status", StepStatus)


class FlowExecutionStepText(Table, db=DB):
    """What went in or came out of a step, as JSON, when it is too large to be read with every list; partitioned as the steps."""

    execution_id = BigInt(default=None, primary_key=True)  # as above
    n = Integer(default=None)
    part = c.text()
    content = c.text()
    finished_at = c.time()

    part_is_known = c.one_of("part", StepPart)


class FlowEntry(Table, db=DB):
    """When a contact last entered a flow: what rules of re-entry remember, in place of a history that is dropped."""

    id = c.identity()
    user_id = c.number()
    flow_id = c.number()
    contact_id = c.number()
    key = Text(default="")
    last_at = c.time()

    flow_entry_once = Unique(["flow_id", "contact_id", "key"])
