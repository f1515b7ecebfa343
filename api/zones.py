"""Time zones in requests."""

from api.errors import Problem
from engine.zones import DEFAULT_ZONE, is_zone
from storage import users


def read_zone(name: str | None, field: str = "timezone") -> str | None:
    """The name when it is a time zone, or a refusal that names the field; None stays None."""
    if name is None or is_zone(name):
        return name
    sentence = f"'{name}' is not a time zone: write one like Europe/Madrid."
    raise Problem(400, "invalid", sentence, [{"field": field, "message": sentence}])


async def zone_of_owner(owner_id: int) -> str:
    """Where the owner lives: the zone of what names none."""
    owner = await users.find_user(owner_id, owner_id)
    return owner.timezone if owner else DEFAULT_ZONE
