"""What msgspec says about a setting that does not fit, as a place and a sentence for people."""

import re
from collections.abc import Callable

import msgspec

from engine.fields import VARIABLE_PATTERN
from engine.windows import TIME_PATTERN

NEEDED = "This is needed: fill it in."
TYPES = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "yes or no",
    "array": "a list",
    "object": "a group of settings",
    "null": "empty",
}


def place_and_text(error: msgspec.ValidationError) -> tuple[str, str]:
    """Where it is, such as `branches[0].when.all[1].value`, and msgspec's words; a dict's entry is known by its dict."""
    text, place = str(error), ""
    if found := re.search(r" - at `(?:key` in `)?\$([^`]*)`$", text):
        text, place = text[: found.start()], found.group(1).lstrip(".").replace("[...]", "")
    return place, text


def field_of(error: msgspec.ValidationError) -> str | None:
    """The field msgspec speaks of: its place, or the unknown or missing field that its sentence names."""
    place, text = place_and_text(error)
    return field_at(place, text)


def field_at(place: str, text: str) -> str | None:
    """The same from msgspec's words about what is at a place."""
    named = re.search(r"(?:unknown field|required field) `([^`]+)`", text)
    return ".".join(filter(None, (place, named.group(1) if named else ""))) or None


def most_of(error: msgspec.ValidationError) -> int | None:
    """How many entries a list may have, or a group of settings, in which msgspec found too many."""
    found = re.match(r"Expected `(?:array|object)` of length <= (\d+)", str(error))
    return int(found.group(1)) if found else None


def longest_of(error: msgspec.ValidationError) -> int | None:
    """How many characters the text may have that msgspec found too long."""
    found = re.match(r"Expected `str` of length <= (\d+)", str(error))
    return int(found.group(1)) if found else None


def is_of_length(error: msgspec.ValidationError) -> bool:
    """Whether all that is wrong is that something is too long or too short."""
    return bool(re.match(r"Expected `(?:str|array|object)` of length ", str(error)))


def no_such_setting(name: str) -> str:
    """What is said of a setting that the type does not have."""
    return f"There is no setting called '{name}' here: remove it."


def sentence_of(error: msgspec.ValidationError) -> str:
    """The sentence that stands beside the field; it does not name the place again."""
    return sentence(place_and_text(error)[1])


def sentence(text: str) -> str:
    """The same from msgspec's words without their place."""
    for pattern, say in _SENTENCES:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return say(*found.groups())
    return f"{text}."


def _kinds(listed: str) -> str:
    kinds = [TYPES.get(name.strip(), name.strip()) for name in listed.split("|")]
    return " or ".join(dict.fromkeys(kinds))


_FORMS = {
    VARIABLE_PATTERN: "Use small letters, digits and _, such as order_number.",
    TIME_PATTERN: "Write a time of the day, such as 09:00.",
}
_OTHER_FORM = "This does not have the expected form."


def _grouped(number: str) -> str:
    """As people write it: 1,000,000."""
    return f"{float(number):,.10g}"


_SENTENCES: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"Object missing required field `.+`", lambda: NEEDED),
    (r"Object contains unknown field `(.+)`", no_such_setting),
    (r"Expected `str` of length >= 1", lambda: "Write something here."),
    (r"Expected `str` of length >= (\d+)", lambda n: f"Write at least {_grouped(n)} characters."),
    (r"Expected `str` of length <= (\d+)", lambda n: f"This is too long: at most {_grouped(n)} characters."),
    (r"Expected `str` matching regex ['\"](.+)['\"]", lambda pattern: _FORMS.get(pattern, _OTHER_FORM)),
    (r"Expected `array` of length >= 1", lambda: "Add at least one."),
    (r"Expected `(?:array|object)` of length >= (\d+)", lambda n: f"Add at least {n}."),
    (r"Expected `(?:array|object)` of length <= (\d+)", lambda n: f"These are too many: at most {n}."),
    (r"Expected `(?:int|float)` >= (\S+)", lambda n: f"This is too small: at least {_grouped(n)}."),
    (r"Expected `(?:int|float)` <= (\S+)", lambda n: f"This is too large: at most {_grouped(n)}."),
    (r"Expected `(?:int|float)` > (\S+)", lambda n: f"This is too small: more than {_grouped(n)}."),
    (r"Expected `(?:int|float)` < (\S+)", lambda n: f"This is too large: less than {_grouped(n)}."),
    (r"Invalid (?:enum )?value (.+)", lambda value: f"{value} is not one of the choices."),
    (
        r"Expected `(.+)`, got `(.+)`",
        lambda wanted, got: f"This has to be {_kinds(wanted)}, and it is {_kinds(got)}.",
    ),
)
