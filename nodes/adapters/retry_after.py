"""Reads how long a server asks to wait."""

from email.utils import parsedate_to_datetime

import httpx

LONGEST = 31_536_000.0  # seconds; numbers have no end


def retry_after(response: httpx.Response) -> float | None:
    """`Retry-After` as seconds, or as a date measured against the answer's own `Date`; None when it says nothing usable."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST)
    try:
        until, now = (parsedate_to_datetime(text) for text in (value, response.headers.get("date", "")))
        return max((until - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
