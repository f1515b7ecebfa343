"""What is wrong with a name that a text reads: it is none, or it has no value there, or not always."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

import msgspec

from engine.errors import Issue
from engine.fixes import Fix, SetField
from engine.names import SCOPE
from engine.rendering import Read
from engine.verifier.arrivals import Arrival, Arrivals
from engine.verifier.issues import error, warning
from engine.verifier.names import CONTACT, EVENT, MESSAGE, variable
from engine.verifier.places import text_at

CODES = {"vars": "variable_not_set", MESSAGE: "no_message", EVENT: "no_event", CONTACT: "no_contact"}
KNOWN = frozenset(item.path for item in SCOPE)
ROOTS = frozenset(path.partition(".")[0] for path in KNOWN) | {"vars"}
CLOSED = frozenset(path.partition(".")[0] for path in KNOWN if "." in path)
"""The names whose parts are all known."""


UNLIKE = 0.25
"""How much of a name may differ from the one that was meant."""
MOST_COMPARED = 20_000
"""Pairs of names in one check; some 20 µs each."""


class Near:
    """Finds names that are nearly the same among those of a flow, as long as that is quick: then none."""

    def __init__(self, arrivals: Arrivals) -> None:
        self._names = [*KNOWN, *arrivals.possible(arrivals.anywhere)]
        self._found: dict[str, list[str]] = {}
        self._left = MOST_COMPARED

    def to(self, name: str) -> list[str]:
        """The nearest first."""
        if name not in self._found:
            alike = [each for each in self._names if abs(len(each) - len(name)) <= len(name) * UNLIKE]
            self._left -= len(alike)
            near = get_close_matches(name, alike, n=10, cutoff=1 - UNLIKE) if self._left >= 0 else []
            self._found[name] = near
        return self._found[name]


class Words(msgspec.Struct, frozen=True):
    """How it is said in one kind of place: that a name never has a value there, or sometimes not, and with advice behind."""

    never: dict[str, str]
    maybe: dict[str, str]
    advice: str


class Place(msgspec.Struct, frozen=True):
    """Where texts are read: of a node, or of the flow itself, and what is known there. Fields are told with `prefix`."""

    node_id: str | None
    config: dict[str, Any]
    near: Near
    arrivals: Arrivals
    arrival: Arrival
    words: Words
    prefix: str = ""

    def meant(self, name: str) -> str | None:
        """The name that is nearly the same and may have a value here."""
        return next((each for each in self.near.to(name) if each in KNOWN or self.has(each)), None)

    def has(self, name: str) -> bool:
        """Whether it may have a value here."""
        return self.arrivals.is_possible(self.arrival, name)

    def issue(
        self, tell: Callable[..., Issue], code: str, message: str, read: Read, fixes: Iterator[Fix]
    ) -> Issue:
        """An issue of this text."""
        return tell(code, message, self.node_id, f"{self.prefix}{read.field}", *fixes)


def judge(read: Read, place: Place) -> Iterator[Issue]:
    """Yield what is wrong, if anything: an error where a step would fail, a warning where it can do without."""
    root, *parts = read.name.split(".")
    if not _is_name(root, parts):
        yield _unknown(read, place, root, parts)
        return
    name = variable(parts[0]) if root == "vars" and parts else root
    if root not in CODES or name == "vars" or place.arrivals.is_sure(place.arrival, name):
        return
    words = place.words
    if not place.has(name):
        fixes = _fixes(read, place, name, place.meant(name) if root == "vars" else None)
        yield _missing(read, place, CODES[root], words.never[root].format(name=read.name), fixes)
    elif read.is_needed:
        text = f"{words.maybe[root].format(name=read.name)} Add | default('…') for the others."
        yield place.issue(warning, f"{CODES[root]}_on_some_ways", text, read, _with_default(read, place))


def _is_name(root: str, parts: list[str]) -> bool:
    return root in ROOTS and not (root in CLOSED and parts and f"{root}.{parts[0]}" not in KNOWN)


def _unknown(read: Read, place: Place, root: str, parts: list[str]) -> Issue:
    name = f"{root}.{parts[0]}" if root in ROOTS else root
    meant = variable(name) if place.has(variable(name)) else place.meant(name)
    text = (
        f"There is nothing called '{name}'. Variables are read as vars.name,"
        " and your own fields of a contact as contact.fields.name."
    )
    tell = error if read.is_needed else warning
    return place.issue(tell, "unknown_name", text, read, _fixes(read, place, name, meant))


def _missing(read: Read, place: Place, code: str, text: str, fixes: Iterator[Fix]) -> Issue:
    if read.is_needed:
        return place.issue(error, code, place.words.advice.format(text=text), read, fixes)
    return place.issue(warning, code, f"{text} It counts as empty.", read, fixes)


def _fixes(read: Read, place: Place, name: str, close: str | None) -> Iterator[Fix]:
    """Another name, or none."""
    source = text_at(place.config, read.field)
    if source is not None and close is not None:
        mended = re.sub(rf"(?<![\w.]){re.escape(name)}\b", close, source)
        yield SetField(f"Use '{close}'", place.node_id, read.field, mended)
    yield from _with_default(read, place)


def _with_default(read: Read, place: Place) -> Iterator[Fix]:
    """A default for a name that stands alone in its braces."""
    source = text_at(place.config, read.field)
    pattern = r"\{\{\s*" + re.escape(read.name) + r"\s*\}\}"
    if read.is_needed and source is not None and re.search(pattern, source):
        mended = re.sub(pattern, lambda _: f"{{{{ {read.name} | default('') }}}}", source)
        yield SetField("Leave it out when it has no value", place.node_id, read.field, mended)
