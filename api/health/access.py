"""Who may read the metrics: everybody, or who knows the token of the settings."""

import hmac

from engine.ports import Secret


def may_read(token: Secret | None, authorization: str | None) -> bool:
    """Whether the header carries the token; without a token in the settings everybody may."""
    if token is None:
        return True
    scheme, _, given = (authorization or "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.reveal().encode())
