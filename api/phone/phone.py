"""The simulated customers' side: what they type and what happens to what they get becomes signed webhooks over HTTP."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

import httpx
import structlog

from engine.ports import DeliveryStatus
from nodes.adapters.channels.whatsapp.signature import HEADER, sign
from nodes.adapters.channels.whatsapp.simulate import (
    Business,
    Customer,
    button_reply,
    status_update,
    text_message,
)
from nodes.adapters.http import make_client, origin_of
from storage.receivers import Receiver

log = structlog.get_logger()


class PhoneOffline(Exception):
    """The webhook address did not take the message."""


class Phone:
    """Posts to this installation's own webhook address, as Meta would."""

    def __init__(self, own_url: str, clock: Callable[[], datetime]) -> None:
        self._url = f"{own_url}/hooks/whatsapp"
        self._clock = clock
        self._client: httpx.AsyncClient = make_client(allowed_origins={origin_of(own_url)})
        self._reports: set[asyncio.Task[None]] = set()

    async def type(self, account: Receiver, customer: Customer, text: str) -> str:
        """A customer writes; answers the wamid. PhoneOffline when the webhook was not accepted."""
        wamid = new_wamid()
        body = text_message(_business(account), customer, wamid, text, self._clock())
        await self._post(account, body)
        return wamid

    async def tap(self, account: Receiver, customer: Customer, of: str, button_id: str, title: str) -> str:
        """A customer taps a button of the message with the wamid `of`; answers the wamid of the reply, or raises PhoneOffline."""
        wamid = new_wamid()
        body = button_reply(_business(account), customer, wamid, of, button_id, title, self._clock())
        await self._post(account, body)
        return wamid

    async def report(
        self,
        account: Receiver,
        customer: Customer,
        wamid: str,
        status: DeliveryStatus,
        callback: str | None = None,
    ) -> None:
        """Tell what became of a message that the phone was sent."""
        body = status_update(_business(account), customer, wamid, status, self._clock(), callback)
        await self._post(account, body)

    def report_delivery(
        self, account: Receiver, customer: Customer, wamid: str, callback: str | None
    ) -> None:
        """Report `sent` and `delivered` after the answer to the sender has gone out."""
        task = asyncio.create_task(self._deliver(account, customer, wamid, callback))
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    async def close(self) -> None:
        """Finish the reports under way and close the connections."""
        for task in self._reports:
            task.cancel()
        await self._client.aclose()

    async def _deliver(self, account: Receiver, customer: Customer, wamid: str, callback: str | None) -> None:
        try:
            await self.report(account, customer, wamid, "Sent", callback)
            await self.report(account, customer, wamid, "Delivered", callback)
        except PhoneOffline as error:
            log.warning("simulator_report_lost", wamid=wamid, reason=str(error))

    async def _post(self, account: Receiver, body: bytes) -> None:
        headers = {HEADER: sign(account.app_secret.reveal(), body), "content-type": "application/json"}
        try:
            response = await self._client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise PhoneOffline(f"The webhook address {self._url} cannot be reached: {error}") from error
        if response.status_code != 200:
            raise PhoneOffline(f"The webhook answered {response.status_code}: {response.text[:200]}")


def new_wamid() -> str:
    """An id in WhatsApp's style."""
    return f"wamid.{secrets.token_urlsafe(24)}"


def _business(account: Receiver) -> Business:
    return Business(account.phone_number_id, account.phone_number)
