"""Routes of contacts and messages."""

from typing import Annotated

import msgspec
from litestar import Router, get, patch, post
from litestar.params import JSONBody, QueryParameter

from api.contacts.schemas import ContactChanges, NewContactBody, NewEventBody, NewMessageBody
from api.errors import Problem, not_found
from api.given import GivenPrincipal, GivenServices
from api.lists import Cursor, IdempotencyKey, Limit, Page, RowId, page, position
from api.permissions import Permission, opens
from api.phones import read_phone
from api.zones import read_zone
from storage import contacts, messages, named_events
from storage.contacts import ContactRow, NewContact
from storage.messages import MessageRow

MAX_EVENT = 256 * 1024  # bytes, as for a flow's own address

OptionalId = Annotated[int | None, QueryParameter(ge=1, le=2**63 - 1)]
AccountId = Annotated[int | None, QueryParameter(name="accountId", ge=1, le=2**63 - 1)]
OutcomeUnknown = Annotated[bool, QueryParameter(name="outcomeUnknown", description="Must be true.")]


@get("/api/contacts", opt=opens(Permission.VIEW_CONTACTS))
async def list_contacts(
    principal: GivenPrincipal, limit: Limit = 50, cursor: Cursor = None, account_id: AccountId = None
) -> Page[ContactRow]:
    """List contacts, newest first."""
    rows = await contacts.list_contacts(principal.owner_id, limit + 1, position(cursor), account_id)
    return page(rows, limit, lambda contact: contact.id)


@post("/api/contacts", opt=opens(Permission.EDIT_CONTACTS))
async def create_contact(data: JSONBody[NewContactBody], principal: GivenPrincipal) -> ContactRow:
    """Create a contact."""
    new = NewContact(
        account_id=data.account_id,
        phone=read_phone(data.phone, "phone"),
        name=data.name,
        email=data.email,
        company=data.company,
        timezone=read_zone(data.timezone),
        tags=list(dict.fromkeys(data.tags)),
        custom_fields=data.custom_fields,
    )
    contact = await contacts.create_contact(principal.owner_id, new)
    if contact is None:
        raise not_found("account")
    return contact


@patch("/api/contacts/{contact_id:int}", opt=opens(Permission.EDIT_CONTACTS))
async def change_contact(
    contact_id: RowId, data: JSONBody[ContactChanges], principal: GivenPrincipal
) -> ContactRow:
    """Change what is given and leave the rest; `customFields` adds to the fields there are, and null removes one."""
    if data.timezone is not msgspec.UNSET:
        read_zone(data.timezone)
    if data.tags is not msgspec.UNSET:
        data.tags = list(dict.fromkeys(data.tags))
    changes = {
        name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET
    }
    contact = await contacts.change_contact(principal.owner_id, contact_id, changes)
    if contact is None:
        raise not_found("contact")
    return contact


@get("/api/contacts/{contact_id:int}/messages", opt=opens(Permission.VIEW_CONTACTS))
async def list_messages(
    contact_id: RowId,
    principal: GivenPrincipal,
    limit: Limit = 50,
    after: OptionalId = None,
    before: OptionalId = None,
) -> Page[MessageRow]:
    """Read a conversation, oldest first: its end, what came `after` a message, or what was `before` one."""
    if await contacts.read_contact(principal.owner_id, contact_id) is None:
        raise not_found("contact")
    return Page(await messages.list_messages(principal.owner_id, contact_id, limit, after, before))


@post("/api/contacts/{contact_id:int}/messages", opt=opens(Permission.SEND_MESSAGES))
async def send_message(
    contact_id: RowId,
    data: JSONBody[NewMessageBody],
    principal: GivenPrincipal,
    services: GivenServices,
    key: IdempotencyKey = None,
) -> MessageRow:
    """Send a text; the same Idempotency-Key again sends nothing and gives the first message."""
    message = await messages.queue_text(principal.owner_id, contact_id, data.text, services.clock(), key)
    if message is None:
        raise not_found("contact")
    services.wake_sender()
    return message


@post(
    "/api/contacts/{contact_id:int}/events",
    opt=opens(Permission.EDIT_CONTACTS),
    status_code=202,
    request_max_body_size=MAX_EVENT,
)
async def report_event(
    contact_id: RowId,
    data: JSONBody[NewEventBody],
    principal: GivenPrincipal,
    services: GivenServices,
    key: IdempotencyKey = None,
) -> dict[str, bool]:
    """Tell flows what happened to a contact; the same Idempotency-Key again within a week changes nothing."""
    accepted = await named_events.accept_event(
        principal.owner_id, contact_id, data.name, data.key, data.data, services.clock(), key
    )
    if not accepted:
        raise not_found("contact")
    services.wake()
    return {"accepted": True}


@get("/api/messages", opt=opens(Permission.VIEW_CONTACTS))
async def list_unknown_sends(
    principal: GivenPrincipal, outcome_unknown: OutcomeUnknown, limit: Limit = 50, cursor: Cursor = None
) -> Page[MessageRow]:
    """List the sends whose outcome is unknown, newest first."""
    if not outcome_unknown:
        raise Problem(400, "invalid", "Only outcomeUnknown=true can be listed here.")
    rows = await messages.list_unknown(principal.owner_id, limit + 1, position(cursor))
    return page(rows, limit, lambda message: message.id)


contacts_router = Router(
    "/",
    route_handlers=[
        list_contacts,
        create_contact,
        change_contact,
        report_event,
        list_messages,
        send_message,
        list_unknown_sends,
    ],
    tags=["Contacts"],
)
