"""Sends messages through the Cloud API and says exactly what is known about each one."""

from typing import Any
from urllib.parse import quote

import httpx
import msgspec

from engine.errors import BadCredentials, RateLimited, Rejected, Unavailable, VendorError
from engine.ports import OutboundMessage, Secret, SendReceipt
from nodes.adapters.channels.whatsapp.graph_errors import CONTACT_LIMIT, error_of
from nodes.adapters.channels.whatsapp.payloads import Error
from nodes.adapters.retry_after import retry_after

GRAPH_URL = "https://graph.facebook.com"
VERSION = "v25.0"
MAX_CALLBACK = 512
LONGEST_WAIT = 86_400.0

# Raised before a byte of the request left: the message certainly did not arrive.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Accepted(msgspec.Struct):
    """Graph's answer to a message it took."""

    class Message(msgspec.Struct):
        id: str

    class Contact(msgspec.Struct):
        wa_id: str | None = None

    messages: list[Message]
    contacts: list[Contact] | None = None


class Refused(msgspec.Struct):
    """Graph's answer to a message it did not take."""

    error: Error


class CloudChannel:
    """One WhatsApp account at Meta, or at the simulator when `base_url` says so."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        phone_number_id: str,
        access_token: Secret,
        base_url: str = GRAPH_URL,
        version: str = VERSION,
        media_url: str | None = None,
    ) -> None:
        self._media_url = media_url
        self._client = client
        self._account = phone_number_id
        self._token = access_token
        self._url = httpx.URL(f"{base_url.rstrip('/')}/{version}/{quote(phone_number_id, safe='')}/messages")

    async def send(self, message: OutboundMessage) -> SendReceipt:
        """Send once. Raises Rejected, RateLimited, Unavailable or BadCredentials."""
        content = msgspec.json.encode(graph_body(message, self._media_url))
        try:
            response = await self._client.post(self._url, content=content, headers=self._headers())
        except NOT_SENT as error:
            raise Unavailable(f"WhatsApp could not be reached: {_reason(error)}", sent=False) from error
        except httpx.HTTPError as error:
            raise Unavailable(f"WhatsApp gave no answer: {_reason(error)}", sent=True) from error
        if response.is_success:
            return _receipt(response)
        raise self._trouble(response)

    def _headers(self) -> dict[str, str]:
        token = self._token.reveal()
        if not (token and token.isascii() and token.isprintable()):
            raise BadCredentials(f"Account '{self._account}' has no usable token: paste it again.")
        return {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def _trouble(self, response: httpx.Response) -> VendorError:
        try:
            error = msgspec.json.decode(response.content, type=Refused, strict=False).error
        except (ValueError, RecursionError):
            return self._wordless_trouble(response)
        if error.code is None:
            return self._wordless_trouble(response)
        wait = _wait(response, is_contact=error.code == CONTACT_LIMIT)
        return error_of(response.status_code, error, self._account, wait)

    def _wordless_trouble(self, response: httpx.Response) -> VendorError:
        """An answer that is not Graph's own: from a proxy on the way, or from another server altogether."""
        status = response.status_code
        if status == 401:
            return BadCredentials(f"Account '{self._account}' was refused: renew its token.")
        if status == 429:
            wait = _wait(response, is_contact=False) or 1.0
            return RateLimited(f"Account '{self._account}' is sending too fast.", wait)
        if 400 <= status < 500 and status != 408:
            return Rejected(f"The Graph address answered {status}: check PARLEY_GRAPH_API_URL.")
        # A gateway that gave up (502, 504) may have passed the message on; a redirect was not followed.
        may_have_passed = status == 408 or status >= 500
        return Unavailable(f"WhatsApp answered {status} without a reason.", sent=may_have_passed)


def graph_body(message: OutboundMessage, media_url: str | None = None) -> dict[str, Any]:
    """The JSON Graph wants: to a phone number when there is one, else to the business-scoped user id.

    A file that was uploaded here is found by WhatsApp below `media_url`.
    """
    if message.to_phone:
        receiver = {"to": message.to_phone.removeprefix("+")}
    elif message.to_bsuid:
        receiver = {"recipient": message.to_bsuid}
    else:
        raise Rejected("The contact has neither a phone number nor a WhatsApp user id: add a phone number.")
    return {
        **_with_whole_link(message.body, media_url),
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **receiver,
        "biz_opaque_callback_data": message.callback[:MAX_CALLBACK],
    }


def _with_whole_link(body: dict[str, Any], media_url: str | None) -> dict[str, Any]:
    kind = body.get("type")
    part = body.get(kind) if isinstance(kind, str) else None
    link = part.get("link") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(link, str) or not link.startswith("/"):
        return body
    if media_url is None:
        raise Rejected(
            "WhatsApp cannot fetch the file, because this installation has no public address: set PARLEY_PUBLIC_URL, or use a link."
        )
    return {**body, str(kind): {**part, "link": f"{media_url}{link}"}}


def _receipt(response: httpx.Response) -> SendReceipt:
    try:
        accepted = msgspec.json.decode(response.content, type=Accepted)
    except (ValueError, RecursionError):
        accepted = Accepted([])
    if not accepted.messages or not accepted.messages[0].id:
        raise Unavailable("WhatsApp took the message but gave it no id.", sent=True)
    return SendReceipt(accepted.messages[0].id, accepted.contacts[0].wa_id if accepted.contacts else None)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _wait(response: httpx.Response, is_contact: bool) -> float | None:
    """The seconds an answer asks us to wait; the usage header speaks of the account only."""
    waits = [retry_after(response)] if is_contact else [retry_after(response), _regain_access(response)]
    known = [wait for wait in waits if wait is not None]
    return min(max(known), LONGEST_WAIT) if known else None


def _regain_access(response: httpx.Response) -> float | None:
    """Meta's `X-Business-Use-Case-Usage`: `{"<id>": [{"estimated_time_to_regain_access": minutes}]}`."""
    header = response.headers.get("x-business-use-case-usage")
    if not header:
        return None
    try:
        usage = msgspec.json.decode(header, type=dict[str, list[dict[str, Any]]])
    except ValueError:
        return None
    minutes = [each.get("estimated_time_to_regain_access") for uses in usage.values() for each in uses]
    return max((m * 60.0 for m in minutes if isinstance(m, int | float) and m > 0), default=None)
