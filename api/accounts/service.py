"""Making and changing accounts."""

import secrets
from typing import Any

from msgspec import UNSET

from api.accounts.schemas import ChangeAccountBody, NewAccountBody
from api.errors import Problem, not_found
from api.permissions import Principal
from api.phones import read_phone
from api.services import Services
from engine.ports import Secret
from storage import accounts
from storage.accounts import SECRETS, AccountRow, NewAccount
from storage.enums import Provider

NUMBERS_TRIED = 5


async def create(services: Services, principal: Principal, body: NewAccountBody) -> AccountRow:
    """Store a new account."""
    if body.provider is Provider.CLOUD:
        _require_credentials(body)
    if body.phone_number is not None:
        account = await _store(services, principal, body, read_phone(body.phone_number, "phoneNumber"))
    else:
        account = await _with_fictional_number(services, principal, body)
    if account is None:
        raise Problem(409, "account_exists", "This phone number or phone number id is connected already.")
    return account


async def _with_fictional_number(
    services: Services, principal: Principal, body: NewAccountBody
) -> AccountRow | None:
    """With a number that nobody can have: in every area 555-01xx is kept free for fiction."""
    for _ in range(NUMBERS_TRIED):
        number = f"+1{200 + secrets.randbelow(800)}55501{secrets.randbelow(100):02d}"
        if (account := await _store(services, principal, body, number)) is not None:
            return account
    return None


async def _store(
    services: Services, principal: Principal, body: NewAccountBody, phone_number: str
) -> AccountRow | None:
    new = NewAccount(
        phone_number=phone_number,
        display_name=body.display_name or phone_number,
        provider=body.provider,
        phone_number_id=body.phone_number_id or f"sim{phone_number.lstrip('+')}",
        **{name: Secret(getattr(body, name) or secrets.token_urlsafe(24)) for name in SECRETS},
    )
    return await accounts.create_account(principal.owner_id, new, services.vault)


async def change(
    services: Services, principal: Principal, account_id: int, body: ChangeAccountBody
) -> AccountRow:
    """Change an account's settings or renew its secrets."""
    changes = {
        name: _plain(name, value)
        for name in body.__struct_fields__
        if (value := getattr(body, name)) is not UNSET
    }
    account = await accounts.change_account(
        principal.owner_id, account_id, changes, services.clock(), services.vault
    )
    if account is None:
        raise not_found("account")
    return account


def _plain(name: str, value: Any) -> Any:
    return Secret(value) if name in SECRETS else value


def _require_credentials(body: NewAccountBody) -> None:
    fields = {
        "phoneNumber": body.phone_number,
        "phoneNumberId": body.phone_number_id,
        "accessToken": body.access_token,
        "appSecret": body.app_secret,
        "verifyToken": body.verify_token,
    }
    missing = [{"field": name, "message": "needed"} for name, value in fields.items() if not value]
    if missing:
        names = ", ".join(item["field"] for item in missing)
        raise Problem(
            400, "invalid", f"A cloud account needs {names}: copy them from Meta's app dashboard.", missing
        )
