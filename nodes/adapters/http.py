"""The only HTTP client of the house: pooled, bounded in time and size, and unable to reach private addresses."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from typing import Any

import httpcore
import httpx

from nodes.adapters.addresses import is_public

Resolver = Callable[[str, int], Awaitable[Iterable[str]]]

PUBLIC_PORTS = (80, 443)
MAX_RESPONSE_BYTES = 10 * 1024 * 1024
TOTAL_SECONDS = 30.0
TIMEOUT = httpx.Timeout(connect=5.0, read=20.0, write=10.0, pool=5.0)
LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=100, keepalive_expiry=30.0)

TOO_SLOW = "The answer took too long."


class AddressRefused(httpx.ConnectError):
    """The address is not one the outside may be called on; nothing was sent."""


class ResponseTooLarge(httpx.ReadError):
    """The answer is larger than this client reads."""


def make_client(
    *,
    allowed_origins: Collection[str] = (),
    resolve: Resolver | None = None,
    timeout: httpx.Timeout = TIMEOUT,
    total_seconds: float = TOTAL_SECONDS,
    max_response_bytes: int = MAX_RESPONSE_BYTES,
) -> httpx.AsyncClient:
    """A client that keeps its connections; close it with `aclose()`.

    `allowed_origins` are "host:port" pairs of the operator (see `origin_of`) that may be private and on any port.
    Never give them to a client that calls addresses written by users: it could reach the server itself.
    """
    transport = GuardedTransport(
        GuardedBackend(frozenset(allowed_origins), resolve or resolve_name), total_seconds, max_response_bytes
    )
    # Compressed answers are refused by the transport: a small one may unpack to gigabytes.
    headers = {"accept-encoding": "identity", "user-agent": "Parley"}
    return httpx.AsyncClient(
        transport=transport, timeout=timeout, headers=headers, trust_env=False, follow_redirects=False
    )


def origin_of(url: str) -> str:
    """The "host:port" of a URL, as `allowed_origins` wants it."""
    parsed = httpx.URL(url)
    return f"{parsed.raw_host.decode()}:{parsed.port or (443 if parsed.scheme == 'https' else 80)}"


async def resolve_name(host: str, port: int) -> list[str]:
    """Every address of a name; spellings such as 2130706433 or 0x7f.1 come back as the address they mean."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks every address, and connects to one that was checked; Host and SNI stay the name's."""

    def __init__(self, allowed_origins: frozenset[str], resolve: Resolver) -> None:
        self._allowed = allowed_origins
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers; they share `timeout` seconds."""
        trouble: Exception = httpcore.ConnectError(_refusal(host, port))
        addresses = await self._addresses(host, port, timeout)
        share = timeout / max(len(addresses), 1) if timeout is not None else None
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble

    async def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        is_allowed = f"{host}:{port}" in self._allowed
        if not is_allowed and (port not in PUBLIC_PORTS or "%" in host):
            raise AddressRefused(_refusal(host, port))
        try:
            async with asyncio.timeout(timeout):
                addresses = list(await self._resolve(host, port))
        except (OSError, UnicodeError, TimeoutError):
            # The same words as a refusal, so that nobody learns which private names exist.
            raise httpcore.ConnectError(_refusal(host, port)) from None
        if not is_allowed and not all(map(is_public, addresses)):
            raise AddressRefused(_refusal(host, port))
        return addresses

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Never: the outside is not on this machine."""
        raise AddressRefused(_refusal(path, 0))

    async def sleep(self, seconds: float) -> None:
        """Wait between attempts (httpcore asks for it)."""
        await self._network.sleep(seconds)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over the guarded network, with a limit on the whole exchange's time and size."""

    def __init__(self, backend: GuardedBackend, total_seconds: float, max_response_bytes: int) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=LIMITS.max_connections,
            max_keepalive_connections=LIMITS.max_keepalive_connections,
            keepalive_expiry=LIMITS.keepalive_expiry,
            network_backend=backend,
        )
        self._total_seconds = total_seconds
        self._max_bytes = max_response_bytes

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; a server that drips its answer is cut off after `total_seconds`."""
        if request.url.userinfo:
            raise AddressRefused(_refusal(request.url.host, request.url.port or 0), request=request)
        deadline = asyncio.get_running_loop().time() + self._total_seconds
        try:
            async with asyncio.timeout_at(deadline):
                response = await super().handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout(TOO_SLOW, request=request) from None
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _BoundedStream(response.stream, self._max_bytes, deadline)
        if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
            await response.stream.aclose()
            raise httpx.DecodingError("The answer is compressed, though we asked for it plain.")
        return response


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, max_bytes: int, deadline: float) -> None:
        self._stream = stream
        self._max_bytes = max_bytes
        self._deadline = deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks, left = aiter(self._stream), self._max_bytes
        while (chunk := await self._next(chunks)) is not None:
            left -= len(chunk)
            if left < 0:
                raise ResponseTooLarge(f"The answer is larger than {self._max_bytes} bytes.")
            yield chunk

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes | None:
        # Around one chunk, not around the loop: a deadline must not cancel the reader between two chunks.
        try:
            async with asyncio.timeout_at(self._deadline):
                return await anext(chunks, None)
        except TimeoutError:
            raise httpx.ReadTimeout(TOO_SLOW) from None

    async def aclose(self) -> None:
        await self._stream.aclose()


def _refusal(host: str, port: int) -> str:
    return f"Address '{host}:{port}' cannot be called from here: use a public host name on port 80 or 443."
