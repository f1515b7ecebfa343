"""The vault that keeps secrets encrypted in the database."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from engine.errors import ParleyError
from engine.ports import Secret


class SecretUnreadable(ParleyError):
    """A stored secret was sealed with another key, or for another place."""

    code = "secret_unreadable"


class Vault:
    """Seals and opens secrets. The first key seals; all keys open, so a key can be changed without downtime.

    Each sealed text is bound to its place (`table:column:id`), so that values cannot be moved between rows.
    """

    def __init__(self, keys: Sequence[Secret]) -> None:
        self._keys = tuple(keys)
        self._fernet = MultiFernet([Fernet(urlsafe_b64encode(_derive(key, "vault"))) for key in keys])

    def seal(self, text: str, place: str) -> str:
        """The text encrypted for one place."""
        return self._fernet.encrypt(f"{place}\n{text}".encode()).decode()

    def open(self, sealed: str, place: str) -> Secret:
        """The text that was sealed for this place; SecretUnreadable when it was not."""
        try:
            opened = self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SecretUnreadable("A stored secret cannot be read: PARLEY_SECRET_KEY was changed.") from None
        bound_to, _, text = opened.partition("\n")
        if bound_to != place:
            raise SecretUnreadable("A stored secret belongs to another row and was not used.")
        return Secret(text)

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (signing tokens, say), made from the newest key."""
        return _derive(self._keys[0], purpose)


def account_place(column: str, account_id: int) -> str:
    """Where a sealed secret of a WhatsApp account belongs."""
    return f"whatsapp_account:{column}:{account_id}"


def _derive(key: Secret, purpose: str) -> bytes:
    return hmac.digest(key.reveal().encode(), f"parley:{purpose}".encode(), hashlib.sha256)
