"""Routes of WhatsApp accounts."""

from litestar import Router, get, patch, post
from litestar.params import JSONBody

from api.accounts import service
from api.accounts.schemas import ChangeAccountBody, NewAccountBody
from api.given import GivenHub, GivenPrincipal, GivenServices
from api.lists import Page, RowId
from api.permissions import Permission, opens
from storage import accounts
from storage.accounts import AccountRow


@get("/api/whatsapp-accounts", opt=opens(Permission.VIEW_ACCOUNTS))
async def list_accounts(principal: GivenPrincipal) -> Page[AccountRow]:
    """List accounts, oldest first; secrets are never shown."""
    return Page(await accounts.list_accounts(principal.owner_id))


@post("/api/whatsapp-accounts", opt=opens(Permission.MANAGE_ACCOUNTS))
async def create_account(
    data: JSONBody[NewAccountBody], principal: GivenPrincipal, services: GivenServices, hub: GivenHub
) -> AccountRow:
    """Connect an account."""
    account = await service.create(services, principal, data)
    hub.directory.forget()
    return account


@patch("/api/whatsapp-accounts/{account_id:int}", opt=opens(Permission.MANAGE_ACCOUNTS))
async def change_account(
    account_id: RowId,
    data: JSONBody[ChangeAccountBody],
    principal: GivenPrincipal,
    services: GivenServices,
    hub: GivenHub,
) -> AccountRow:
    """Change an account; a new access token also clears its alarm."""
    account = await service.change(services, principal, account_id, data)
    hub.directory.forget()
    return account


accounts_router = Router(
    "/", route_handlers=[list_accounts, create_account, change_account], tags=["WhatsApp accounts"]
)
