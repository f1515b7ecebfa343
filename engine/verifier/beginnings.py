"""What an execution has where it begins: at a trigger, or at a goal that it jumps to."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import msgspec

from engine.listening import Happens
from engine.schedules import ContactDate, Schedule
from engine.triggers import EventReceived, FlowCalled, MessageMatch, MessageReceived, WebhookReceived
from engine.verifier.arrivals import DAY, Arrival
from engine.verifier.names import CONTACT, EVENT, GIVEN, MESSAGE, Names


def at_trigger(on: object, names: Names) -> Arrival:
    """What a trigger that listens to this brings. One that another flow started may have been given any variable; a broken one brings all."""
    match on:
        case MessageReceived():
            return _having(names.of(CONTACT, MESSAGE), 0)
        case EventReceived():
            return _having(names.of(CONTACT, EVENT), DAY)
        case ContactDate() | Schedule(audience=msgspec.Struct()):
            return _having(names.of(CONTACT), DAY)
        case Schedule():
            return _having(0, DAY)
        case WebhookReceived():
            return _having(names.of(EVENT), DAY)
        case FlowCalled():
            return Arrival(names.of(CONTACT, GIVEN), names.all & ~names.of(MESSAGE, EVENT), 0, DAY)
    return _having(names.all, 0)


def when_called(names: Names) -> Arrival:
    """What there is when another flow starts this one and gives it nothing."""
    return _having(names.of(CONTACT), DAY)


def at_goal(on: Happens, starts: Iterable[Arrival], anywhere: int, names: Names) -> Arrival:
    """An execution that jumps to a goal comes from anywhere; it has what every start gives."""
    sure = names.all
    for start in starts:
        sure &= start.sure
    if isinstance(on, MessageMatch):
        return Arrival(sure | names[MESSAGE], anywhere)
    return Arrival(sure, anywhere, 0, DAY)


def at_entry(starts: Iterable[Arrival], names: Names) -> Arrival | None:
    """What there is when a contact enters, of any trigger that brings one; no variable is set yet."""
    brought = [
        start.sure & names.of(CONTACT, MESSAGE, EVENT) for start in starts if start.sure & names[CONTACT]
    ]
    if not brought:
        return None
    return Arrival(reduce(and_, brought), reduce(or_, brought))


def _having(bits: int, most: float) -> Arrival:
    return Arrival(bits, bits, 0, most)
