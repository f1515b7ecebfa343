"""People: creating the first owner, finding them, and counting their sign-in attempts."""

from datetime import datetime

import msgspec

from storage.database import fetch_one, transaction
from storage.enums import UserRole
from storage.tables import User

SETUP_LOCK = 0x70_6172_6C01
FREE_ATTEMPTS = 5
LONGEST_LOCK_MINUTES = 60


class UserRow(msgspec.Struct, frozen=True):
    """A person, without the password."""

    id: int
    email: str
    name: str
    role: UserRole
    timezone: str


class Credentials(msgspec.Struct, frozen=True):
    """What signing in looks at."""

    id: int
    password: str


async def has_owner() -> bool:
    """Whether the first run is over."""
    return await User.exists().where(User.role == UserRole.OWNER.value)


async def create_owner(email: str, name: str, password_hash: str) -> UserRow | None:
    """Create the first Owner; None when there is one already, also when two try at once."""
    async with transaction():
        await fetch_one("SELECT pg_advisory_xact_lock($1)", SETUP_LOCK)
        if await has_owner():
            return None
        row = await fetch_one(
            "INSERT INTO app_user (email, name, password, role) VALUES ($1, $2, $3, $4)"
            " RETURNING id, email, name, role, timezone",
            *(email, name, password_hash, UserRole.OWNER.value),
        )
    return msgspec.convert(row, UserRow)


async def find_user(owner_id: int, user_id: int) -> UserRow | None:
    """An active person of this owner."""
    if owner_id != user_id:  # teams come later: until then everyone is their own owner
        return None
    row = (
        await User.select(User.id, User.email, User.name, User.role, User.timezone)
        .where((User.id == user_id) & (User.is_active == True))  # noqa: E712  # Piccolo builds SQL from ==
        .first()
    )
    return msgspec.convert(row, UserRow) if row else None


async def begin_attempt(email: str, now: datetime) -> Credentials | None:
    """Count a sign-in attempt before the password is looked at, so that parallel guesses cannot pass the lock.

    None when there is no such active person or the account is locked. From the fifth attempt on each one locks the
    account, for 1, 2, 4 … minutes; `end_attempts` clears the count.
    """
    row = await fetch_one(
        """
        UPDATE app_user SET login_attempts = login_attempts + 1, locked_until =
          CASE WHEN login_attempts + 1 >= $3
               THEN $2::timestamptz + interval '1 minute' * least($4, 2 ^ least(login_attempts + 1 - $3, 10)) END
        WHERE email = $1 AND is_active AND (locked_until IS NULL OR locked_until <= $2) RETURNING id, password
        """,
        *(email, now, FREE_ATTEMPTS, LONGEST_LOCK_MINUTES),
    )
    return msgspec.convert(row, Credentials) if row else None


async def end_attempts(user_id: int) -> UserRow:
    """Forget the attempts of a person who signed in."""
    row = await fetch_one(
        "UPDATE app_user SET login_attempts = 0, locked_until = NULL WHERE id = $1"
        " RETURNING id, email, name, role, timezone",
        user_id,
    )
    return msgspec.convert(row, UserRow)


async def list_owners() -> list[tuple[int, str]]:
    """(id, email) of every owner of this installation; for the command line, which belongs to its operator."""
    rows = await User.select(User.id, User.email).where(User.role == UserRole.OWNER.value).order_by(User.id)
    return [(row["id"], row["email"]) for row in rows]
