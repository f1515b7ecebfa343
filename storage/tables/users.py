"""People who sign in, and their sessions."""

from piccolo.columns import UUID, BigInt, Boolean, ForeignKey, OnDelete, Text
from piccolo.table import Table

from storage.database import DB
from storage.enums import UserRole
from storage.tables import columns as c


class User(Table, tablename="app_user", db=DB):
    """A person; `user` alone is a reserved word whose raw SELECT names the database role."""

    id = c.identity()
    email = Text(default=None, unique=True)
    password = Text(default=None, secret=True)
    name = Text()
    role = c.text()
    is_active = Boolean(default=True)
    is_email_verified = Boolean(default=False)
    login_attempts = c.count()
    locked_until = c.maybe_time()
    timezone = Text(default="UTC")
    trigger_epoch = BigInt(default=0)
    created_at = c.now()
    updated_at = c.now()

    role_is_known = c.one_of("role", UserRole)


class RefreshToken(Table, db=DB):
    """One link in a session's chain of refresh tokens; only the hash is kept."""

    id = c.identity()
    user_id = ForeignKey(User, null=False, on_delete=OnDelete.restrict)
    token = Text(default=None, unique=True, secret=True)
    family = UUID()
    parent_id = c.maybe_number()
    used_at = c.maybe_time()
    expires_at = c.time()
    revoked_at = c.maybe_time()
    created_at = c.now()
