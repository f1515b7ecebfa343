"""A sender on a workshop's database that delivers to a Graph server; nothing moves but by `deliver`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
from graph_server import GraphServer
from workshop import Workshop

from api.runtime.bell import Bell
from api.runtime.outcomes import Outcomes
from api.runtime.sender import Sender
from engine.ports import Secret
from nodes.adapters.channels.whatsapp.send import CloudChannel
from nodes.adapters.http import make_client, origin_of
from storage.outbox import Account

GRACE = timedelta(seconds=30)


class PostOffice:
    """The sender, and hands to feed it."""

    def __init__(self, shop: Workshop, sender: Sender, outcomes: Outcomes) -> None:
        self.shop, self.sender, self.outcomes = shop, sender, outcomes

    async def contact(self, phone: str, account_id: int | None = None) -> int:
        """A contact of the account."""
        return await self.shop.value(
            "INSERT INTO contact (user_id, whatsapp_account_id, phone, source) VALUES ($1, $2, $3, 'WhatsApp') RETURNING id",
            *(self.shop.user_id, account_id or self.shop.account_id, phone),
        )  # type: ignore[no-any-return]

    async def account(self, phone_number_id: str) -> int:
        """One more account of the owner."""
        return await self.shop.value(
            "INSERT INTO whatsapp_account (user_id, phone_number, phone_number_id, access_token, app_secret, verify_token)"
            " VALUES ($1, $2, $2, '', '', '') RETURNING id",
            *(self.shop.user_id, phone_number_id),
        )  # type: ignore[no-any-return]

    async def queue(self, contact_id: int, *texts: str) -> None:
        """Put texts into the outbox."""
        await self.shop.connection.execute(
            "INSERT INTO message (user_id, whatsapp_account_id, contact_id, direction, content, status, raw)"
            " SELECT c.user_id, c.whatsapp_account_id, c.id, 'Outbound', t, 'Queued',"
            "   jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', t))"
            " FROM contact c, unnest($2::text[]) WITH ORDINALITY u(t, n) WHERE c.id = $1 ORDER BY n",
            *(contact_id, list(texts)),
        )

    async def deliver(self) -> None:
        """Send what may be sent now, and see it through."""
        while await self.sender.send_due():
            await self.sender.drain()

    async def statuses(self) -> list[str]:
        """The status of every message, in order."""
        return await self.shop.column("SELECT status FROM message ORDER BY id")


@asynccontextmanager
async def post_office(database: str, graph: GraphServer) -> AsyncIterator[PostOffice]:
    """Open until the block ends."""
    shop = await Workshop.open(database)
    await shop.connection.execute("UPDATE whatsapp_account SET paused_until = NULL")
    client = make_client(allowed_origins={origin_of(graph.url)})
    outcomes = Outcomes()

    def channel_of(account: Account) -> CloudChannel:
        return CloudChannel(
            client,
            phone_number_id=account.phone_number_id,
            access_token=Secret("token"),
            base_url=graph.url,
        )

    async with asyncpg.create_pool(shop.dsn, min_size=1, max_size=4) as pool:
        sender = Sender(pool, shop.clock, channel_of, Bell(), Bell(), GRACE, outcomes)
        storing = asyncio.create_task(sender._outcomes.run())
        yield PostOffice(shop, sender, outcomes)
        graph.is_holding = False
        await sender.drain()
        storing.cancel()
    await client.aclose()
    await shop.close()
