"""Time zones in requests."""

from api.errors import Problem
from engine.zones import is_zone


def read_zone(name: str | None, field: str = "timezone") -> str | None:
    """The name when it is a time zone, or a refusal that names the field; None stays None."""
    if name is None or is_zone(name):
        return name
    sentence = f"'{name}' is not a time zone: write one like Europe/Madrid."
    raise Problem(400, "invalid", sentence, [{"field": field, "message": sentence}])
