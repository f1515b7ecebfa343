"""Access tokens (signed, 15 minutes) and refresh tokens (random, kept in a cookie)."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from litestar.exceptions import NotAuthorizedException
from litestar.security.jwt import Token

from api.permissions import Principal
from storage.enums import UserRole
from storage.secrets import Vault
from storage.users import UserRow

ISSUER = AUDIENCE = "parley"
ACCESS_LIFETIME = timedelta(minutes=15)
ALGORITHM = "HS256"


class Tokens:
    """Makes and reads the tokens of one installation."""

    def __init__(self, vault: Vault) -> None:
        self._access_key = urlsafe_b64encode(vault.derive("access")).decode()
        self._refresh_key = vault.derive("refresh")

    def access(self, user: UserRow) -> str:
        """A token that says who acts, whose rows these are, and in which role.

        Its times come from this machine's own clock, because reading it compares them with that clock again.
        """
        token = Token(
            sub=str(user.id),
            exp=datetime.now(UTC) + ACCESS_LIFETIME,
            iss=ISSUER,
            aud=AUDIENCE,
            extras={"owner": user.id, "role": user.role.value},
        )
        return token.encode(self._access_key, ALGORITHM)

    def principal(self, encoded: str) -> Principal | None:
        """Who a token speaks for; None when it is not ours or too old."""
        try:
            token = Token.decode(
                encoded,
                self._access_key,
                ALGORITHM,
                audience=AUDIENCE,
                issuer=ISSUER,
                require_claims=("sub", "exp", "iat", "iss", "aud"),
            )
            return Principal(int(token.sub), int(token.extras["owner"]), UserRole(token.extras["role"]))
        except (NotAuthorizedException, KeyError, ValueError):
            return None

    def refresh(self) -> str:
        """A new refresh token: 256 random bits."""
        return secrets.token_urlsafe(32)

    def successor(self, refresh: str) -> str:
        """The one token that follows this one, so that a retry gets the same answer."""
        digest = hmac.digest(self._refresh_key, refresh.encode(), sha256)
        return urlsafe_b64encode(digest).decode().rstrip("=")
