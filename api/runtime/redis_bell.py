"""The doorbell between machines: Redis' publish and subscribe, which forgets whatever nobody hears."""

import asyncio
from collections.abc import Callable

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as RedisAway

from api.settings import Settings
from engine.ports import Secret
from storage.secrets import Vault

TIMEOUT = 1.0  # seconds for a call
SILENCE = 5.0  # seconds without a message after which Redis is asked whether it is there


class RedisBell:
    """Rings for the other processes of an installation and hears them. Redis may be away: then everybody polls."""

    def __init__(self, url: Secret, installation: str) -> None:
        self.url, self.installation = url, installation
        self._rung: set[bytes] = set()
        self._ringing = asyncio.Event()
        self.is_heard = False

    def ring(self, bell: bytes) -> None:
        """Ring for all; what is rung before the last ring went out counts as one."""
        self._rung.add(bell)
        self._ringing.set()

    async def publish(self) -> None:
        """Send the rings out until cancelled or Redis fails; what was not sent is sent by the next call."""
        if self._rung:
            self._ringing.set()
        async with self._connected() as redis:
            while True:
                await self._ringing.wait()
                self._ringing.clear()
                for bell in sorted(self._rung):
                    async with asyncio.timeout(TIMEOUT):
                        await redis.publish(self._channel(bell), bell)
                    self._rung.discard(bell)

    async def listen(self, bells: tuple[bytes, ...], hear: Callable[[bytes], None]) -> None:
        """Call `hear` at each of these bells until cancelled or Redis fails; once at the start, for what was rung before."""
        async with self._connected() as redis, redis.pubsub() as pubsub:
            async with asyncio.timeout(TIMEOUT):
                await pubsub.subscribe(*map(self._channel, bells))
            self.is_heard = True
            try:
                for bell in bells:
                    hear(bell)
                while True:
                    hear(await _next_ring(pubsub))
            finally:
                self.is_heard = False

    def _connected(self) -> Redis:
        """Without a `socket_timeout`, under which it may swallow that it is cancelled (`asyncio.wait_for` before Python 3.12)."""
        redis: Redis = Redis.from_url(
            self.url.reveal(), socket_connect_timeout=TIMEOUT, socket_keepalive=True
        )
        return redis

    def _channel(self, bell: bytes) -> str:
        return f"{self.installation}:{bell.decode()}"


def redis_bell(settings: Settings, vault: Vault) -> RedisBell | None:
    """The bell on the Redis of the settings, if they name one. What shares a secret key is one installation."""
    if settings.redis_url is None:
        return None
    return RedisBell(settings.redis_url, f"parley:{vault.derive('redis').hex()[:16]}")


async def _next_ring(pubsub: PubSub) -> bytes:
    """The next message; when none comes, Redis must at least answer."""
    is_asked = False
    while True:
        message = await pubsub.get_message(timeout=SILENCE)
        if message is None:
            if is_asked:
                raise RedisAway("Redis has fallen silent.")
            async with asyncio.timeout(TIMEOUT):
                await pubsub.ping()
        elif message["type"] == "message":
            ring: bytes = message["data"]
            return ring
        is_asked = message is None
