"""Posts signed webhooks as Meta does: again until somebody answers 200, sometimes twice at once, sometimes once more later."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

import httpx

from chaos.model import Posting
from nodes.adapters.channels.whatsapp.signature import HEADER, sign
from nodes.adapters.channels.whatsapp.simulate import Business, Customer, text_message

NUMBER, NUMBER_ID, APP_SECRET = "+4915112345678", "1001", "the app's own secret"
BUSINESS = Business(NUMBER_ID, NUMBER)
TIMEOUT = 5.0  # seconds
AGAIN = 0.3  # seconds
TWICE, LATER = 0.1, 0.1  # of the messages
LATEST_COPY = 5.0  # seconds


class Post:
    """Delivers to any of several web processes."""

    def __init__(self, web_urls: Sequence[str]) -> None:
        self._urls = [f"{url}/hooks/whatsapp" for url in web_urls]
        self._client = httpx.AsyncClient(timeout=TIMEOUT, trust_env=False)
        self._copies: set[asyncio.Task[bool]] = set()
        self.copies = 0

    async def message(self, phone: str, posting: Posting, wamid: str, rng: Random) -> None:
        """Post until the product says 200, and note when it did."""
        body = text_message(BUSINESS, Customer(phone, "Ann"), wamid, posting.text, datetime.now(UTC))
        posting.first_at = time.time()
        if rng.random() < TWICE:
            self._copy(body, 0, rng)
        await self.deliver(body, rng)
        posting.accepted_at = time.time()
        if rng.random() < LATER:
            self._copy(body, rng.uniform(0, LATEST_COPY), rng)

    async def deliver(self, body: bytes, rng: Random) -> None:
        """Until a 200, from whichever web process gives it."""
        while True:
            if await self.try_once(body, rng):
                return
            await asyncio.sleep(AGAIN)

    async def try_once(self, body: bytes, rng: Random) -> bool:
        """Whether one web process, taken by lot, answered 200."""
        headers = {HEADER: sign(APP_SECRET, body), "content-type": "application/json"}
        try:
            answer = await self._client.post(rng.choice(self._urls), content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    async def close(self) -> None:
        """Wait for the copies under way, and hang up."""
        await asyncio.gather(*self._copies)
        await self._client.aclose()

    def _copy(self, body: bytes, seconds: float, rng: Random) -> None:
        async def post() -> bool:
            await asyncio.sleep(seconds)
            return await self.try_once(body, rng)

        self.copies += 1
        copy = asyncio.create_task(post())
        self._copies.add(copy)
        copy.add_done_callback(self._copies.discard)
