"""Phone numbers as people type them, made E.164."""

import phonenumbers


def to_e164(text: str) -> str | None:
    """`+34 600 11 22 33` becomes `+34600112233`; None when it is no number or its country is missing.

    Only the length is checked, because test numbers and new ranges are not in the library's list of valid ones.
    """
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
