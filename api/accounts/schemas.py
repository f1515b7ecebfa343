"""What the routes of accounts take."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from storage.enums import Provider, UnknownSends

Name = Annotated[str, Meta(max_length=200)]
SecretText = Annotated[str, Meta(min_length=1, max_length=4_000)]
DailyLimit = Annotated[int, Meta(ge=1, le=10_000_000)]
SendRate = Annotated[int, Meta(ge=1, le=1_000, description="Messages a second.")]


class _Body(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    pass


class NewAccountBody(_Body, kw_only=True):
    """A new account. A simulator account may leave out its number, its id and secrets: they are made up."""

    phone_number: Annotated[str, Meta(max_length=40)] | None = None
    display_name: Name = ""
    provider: Provider = Provider.CLOUD
    phone_number_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    access_token: SecretText | None = None
    app_secret: SecretText | None = None
    verify_token: SecretText | None = None


class ChangeAccountBody(_Body):
    """What may be changed; what is left out stays."""

    display_name: Name | UnsetType = UNSET
    access_token: SecretText | UnsetType = UNSET
    app_secret: SecretText | UnsetType = UNSET
    verify_token: SecretText | UnsetType = UNSET
    daily_limit: DailyLimit | UnsetType | None = UNSET
    send_rate: SendRate | UnsetType = UNSET
    unknown_sends: UnknownSends | UnsetType = UNSET
