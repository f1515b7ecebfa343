"""What signing in takes and gives."""

from typing import Annotated

import msgspec
from msgspec import Meta

from api.permissions import MATRIX, Permission
from storage.users import UserRow

Email = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254, description="An e-mail address.")]
NewPassword = Annotated[str, Meta(min_length=8, max_length=1_000, description="At least 8 characters.")]


class SetupState(msgspec.Struct):
    """Whether the first run is still to come."""

    needed: bool


class SetupBody(msgspec.Struct, forbid_unknown_fields=True):
    """The first owner."""

    email: Email
    password: NewPassword
    name: Annotated[str, Meta(min_length=1, max_length=200)]


class LoginBody(msgspec.Struct, forbid_unknown_fields=True):
    """Who signs in."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=1_000)]


class Person(UserRow, frozen=True):
    """Somebody, and what their role allows."""

    permissions: list[Permission]

    @classmethod
    def of(cls, user: UserRow) -> "Person":
        """The person behind a row."""
        return cls(**msgspec.structs.asdict(user), permissions=sorted(MATRIX[user.role]))


class SignedIn(msgspec.Struct, rename="camel"):
    """A short-lived token for the Authorization header; the long-lived one is in a cookie."""

    access_token: str
    user: Person
