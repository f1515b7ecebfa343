"""Meta's webhook signature: hex HMAC-SHA256 of the raw bytes under the app secret."""

import hmac

HEADER = "X-Hub-Signature-256"
PREFIX = "sha256="


def sign(secret: str, raw: bytes) -> str:
    """The header's value for these bytes."""
    return PREFIX + hmac.digest(secret.encode(), raw, "sha256").hex()


def verify(secret: str, raw: bytes, header: str | None) -> bool:
    """Whether the header signs exactly these bytes, compared in constant time.

    Verify what arrived, before decoding: Meta signs its own escapes (`\\u00e9`), which are lost when JSON is rewritten.
    An account without an app secret (an empty one) never verifies.
    """
    if not secret or not header:
        return False
    return hmac.compare_digest(sign(secret, raw).encode(), header.strip().encode("utf-8", "replace"))
