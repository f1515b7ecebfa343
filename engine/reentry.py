"""Re-entry: whether a contact may enter a flow again, and what is remembered of it."""

from datetime import datetime
from typing import Any

import msgspec

from engine.errors import EvaluationFailed, ParleyError
from engine.flow import EveryTime, InterruptRunning, Once, OncePerKey, OncePerPeriod
from engine.model import Contact, Entry
from engine.plan import Plan

Entries = dict[tuple[int, str], datetime]
"""When the contact last entered a flow, by flow and key."""

MAX_KEY = 200


class Admission(msgspec.Struct, frozen=True):
    """The answer of a rule of re-entry. With a `problem` the execution starts and fails at once, so that it is seen."""

    is_granted: bool
    entry: Entry | None = None
    interrupts: bool = False
    problem: str | None = None


def admit(
    plan: Plan, contact: Contact | None, data: dict[str, Any], entries: Entries, now: datetime
) -> Admission:
    """Ask the flow's rule; without a contact there is nobody to remember, and every start is granted."""
    rule = plan.reentry
    if contact is None or isinstance(rule, EveryTime):
        return Admission(True)
    if isinstance(rule, InterruptRunning):
        return Admission(True, interrupts=True)
    try:
        key = _key(plan, contact, data, now)
    except ParleyError as error:
        return Admission(True, problem=f"The key of “once per key” is not known: {error}")
    last = entries.get((plan.flow_id, key))
    match rule:
        case Once() | OncePerKey():
            is_granted = last is None
        case OncePerPeriod():
            is_granted = last is None or now - last >= rule.period.length()
    return Admission(is_granted, Entry(plan.flow_id, key, now) if is_granted else None)


def _key(plan: Plan, contact: Contact, data: dict[str, Any], now: datetime) -> str:
    if plan.reentry_key is None:
        return ""
    scope = {
        "contact": contact.scope(),
        "message": data.get("message"),
        "event": data.get("event"),
        "vars": {},
        "now": now,
    }
    key = plan.reentry_key.render(scope)
    if len(key) > MAX_KEY:  # cut off, two keys could be taken for one
        raise EvaluationFailed(f"it is longer than {MAX_KEY} characters.")
    return key
