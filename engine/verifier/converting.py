"""Settings as the type of their node wants them, and each thing that keeps them from being so."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from engine.complaints import NEEDED, field_of, longest_of, sentence_of

MOST = 20
"""Complaints about one node; who mends these is told the next."""

T = TypeVar("T", bound=msgspec.Struct)


class Complaint(msgspec.Struct, frozen=True):
    """What is wrong in one place; `longest` is how long a text may be that is too long."""

    field: str | None
    sentence: str
    longest: int | None = None


STAND_INS: tuple[Any, ...] = ("x", 1, [], {})
"""For needed settings that are wrong, so that the others can be looked at."""


class Wrong(msgspec.Struct):
    """What is wrong with the settings; `rest` is a node without what is wrong, and `place` says where what it complains of stands."""

    complaints: list[Complaint]
    rest: Any | None
    place: Callable[[str], str | None]


def convert(kind: type[T], settings: dict[str, Any]) -> T | Wrong:
    """The settings as this type, or all that is wrong with them as far as it can be told apart."""
    try:
        return msgspec.convert(settings, kind)
    except msgspec.ValidationError:
        search = _Search(kind, settings)
        return Wrong(search.run(), search.rest(), search.place)


class _Search:
    """Takes out what msgspec complains of, which is one thing at a time, and converts what is left.

    Of a list only the wrong item goes: `_places` has, for each such list, where the items that are left stood.
    """

    def __init__(self, kind: type[msgspec.Struct], settings: dict[str, Any]) -> None:
        self._kind, self._left = kind, dict(settings)
        self._places: dict[str, list[int]] = {}
        self._gone: set[str] = set()

    def run(self) -> list[Complaint]:
        """The complaints, in the order in which msgspec finds them."""
        found: list[Complaint] = []
        while len(found) < MOST:
            try:
                msgspec.convert(self._left, self._kind)
                break
            except msgspec.ValidationError as error:
                field = field_of(error) or ""
                name = re.split(r"[.\[]", field, maxsplit=1)[0]
                if not name:  # of the settings as a whole
                    return [*found, Complaint(None, sentence_of(error))]
                if name not in self._left:
                    return found + self._missing(name)
                complaint = self._take_out(name, field, error)
                if complaint is not None:
                    found.append(complaint)
        return found

    def rest(self) -> Any | None:
        """A node of what is left, with something in the place of what is needed."""
        settings = dict(self._left)
        for _ in range(MOST):
            try:
                return msgspec.convert(settings, self._kind)
            except msgspec.ValidationError as error:
                name = field_of(error)
                if name is None or name in self._left:
                    return None
                tried = STAND_INS.index(settings[name]) + 1 if name in settings else 0
                if tried == len(STAND_INS):
                    return None
                settings[name] = STAND_INS[tried]
        return None

    def place(self, field: str) -> str | None:
        """Where a field of the rest stands in the settings; None for what is no part of them."""
        name = re.split(r"[.\[]", field, maxsplit=1)[0]
        if name not in self._left:
            return None
        at = re.match(rf"{re.escape(name)}\[(\d+)\]", field)
        if at is None or name not in self._places:
            return field
        return f"{name}[{self._places[name][int(at.group(1))]}]{field[at.end() :]}"

    def _take_out(self, name: str, field: str, error: msgspec.ValidationError) -> Complaint | None:
        value, at = self._left[name], re.match(rf"{re.escape(name)}\[(\d+)\]", field)
        if at is not None and isinstance(value, list):
            places = self._places.setdefault(name, [*range(len(value))])
            index = int(at.group(1))
            self._left[name] = value[:index] + value[index + 1 :]
            field = f"{name}[{places.pop(index)}]{field[at.end() :]}"
            return Complaint(field, sentence_of(error), longest_of(error))
        del self._left[name]
        self._gone.add(name)
        if name in self._places:
            return None  # it has too few items only because wrong ones were taken out
        return Complaint(field, sentence_of(error), longest_of(error))

    def _missing(self, first: str) -> list[Complaint]:
        """What was never there: msgspec names one, and only when all that is there is right."""
        needed = [field.encode_name for field in msgspec.structs.fields(self._kind) if field.required]
        missing = [name for name in needed if name not in self._left and name not in self._gone]
        if first not in (*missing, *self._gone):
            missing.insert(0, first)
        return [Complaint(name, NEEDED) for name in missing]
