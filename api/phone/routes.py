"""The phone page's calls, and the simulator's Graph API."""

import hmac
from typing import Any

import msgspec
from litestar import Request, Response, Router, post
from litestar.params import FromPath, JSONBody

from api.errors import Problem, not_found
from api.given import GivenHub, GivenPrincipal
from api.permissions import Permission, opens
from api.phone.graph import GraphMessage
from api.phone.phone import PhoneOffline, new_wamid
from api.phone.schemas import ReadMessages, TappedButton, Typed, TypedMessage
from api.phones import read_phone
from nodes.adapters.channels.whatsapp.simulate import Customer
from storage.phone import read_sent, read_unread


@post(
    "/api/phone/messages", opt=opens(Permission.SEND_MESSAGES), status_code=202, summary="Type as a customer"
)
async def type_message(data: JSONBody[TypedMessage], principal: GivenPrincipal, hub: GivenHub) -> Typed:
    """Post a signed webhook as if the customer had written."""
    account = await hub.directory.simulator_account(principal.owner_id, data.account_id)
    if account is None:
        raise not_found("simulator account")
    customer = Customer(read_phone(data.phone, "phone"), data.name)
    try:
        return Typed(await hub.phone.type(account, customer, data.text))
    except PhoneOffline as error:
        raise Problem(502, "phone_offline", str(error)) from None


@post("/api/phone/taps", opt=opens(Permission.SEND_MESSAGES), status_code=202, summary="Tap a button")
async def tap_button(data: JSONBody[TappedButton], principal: GivenPrincipal, hub: GivenHub) -> Typed:
    """Post a signed webhook as if the customer had tapped this button of a message on the phone."""
    async with hub.pool.acquire() as connection:
        sent = await read_sent(connection, principal.owner_id, data.message_id)
    title = sent.buttons.get(data.button_id) if sent else None
    account = await hub.directory.simulator_account(principal.owner_id, sent.account_id) if sent else None
    if sent is None or title is None or account is None:
        raise not_found("button on this phone")
    customer = Customer(sent.phone, sent.name, sent.bsuid)
    try:
        return Typed(await hub.phone.tap(account, customer, sent.wamid, data.button_id, title))
    except PhoneOffline as error:
        raise Problem(502, "phone_offline", str(error)) from None


@post("/api/phone/read", opt=opens(Permission.SEND_MESSAGES), status_code=204, summary="Look at the chat")
async def read_messages(data: JSONBody[ReadMessages], principal: GivenPrincipal, hub: GivenHub) -> None:
    """Report every delivered message of this chat as read."""
    owner_id = principal.owner_id
    async with hub.pool.acquire() as connection:
        unread = await read_unread(connection, owner_id, data.contact_id)
    for message in unread:
        account = await hub.directory.simulator_account(owner_id, message.account_id)
        if account is not None:
            customer = Customer(message.phone, message.name, message.bsuid)
            try:
                await hub.phone.report(account, customer, message.wamid, "Read")
            except PhoneOffline as error:
                raise Problem(502, "phone_offline", str(error)) from None


@post(
    "/simulator/{version:str}/{phone_number_id:str}/messages",
    opt=opens(Permission.PUBLIC),
    status_code=200,
    include_in_schema=False,
)
async def graph_messages(
    request: Request[Any, Any, Any], hub: GivenHub, version: FromPath[str], phone_number_id: FromPath[str]
) -> Response[dict[str, Any]]:
    """Graph's `POST /{version}/{phone-number-id}/messages`, with Graph's answers."""
    account = await hub.directory.simulator(phone_number_id)
    if account is None:
        return _refused(
            400, 100, f"Unsupported post request. Object with ID '{phone_number_id}' does not exist"
        )
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode(errors="replace")
    if not hmac.compare_digest(given, account.access_token.reveal().encode()):
        return _refused(401, 190, "Invalid OAuth access token - Cannot parse access token")
    try:
        message = msgspec.json.decode(await request.body(), type=GraphMessage)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _refused(400, 100, f"(#100) Invalid parameter: {error}")
    if not message.is_complete:
        return _refused(400, 131009, "(#131009) Parameter value is not valid")
    wamid = new_wamid()
    customer = Customer(f"+{message.to}" if message.to else None, "", message.recipient)
    hub.phone.report_delivery(account, customer, wamid, message.biz_opaque_callback_data)
    contacts = [{"input": message.to or message.recipient, **({"wa_id": message.to} if message.to else {})}]
    answer = {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": wamid}]}
    return Response(answer, status_code=200)


def _refused(status: int, code: int, message: str) -> Response[dict[str, Any]]:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "simulator"}
    return Response({"error": error}, status_code=status)


phone_router = Router(
    "/", route_handlers=[type_message, tap_button, read_messages, graph_messages], tags=["Phone"]
)
