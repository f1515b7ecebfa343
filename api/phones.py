"""Phone numbers in requests."""

from api.errors import Problem
from nodes.adapters.phone_numbers import to_e164


def read_phone(text: str, field: str) -> str:
    """The number in E.164, or a refusal that names the field."""
    number = to_e164(text)
    if number is None:
        sentence = f"'{text[:40]}' is not a phone number: write it with + and the country code, like +34 600 11 22 33."
        raise Problem(400, "invalid", sentence, [{"field": field, "message": sentence}])
    return number
