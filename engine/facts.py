"""What a node tells the verifier of itself: the variables it writes, and the time that passes on its ways out."""

import math
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

ValueKind = Literal["text", "number", "yes_no", "list", "object", "any"]
Kinds = Mapping[str, ValueKind]
"""The kinds of values behind dotted names; a name that is not there may be anything."""


class Write(msgspec.Struct, frozen=True):
    """A variable that has a value behind `ports`; behind every way out when none are named."""

    name: str
    kind: ValueKind = "any"
    ports: tuple[str, ...] = ()


class Passage(msgspec.Struct, frozen=True):
    """A way through a node: it takes from `least` to `most` seconds, and ends with a message of the contact when it `hears` one."""

    least: float = 0.0
    most: float = 0.0
    hears: bool = False


class Mended(msgspec.Struct, frozen=True):
    """A value for the field that mends its problem, and what the button says that sets it."""

    label: str
    value: Any


Problem = tuple[str, str] | tuple[str, str, Mended]
"""A field, a sentence about what is wrong there, and a value that mends it where there is one."""

AT_ONCE = Passage()
HEARD = Passage(hears=True)
ANY_TIME = Passage(most=math.inf)
