"""`POST /api/demo`: makes the demo workspace, or finds it."""

import secrets

import msgspec
from litestar import Router, post

from api.demo.flow import NAME, demo_flow
from api.errors import Problem
from api.flows import service as flow_service
from api.flows.schemas import PublishBody
from api.given import GivenHub, GivenPrincipal, GivenServices
from api.permissions import Permission, Principal, opens
from api.services import Services
from engine.ports import Secret
from storage import accounts, flows
from storage.accounts import SECRETS, AccountRow, NewAccount
from storage.enums import Provider
from storage.flows import StoredFlow


class DemoWorkspace(msgspec.Struct, rename="camel"):
    """Where to go next."""

    account_id: int
    flow_id: int


@post("/api/demo", opt=opens(Permission.MANAGE_ACCOUNTS), summary="Make the demo workspace")
async def make_demo(principal: GivenPrincipal, services: GivenServices, hub: GivenHub) -> DemoWorkspace:
    """Make a simulator account and a published flow; calling again finds what is there."""
    account = await _account(services, principal)
    hub.directory.forget()
    flow = await _flow(services, principal)
    return DemoWorkspace(account.id, flow.id)


async def _account(services: Services, principal: Principal) -> AccountRow:
    phone_number_id = f"demo{principal.owner_id}"
    if found := await _demo_account(principal, phone_number_id):
        return found
    new = NewAccount(
        phone_number=f"+1555{principal.owner_id:07d}",
        display_name="Demo phone",
        provider=Provider.SIMULATOR,
        phone_number_id=phone_number_id,
        **{name: Secret(secrets.token_urlsafe(24)) for name in SECRETS},
    )
    made = await accounts.create_account(principal.owner_id, new, services.vault)
    if made is None and (made := await _demo_account(principal, phone_number_id)) is None:
        raise Problem(
            409, "account_exists", "The demo's phone number is already connected to another account."
        )
    return made


async def _demo_account(principal: Principal, phone_number_id: str) -> AccountRow | None:
    known = await accounts.list_accounts(principal.owner_id)
    return next((account for account in known if account.phone_number_id == phone_number_id), None)


async def _flow(services: Services, principal: Principal) -> StoredFlow:
    known = await flows.list_flows(principal.owner_id, 200)
    found = next((flow for flow in known if flow.name == NAME), None)
    if found is None:
        flow = await flow_service.create(principal, demo_flow())
    else:
        flow = await flow_service.read(principal, found.id)
    if flow.is_active:
        return flow
    return await flow_service.publish(services, principal, flow.id, PublishBody(revision=flow.revision))


demo_router = Router("/", route_handlers=[make_demo], tags=["Demo"])
