"""Events put into tables in memory by hand, as the statements that insert them do."""

from typing import Any

from engine.model import Event
from storage.memory_rows import EventRow
from storage.memory_tables import Session
from storage.memory_writing import event_row

Rows = list[dict[str, Any]]


def add_event(session: Session, user_id: int, lane_id: int, event: Event) -> int:
    """Insert an event with the next id."""
    event.id = session.number(EventRow)
    session.put(event.id, event_row(user_id, lane_id, event))
    return event.id
