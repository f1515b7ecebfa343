"""Settings as the type of their node wants them, and each thing that keeps them from being so."""

import re
from itertools import islice
from typing import Any, TypeVar

import msgspec

from engine.complaints import (
    NEEDED,
    field_of,
    is_of_length,
    longest_of,
    most_of,
    no_such_setting,
    sentence_of,
)
from engine.verifier.shapes import (
    UNFIT,
    Field,
    dict_in,
    fields_of,
    item_of,
    list_in,
    names_nothing,
    stand_in,
    struct_in,
)

MOST = 100
"""Complaints about one node; who mends these is told the next."""

T = TypeVar("T", bound=msgspec.Struct)


class Complaint(msgspec.Struct, frozen=True):
    """What is wrong in one place; `longest` is how long a text may be that is too long."""

    field: str | None
    sentence: str
    longest: int | None = None


class Wrong(msgspec.Struct):
    """What is wrong with the settings; `rest` is made of what is right, with something harmless in the `changed` places.

    Of lists only the items in `rows` are left, by the place of the list. What is not right `may_name` a variable or a way out.
    """

    complaints: list[Complaint]
    rest: Any | None
    changed: frozenset[str]
    rows: dict[str, list[int]]
    may_name: bool

    def place(self, field: str) -> str:
        """Where a field of the rest stands in the settings."""
        place = ""
        for part in re.findall(r"\[[^\]]*\]|[^.\[]+", field):
            if part[0] != "[":
                place = joined(place, part)
            else:
                rows = self.rows.get(place)
                place += part if rows is None else f"[{rows[int(part[1:-1])]}]"
        return place

    def is_changed(self, place: str) -> bool:
        """Whether something else stands in this place, within it or around it."""
        return any(is_within(place, each) or is_within(each, place) for each in self.changed)


def convert(kind: type[T], settings: dict[str, Any]) -> T | Wrong:
    """The settings as this type, or all that is wrong with them."""
    try:
        return msgspec.convert(settings, kind)
    except msgspec.ValidationError as error:
        search = _Search()
        rest = search.struct(kind, settings, "", error)
        is_whole = rest is not UNFIT and len(search.complaints) < MOST
        return Wrong(
            search.complaints,
            rest if is_whole else None,
            frozenset(search.changed),
            search.rows,
            search.may_name,
        )


def with_tag(converted: Any) -> Wrong:
    """The same of settings that have a `$tag`, which says nodes apart here and is no setting."""
    wrong = converted if isinstance(converted, Wrong) else Wrong([], converted, frozenset(), {}, False)
    wrong.complaints.insert(0, Complaint("$tag", no_such_setting("$tag")))
    return wrong


def joined(place: str, name: str) -> str:
    """The place of a setting within another."""
    return f"{place}{name}" if not place or not name or name[0] == "[" else f"{place}.{name}"


def is_within(place: str, outer: str) -> bool:
    """Whether a place is the other one or a part of it."""
    return place.startswith(outer) and place[len(outer) : len(outer) + 1] in ("", ".", "[")


class _Search:
    """Converts part by part: of what msgspec refuses only the smallest part is given up."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.changed: set[str] = set()
        self.rows: dict[str, list[int]] = {}
        self.may_name = False

    def struct(
        self, kind: type[msgspec.Struct], value: dict[str, Any], place: str, error: msgspec.ValidationError
    ) -> Any:
        """What can be made of these settings; UNFIT when something needed cannot be made up."""
        told, fields = len(self.complaints), fields_of(kind)
        parts = {
            fields[name].name: self._part(each, fields[name].hint, joined(place, name))
            for name, each in value.items()
            if self._is_known(kind, name, place)
        }
        for field in fields.values():
            self._fill(parts, field, place)
        if told == len(self.complaints):  # no part is wrong, so all of them together are
            return self._refuse(place, error)
        try:
            return UNFIT if UNFIT in parts.values() else kind(**parts)
        except (TypeError, ValueError):  # of its own check of the whole
            return UNFIT

    def _is_known(self, kind: type[msgspec.Struct], name: str, place: str) -> bool:
        if name in fields_of(kind):
            return True
        config = kind.__struct_config__
        if config.forbid_unknown_fields and name != config.tag_field:
            self._complain(joined(place, name), no_such_setting(name))
            self.may_name = True
        return False

    def _fill(self, parts: dict[str, Any], field: Field, place: str) -> None:
        """Something in the place of what is needed; what is wrong and not needed is left out."""
        here = joined(place, field.encoded)
        if field.name not in parts and field.is_needed:
            self._complain(here, NEEDED)
        elif parts.get(field.name) is not UNFIT:
            return
        parts.pop(field.name, None)
        self.may_name |= not names_nothing(field.hint)
        if field.is_needed:
            parts[field.name] = stand_in(field.hint, is_plain=bool(place))

    def _part(self, value: Any, hint: Any, place: str) -> Any:
        try:
            return msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            return self._by_parts(value, hint, place, error)

    def _by_parts(self, value: Any, hint: Any, place: str, error: msgspec.ValidationError) -> Any:
        if len(self.complaints) >= MOST:
            return UNFIT
        if isinstance(value, dict) and (kind := struct_in(hint, value)) is not None:
            return self.struct(kind, value, place, error)
        if isinstance(value, dict) and (kept := dict_in(hint)) is not None:
            return self._entries(value, kept, place, error)
        if isinstance(value, list) and (kept := list_in(hint)) is not None:
            return self._items(value, kept, place, error)
        if is_of_length(error):
            self._note(place, error)
            return value
        return self._refuse(place, error)

    def _items(self, value: list[Any], hint: Any, place: str, error: msgspec.ValidationError) -> Any:
        value = value[: self._noted(place, error)]
        item = item_of(hint)
        found = [self._part(each, item, f"{place}[{index}]") for index, each in enumerate(value)]
        left = [index for index, each in enumerate(found) if each is not UNFIT]
        if len(left) < len(found):
            self.rows[place] = left
            self.may_name |= not names_nothing(item)
        return (tuple if (getattr(hint, "__origin__", hint)) is tuple else list)(
            found[index] for index in left
        )

    def _entries(
        self, value: dict[str, Any], hint: Any, place: str, error: msgspec.ValidationError
    ) -> dict[Any, Any]:
        """Entries that fit; msgspec names only the whole for those that do not."""
        most = self._noted(place, error)
        found: dict[Any, Any] = {}
        for key, each in islice(value.items(), most):
            try:
                found |= msgspec.convert({key: each}, hint)
            except msgspec.ValidationError as wrong:
                self.may_name = True
                self._refuse(place, wrong)
        return found

    def _noted(self, place: str, error: msgspec.ValidationError) -> int | None:
        """Says that there are too few or too many; how many are read, None for all."""
        if not is_of_length(error) or field_of(error) is not None:
            return None
        self._note(place, error)
        return most_of(error)

    def _refuse(self, place: str, error: msgspec.ValidationError) -> Any:
        self._note(place, error)
        self.changed.add(place)
        return UNFIT

    def _note(self, place: str, error: msgspec.ValidationError) -> None:
        where = joined(place, field_of(error) or "")
        self._add(Complaint(where or None, sentence_of(error), longest_of(error)))

    def _complain(self, place: str, sentence: str) -> None:
        self.changed.add(place)
        self._add(Complaint(place, sentence))

    def _add(self, complaint: Complaint) -> None:
        if len(self.complaints) < MOST and complaint not in self.complaints:
            self.complaints.append(complaint)
